import { once } from 'node:events'
import { Command } from '@commander-js/extra-typings'
import type { CaseResult } from '../../cases/result'
import type { ExitCode } from '../../errors'
import { EXIT, UsageError } from '../../errors'
import { count } from '../../figures'
import type { EventLine } from '../../sources/lines'
import { action } from '../action'
import { configOption, configureFirst, consentOption, destinationOption, mappingsOption } from '../delivery-flags'
import { wholeNumber } from '../flags'
import { printError, printNotice } from '../print'

const HELP = `
Examples:
  $ npx tiktok-conversions explain event.json
  $ npx tiktok-conversions explain events.ndjson --line 12 --mappings mappings.json
  $ pbpaste | npx tiktok-conversions explain - --show-values
  $ npx tiktok-conversions explain --cases cases.json --mappings mappings.json

Values of the event are hidden, so that the output can be shown to others.
Nothing is sent.

Exit status: 0 a request is made and the sandbox accepts it, or all cases pass;
1 not so; 2 wrong use
`

const withFlags = () =>
  new Command('explain')
    .description('explain what happens to one event: triggers, fields, request and verdict')
    .argument(
      '[file]',
      'a file of events, one JSON object a line, or of one event as it was copied; "-" reads standard input'
    )
    .addOption(mappingsOption())
    .addOption(consentOption('may be given several times (default: the categories of advertising)'))
    .addOption(configOption())
    .addOption(destinationOption())
    .option('--line <n>', 'the line of the event (default: the first one that is not blank)', wholeNumber(1, Infinity))
    .option('--cases <file>', 'run a JSON file of events with what is expected of each, instead of one event')
    .option('--show-values', 'show the values of the event, which may be personal')
    .option('--json', 'print one JSON object')
    .option('--watch', 'explain again whenever the event, the cases or the mappings change, until Ctrl-C')
    .addHelpText('after', HELP)
    .hook('preAction', configureFirst)

type ExplainFlags = ReturnType<ReturnType<typeof withFlags>['opts']>

/** `tiktok-conversions explain`: explains what happens to one event. */
export const explainCommand = () =>
  withFlags().action(action((file, flags) => (flags.watch ? watchEvent(file, flags) : explainEvent(file, flags))))

/** Explains an event, or cases, again and again. */
async function watchEvent(file: string | undefined, flags: ExplainFlags): Promise<ExitCode> {
  const { STANDARD_INPUT } = await import('../../sources/standard-input')
  if (file === STANDARD_INPUT) throw new UsageError('Standard input cannot be watched: name a file.')
  const watched = [file, flags.cases, flags.mappings].filter((each) => each !== undefined)
  const { Changes } = await import('../changes')
  const changes = new Changes(watched)
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(() => changes.close())
  let last: string | undefined
  do {
    // People see the newest explanation alone.
    if (process.stdout.isTTY) console.clear()
    const problem = await explainEvent(file, flags).then(
      () => undefined,
      (error: Error) => {
        if (error instanceof UsageError) return error.message
        throw error
      }
    )
    // A file that is removed is reported as several changes.
    const isTold = problem !== undefined && problem === last && !process.stdout.isTTY
    last = problem
    if (isTold) continue
    if (problem !== undefined) printError(problem)
    console.error('Waiting for changes; Ctrl-C ends it.')
  } while (await changes.next())
  await ended
  return EXIT.allDelivered
}

/** @throws UsageError for a file or a line that holds no event */
async function explainEvent(file: string | undefined, flags: ExplainFlags): Promise<ExitCode> {
  const { mappings, line, showValues, json, cases } = flags
  if (cases !== undefined) return explainCases(cases, file, flags)
  if (file === undefined) throw new UsageError('Specify a file of events, or --cases FILE.')
  const { event, mapping } = await readEvent(file, line)
  const { chooseMappings } = await import('../../mappings/presets')
  const { explain, maskExplanation } = await import('../../explain')
  const explanation = await explain(event, chooseMappings(mappings), {
    mapping,
    optOut: { consentCategories: flags.consentCategory }
  })
  const shown = showValues ? explanation : maskExplanation(explanation)
  if (json) console.log(JSON.stringify(shown))
  else {
    const { formatExplanation } = await import('../../explain/render')
    const { Screen } = await import('../../terminal/screen')
    console.log(formatExplanation(shown, new Screen(process.stdout)))
  }
  const outcomes = explanation.mappings.flatMap(({ outcome }) => outcome ?? [])
  const isAccepted =
    explanation.optOut === undefined && outcomes.length > 0 && outcomes.every(({ faults }) => faults?.length === 0)
  return isAccepted ? EXIT.allDelivered : EXIT.somethingFailed
}

/** @throws UsageError for a file of cases that cannot be read */
async function explainCases(cases: string, file: string | undefined, flags: ExplainFlags): Promise<ExitCode> {
  const { mappings: mappingFile, line, showValues, json, consentCategory } = flags
  if (file !== undefined || line !== undefined)
    throw new UsageError('--cases takes the place of a file and its --line.')
  const { readCases } = await import('../../cases/file')
  const { maskResult, runCase } = await import('../../cases/run')
  const { chooseMappings } = await import('../../mappings/presets')
  const mappings = chooseMappings(mappingFile)
  const results: CaseResult[] = []
  for (const each of readCases(cases)) {
    const result = await runCase(each, mappings, { optOut: { consentCategories: consentCategory } })
    results.push(showValues ? result : maskResult(result))
  }
  const failed = results.filter(({ passed }) => !passed).length
  if (json) console.log(JSON.stringify({ version: 1, passed: results.length - failed, failed, cases: results }))
  else {
    const { formatResults } = await import('../../cases/render')
    const { Screen } = await import('../../terminal/screen')
    console.log(formatResults(results, new Screen(process.stdout)))
  }
  return failed === 0 ? EXIT.allDelivered : EXIT.somethingFailed
}

/** Reads one event as `send` would, or as a person has copied it. */
async function readEvent(file: string, line?: number): Promise<Pick<EventLine, 'event' | 'mapping'>> {
  const { findFiles } = await import('../../sources/files')
  const { readEventAt } = await import('../../sources/event-at')
  const [input, ...others] = await findFiles([file])
  if (others.length > 0) {
    throw new UsageError(`${file} holds ${count(others.length + 1, 'file')}: name one, such as ${input.path}.`)
  }
  const found = await readEventAt(input, line)
  if ('problem' in found) throw new UsageError(`${input.path}: ${found.problem}.`)
  for (const note of found.notes ?? []) printNotice(note)
  return found
}

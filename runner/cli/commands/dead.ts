import { Command, Option } from '@commander-js/extra-typings'
import { EXIT, UsageError } from '../../errors'
import { count } from '../../figures'
import type { DeadLetter, DeadLetterFilter } from '../../live/store/dead-letters'
import { action } from '../action'
import { configOption } from '../delivery-flags'
import { envFileOption, time, wholeNumber } from '../flags'
import { printError, printNotice } from '../print'
import { schemaOption, storeOption, withStore } from '../store-option'

/** Parses an ID. @throws UsageError in words of its own, as Commander's speak of arguments */
function id(text: string): number {
  try {
    return wholeNumber(1, Number.MAX_SAFE_INTEGER)(text)
  } catch {
    throw new UsageError(`"${text}" is not the ID of a dead letter. dead list shows the IDs, which are numbers.`)
  }
}

const collectId = (text: string, before: readonly number[] = []) => [...before, id(text)]

const HELP = `
Examples:
  $ npx tiktok-conversions dead list --store events.db
  $ npx tiktok-conversions dead send 12 13 --store events.db
  $ npx tiktok-conversions dead send --reason "Pixel Code" --since 2026-11-22T10:00:00Z --store events.db
  $ npx tiktok-conversions dead list --json --store events.db > failed.ndjson
`

/** `tiktok-conversions dead`: events that were rejected or failed after retries. */
export const deadCommand = () =>
  new Command('dead')
    .description('show events that were rejected or failed after retries, queue them again, or remove them')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(changeCommand('send', 'queue events again, each for the mapping it failed with'))
    .addCommand(changeCommand('drop', 'remove events for good'))
    .addCommand(retryCommand(), { hidden: true })
    .addHelpText('after', HELP)

/** Flags that choose among dead letters. */
const withFilters = (name: string) =>
  new Command(name)
    .addOption(storeOption())
    .addOption(schemaOption())
    .addOption(configOption())
    .addOption(envFileOption())
    .option('--reason <text>', 'only dead letters with this text in the message, or of this class')
    .option('--source <name>', 'only dead letters of this source')
    .option('--mapping <name>', 'only dead letters of this mapping')
    .option('--destination <name>', 'only dead letters of this destination')
    .option('--since <time>', 'only dead letters since this time: ISO 8601, 7d, yesterday or today', time)
    .addOption(
      new Option('--unmatched', 'events that no mapping matches, which serve --keep-unmatched keeps for a day')
    )

const listCommand = () =>
  withFilters('list')
    .description('list events with their reasons, the oldest first')
    .option('--after <id>', 'only dead letters behind this id', wholeNumber(0, Number.MAX_SAFE_INTEGER), 0)
    .option('--limit <n>', 'at most n events (default: all)', wholeNumber(1, Infinity))
    .option('--json', 'print the events too, one JSON object a line, which send can read')
    .action(
      action(async ({ after, limit, json, ...flags }, command) => {
        const { toFailedEvent } = await import('../../live/http/admin')
        const { deadLetterPages } = await import('../../live/scan')
        const format = json ? (letter: DeadLetter) => JSON.stringify(toFailedEvent(letter)) : toLine
        let listed = 0
        await withStore(command, async (store) => {
          for await (const page of deadLetterPages(store, filterOf(flags), { after, limit })) {
            if (listed === 0 && page.length > 0 && !json) console.error(HEADINGS.join('\t'))
            for (const letter of page) console.log(format(letter))
            listed += page.length
          }
        })
        if (listed === 0 && !json) printNotice('No dead letters found.')
        return EXIT.allDelivered
      })
    )

const showCommand = () =>
  new Command('show')
    .description('print an event with its reason')
    .argument('<id>', 'the id that the list shows', id)
    .addOption(storeOption())
    .addOption(schemaOption())
    .addOption(configOption())
    .addOption(envFileOption())
    .action(
      action(async (wanted, _flags, command) => {
        const { toFailedEvent } = await import('../../live/http/admin')
        const letter = await withStore(command, (store) => store.dead.get(wanted))
        if (letter === undefined) throw new UsageError(noSuch([wanted]))
        console.log(JSON.stringify(toFailedEvent(letter), undefined, 2))
        return EXIT.allDelivered
      })
    )

const changeCommand = (name: 'send' | 'drop', description: string) =>
  withFilters(name)
    .description(description)
    .argument('[ids...]', 'the ids that the list shows', collectId)
    .option('--all', 'all of them')
    .action(
      action(async (given, { all, ...flags }, command) => {
        const ids = [...new Set(given)]
        const filter = filterOf(flags)
        const isFiltered = Object.values(filter).some((value) => value !== undefined)
        if ([ids.length > 0, all === true, isFiltered].filter(Boolean).length !== 1) {
          throw new UsageError('Specify IDs, --all, or what to choose by, such as --reason.')
        }
        const { deadLetterPages } = await import('../../live/scan')
        const changed = await withStore(command, async (store) => {
          if (ids.length > 0) {
            const letters = await Promise.all(ids.map((each) => store.dead.get(each)))
            const missing = ids.filter((_, index) => letters[index] === undefined)
            if (missing.length === ids.length) throw new UsageError(noSuch(missing))
            const found = ids.length - missing.length
            const total = await store.dead[name](ids)
            if (missing.length > 0) printError(noSuch(missing))
            if (name === 'send' && total < found)
              printError(`${count(found - total, 'event')} that the intake rejected cannot be queued again.`)
            return total
          }
          let total = 0
          for await (const page of deadLetterPages(store, filter))
            total += await store.dead[name](page.map(({ id }) => id))
          return total
        })
        console.log(`${count(changed, 'event')} ${name === 'send' ? 'queued again' : 'removed'}.`)
        return changed < ids.length ? EXIT.somethingFailed : EXIT.allDelivered
      })
    )

function noSuch(ids: readonly number[]): string {
  return `No such dead letter: ${ids.join(', ')}.`
}

/** The name of a command beside `dead`, which people type here. */
const retryCommand = () =>
  new Command('retry')
    .argument('[ids...]')
    .allowUnknownOption()
    .action(() => {
      throw new UsageError("unknown command 'retry'. Did you mean dead send?")
    })

/** The filters alone, without the flags of the store. */
function filterOf({ reason, source, mapping, destination, since, unmatched }: DeadLetterFilter): DeadLetterFilter {
  return { reason, source, mapping, destination, since, unmatched }
}

/** The headings go to standard error, so that a pipe gets the rows alone. */
const HEADINGS = ['ID', 'TIME', 'SOURCE', 'DESTINATION', 'MAPPING', 'ERROR', 'ATTEMPTS', 'MESSAGE']

/** Formats a dead letter without its event: others may see a list. */
function toLine({ id, at, source, destination = '-', mapping = '-', error, attempts }: DeadLetter): string {
  const tries = count(attempts, 'attempt')
  const time = new Date(at).toISOString()
  return [id, time, source, destination, mapping, `${error.class} ${error.status}`, tries, error.message].join('\t')
}

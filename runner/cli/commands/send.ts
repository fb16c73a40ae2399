import { Command } from '@commander-js/extra-typings'
import { MAX_RATE } from '../../config/limits'
import type { Endpoint } from '../../delivery/endpoint'
import type { ExitCode } from '../../errors'
import { EXIT, UsageError } from '../../errors'
import type { Mapping } from '../../mappings/mapping'
import type { RunOptions } from '../../run/run'
import { action } from '../action'
import {
  attemptsOption,
  CREDENTIALS_HELP,
  concurrencyOption,
  configOption,
  configureFirst,
  consentOption,
  destinationOption,
  limitsOf,
  mappingsOption,
  rateOption,
  retryDelayOption,
  sandboxPortOption,
  timeoutOption
} from '../delivery-flags'
import { envFileOption, filled, lineCount, time, wholeNumber } from '../flags'

const HELP = `${CREDENTIALS_HELP}
Examples:
  $ npx tiktok-conversions send events.ndjson --sandbox
  $ npx tiktok-conversions send events.ndjson --dry-run --mappings mappings.json
  $ npx tiktok-conversions send 'archive/2026-11-*.ndjson.gz'
  $ npx tiktok-conversions send archive.ndjson.gz.failed.ndjson
  $ cat events.ndjson | npx tiktok-conversions send - --json

Run the same command again after a crash: it resumes where delivery was
confirmed.

Exit status: 0 all delivered, 1 something failed, 2 wrong use
`

const withFlags = () =>
  new Command('send')
    .description('send Segment events through the mappings that match them')
    .argument(
      '<files...>',
      'files, folders or patterns of events in JSON or CSV, plain or gzip; "-" reads standard input'
    )
    .option('--sandbox', 'send to a local TikTok, started for this run, and show what it received')
    .addOption(sandboxPortOption('send'))
    .option('--dry-run', 'do everything except sending, and print the requests')
    .addOption(mappingsOption())
    .addOption(configOption())
    .addOption(destinationOption())
    .addOption(envFileOption())
    .option('--compare <file>', 'with --dry-run: say which events would change since this mapping file, or "presets"')
    .option('--test-event-code <code>', 'send all events as test events, which do not count', filled)
    .option('--ignore-integrations', 'send events whose integrations exclude this destination, too')
    .addOption(consentOption('may be given several times (default: the categories of advertising)'))
    .option('--limit <n>', 'only the first n events', wholeNumber(1, Infinity))
    .option(
      '--since <time>',
      'only events from this time on: ISO 8601, or the beginning of a day: 7d, yesterday, today',
      time
    )
    .option('--until <time>', 'only events before this time, in the same forms', time)
    .option('--failed <file>', 'where to save failed events (default: <first file>.failed.ndjson)')
    .option('--checkpoint <file>', 'where to save progress (default: <first file>.checkpoint)')
    .addOption(concurrencyOption())
    .option(
      '--workers <n>',
      'worker threads (two take about 180 MB, each further one 40 MB; default: 2 for more than 100 MB of text on two cores, otherwise 1)',
      wholeNumber(1, 64)
    )
    .addOption(rateOption(`requests a second, at most ${MAX_RATE}`))
    .addOption(attemptsOption(10))
    .addOption(retryDelayOption())
    .addOption(timeoutOption())
    .option('--list <n>', 'list the results of the first n lines, or of "all"', lineCount, 100)
    .option('--json', 'print one JSON object at the end, and nothing else on standard output')
    .option('-q, --quiet', 'print nothing unless something fails')
    .option('--no-progress', 'do not show progress')
    .addHelpText('after', HELP)
    .hook('preAction', configureFirst)

type SendFlags = ReturnType<ReturnType<typeof withFlags>['opts']>

/** `tiktok-conversions send`: delivers files of events. */
export const sendCommand = () => withFlags().action(action(send))

async function send(names: readonly string[], flags: SendFlags): Promise<ExitCode> {
  const receivers = [flags.sandbox, flags.sandboxPort, flags.dryRun].filter(Boolean)
  if (receivers.length > 1) throw new UsageError('Choose one of --sandbox, --sandbox-port and --dry-run.')
  const { since = -Infinity, until = Infinity } = flags
  if (since >= until) throw new UsageError('--since must be earlier than --until.')

  if (flags.compare !== undefined && !flags.dryRun) throw new UsageError('--compare needs --dry-run.')
  const { findFiles } = await import('../../sources/files')
  const files = await findFiles(names)
  if (flags.compare !== undefined) return compare(flags.compare, files, flags)
  if (!flags.sandbox) return sendTo(await chooseEndpoint(flags), files, flags)

  const { withSandbox } = await import('../own-sandbox')
  return withSandbox(flags.json === true || flags.quiet === true, (endpoint) => sendTo(endpoint, files, flags))
}

async function chooseEndpoint(flags: SendFlags): Promise<Endpoint> {
  const { sandboxPort, dryRun } = flags
  const { dryRunEndpoint, sandboxEndpoint } = await import('../../delivery/endpoint')
  if (sandboxPort !== undefined) return sandboxEndpoint({ port: sandboxPort })
  return dryRun ? dryRunEndpoint() : (await import('../configuration')).configuredEndpoint(flags)
}

/** Prints which events become something else than under other mappings. */
async function compare(before: string, files: RunOptions['input']['files'], flags: SendFlags): Promise<ExitCode> {
  const { limit, since, until, json } = flags
  const optOut = { ignoresIntegrations: flags.ignoreIntegrations, consentCategories: flags.consentCategory }
  const { chooseMappings, namedMappings } = await import('../../mappings/presets')
  const { compareFiles } = await import('../../diagnose/compare')
  const { formatComparison } = await import('../../diagnose/render/text')
  const { Screen } = await import('../../terminal/screen')
  const mappings: [Mapping[], Mapping[]] = [namedMappings(before), chooseMappings(flags.mappings)]
  const comparison = await compareFiles(files, mappings, Date.now(), { limit, since, until, optOut })
  console.log(json ? JSON.stringify(comparison) : formatComparison(comparison, new Screen(process.stdout)))
  return comparison.readErrors.length === 0 ? EXIT.allDelivered : EXIT.somethingFailed
}

/** Splits the flags by the room they are for. */
async function sendTo(endpoint: Endpoint, files: RunOptions['input']['files'], flags: SendFlags): Promise<ExitCode> {
  const { limit, since, until, mappings, testEventCode, concurrency, workers } = flags
  const optOut = { ignoresIntegrations: flags.ignoreIntegrations, consentCategories: flags.consentCategory }
  const { failed, checkpoint, list, json, quiet, progress } = flags
  const { run } = await import('../../run/run')
  const { createReporter } = await import('../../terminal')
  const options: RunOptions = {
    input: { files, limit, since, until },
    delivery: { endpoint, mappings, testEventCode, optOut, ...limitsOf(flags) },
    run: { concurrency, workers, failed, checkpoint }
  }
  const reporter = createReporter({
    isJson: json === true,
    list,
    isDryRun: endpoint.kind === 'dry-run',
    hasSeveralFiles: files.length > 1,
    shown: { hasProgress: progress && !quiet, isQuiet: quiet === true }
  })
  const { describeEmptyFields, printFindings } = await import('./findings')
  if (!quiet) for (const notice of await describeEmptyFields(options)) reporter.notice(notice)
  const { exitCode, isComplete } = await run(options, reporter)
  if (isComplete && !json && !quiet) await printFindings(options)
  return exitCode
}

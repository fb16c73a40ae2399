import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { version } from '../package.json'
import type { ExitCode } from './exit'
import { EXIT, UsageError } from './exit'

const CREDENTIALS_HELP = `
Credentials come from the environment, so that they appear neither in the shell's history nor in a list of processes:
  TIKTOK_ACCESS_TOKEN   the Access Token
  TIKTOK_PIXEL_CODE     the Pixel Code
`

const SEND_HELP = `${CREDENTIALS_HELP}
Examples:
  $ tiktok-conversions send events.ndjson --sandbox
  $ tiktok-conversions send events.ndjson --dry-run --mappings mappings.json
  $ tiktok-conversions send 'archive/2026-11-*.ndjson.gz'
  $ tiktok-conversions send archive.ndjson.gz.failed.ndjson
  $ cat events.ndjson | tiktok-conversions send - --json

Run the same command again after a crash, and it goes on where delivery was confirmed.

Exit status: 0 all delivered, 1 something failed, 2 wrong use
`

const SANDBOX_HELP = `
Example, in two terminals:
  $ tiktok-conversions sandbox --port 8099
  $ tiktok-conversions send events.ndjson --sandbox-port 8099

It lists what it received at http://127.0.0.1:8099/sandbox/accepted, …/duplicates, …/requests and …/totals.
`

const CHECK_HELP = `${CREDENTIALS_HELP}
Example:
  $ tiktok-conversions check

Exit status: 0 the credentials work, 1 they do not, or could not be verified, 2 wrong use
`

/** TikTok takes no more requests a second. */
const MAX_RATE = 1000

/** Runs the command line; resolves to the status it exits with. What a command needs is loaded when it runs. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.allDelivered
  const program = new Command('tiktok-conversions')
    .description('Report conversions to TikTok, server to server, without a CDP around it.')
    .version(version)
    .exitOverride()

  program
    .command('send')
    .description('send Segment events through the mappings that match them')
    .argument('<files...>', 'files or patterns, plain or gzip, one JSON object a line; "-" reads standard input')
    .option('--sandbox', 'send to a local TikTok, started for this run, and show what it received')
    .option('--sandbox-port <port>', 'send to a local TikTok that runs already', wholeNumber(1, 65535))
    .option('--dry-run', 'do everything but sending, and print the requests')
    .option('--mappings <file>', 'a JSON list of mappings, as a CDP exports it, instead of the presets')
    .option('--test-event-code <code>', 'send all as test events, which do not count')
    .option('--limit <n>', 'only the first n events', wholeNumber(1, Infinity))
    .option('--since <time>', 'only events from this time on (ISO 8601)', time)
    .option('--until <time>', 'only events before this time (ISO 8601)', time)
    .option('--failed <file>', 'where to keep events that failed (default: <first file>.failed.ndjson)')
    .option('--checkpoint <file>', 'where to keep progress (default: <first file>.checkpoint)')
    .option('--concurrency <n>', 'requests at a time', wholeNumber(1, 64), 4)
    .option('--workers <n>', 'threads (default: 2 for large inputs, where there are two cores)', wholeNumber(1, 64))
    .option('--rate <n>', `requests a second, at most ${MAX_RATE}`, wholeNumber(1, MAX_RATE), MAX_RATE)
    .option('--max-attempts <n>', 'how often to try an event before it is given up', wholeNumber(1, 1000), 10)
    .option('--retry-delay <seconds>', 'the longest first pause before another attempt; doubled each time', seconds, 1)
    .option('--timeout <seconds>', 'how long a request may take before it is abandoned and tried again', seconds, 60)
    .option('--list <n>', 'list what became of the first n lines, or of "all"', lineCount, 100)
    .option('--json', 'print one JSON object at the end, and nothing else on standard output')
    .addHelpText('after', SEND_HELP)
    .action(async (files, options) => {
      const places = [options.sandbox, options.sandboxPort, options.dryRun].filter(Boolean)
      if (places.length > 1) throw new UsageError('Choose one of --sandbox, --sandbox-port and --dry-run.')
      const { send } = await import('./send')
      exitCode = await send(files, options)
    })

  program
    .command('sandbox')
    .description('run a local TikTok until Ctrl-C')
    .option('--port <port>', 'where it listens, on this machine alone', wholeNumber(1, 65535), 8099)
    .addHelpText('after', SANDBOX_HELP)
    .action(async (options) => {
      const { runSandbox } = await import('./sandbox')
      exitCode = await runSandbox(options.port)
    })

  program
    .command('check')
    .description('ask TikTok whether the credentials work; no event is recorded')
    .option('--sandbox', 'ask a local TikTok, whose token is sandbox-access-token and whose pixel is SANDBOXPIXEL')
    .addHelpText('after', CHECK_HELP)
    .action(async (options) => {
      const { check } = await import('./check')
      exitCode = await check(options)
    })

  try {
    await program.parseAsync(argv)
    return exitCode
  } catch (error) {
    // Help and version end with an error as well, which says 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.allDelivered : EXIT.wrongUse
    console.error(`error: ${(error as Error).message}`)
    return error instanceof UsageError ? EXIT.wrongUse : EXIT.somethingFailed
  }
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    const range = most === Infinity ? `${least} or more` : `${least} to ${most}`
    throw new InvalidArgumentError(`It is not a whole number of ${range}.`)
  }
}

function seconds(text: string): number {
  const number = Number(text)
  if (number > 0 && number <= 3600) return number
  throw new InvalidArgumentError('It is not a number of seconds, above 0 and up to 3600.')
}

/** Unix milliseconds. */
function time(text: string): number {
  const milliseconds = Date.parse(text)
  if (!Number.isNaN(milliseconds)) return milliseconds
  throw new InvalidArgumentError('It is not an ISO 8601 time, such as 2026-11-22T10:00:00Z.')
}

function lineCount(text: string): number {
  return text === 'all' ? Infinity : wholeNumber(0, Infinity)(text)
}

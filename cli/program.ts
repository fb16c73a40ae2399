import { Command, CommanderError } from 'commander'
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
  $ tiktok-conversions send events.ndjson --dry-run
  $ gunzip -c archive.ndjson.gz | tiktok-conversions send -

Exit status: 0 all delivered, 1 something failed, 2 wrong use
`

const CHECK_HELP = `${CREDENTIALS_HELP}
Example:
  $ tiktok-conversions check

Exit status: 0 the credentials work, 1 they do not, or could not be verified, 2 wrong use
`

/** Runs the command line; resolves to the status it exits with. What a command needs is loaded when it runs. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.allDelivered
  const program = new Command('tiktok-conversions')
    .description('Report conversions to TikTok, server to server, without a CDP around it.')
    .version(version)
    .exitOverride()

  program
    .command('send')
    .description('send Segment events through the presets that match them')
    .argument('<file>', 'Segment events, one JSON object a line; "-" reads standard input')
    .option('--sandbox', 'send to a local TikTok, started for this run, and show what it received')
    .option('--dry-run', 'print the requests and send nothing')
    .addHelpText('after', SEND_HELP)
    .action(async (file, options) => {
      if (options.sandbox && options.dryRun) throw new UsageError('Choose --sandbox or --dry-run, not both.')
      const { send } = await import('./send')
      exitCode = await send(file, options)
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
    if (error instanceof UsageError) {
      console.error(`error: ${error.message}`)
      return EXIT.wrongUse
    }
    // Help and version end with an error as well, which says 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.allDelivered : EXIT.wrongUse
    throw error
  }
}

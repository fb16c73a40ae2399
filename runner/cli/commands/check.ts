import { Command } from '@commander-js/extra-typings'
import type { Endpoint } from '../../delivery/endpoint'
import type { ExitCode } from '../../errors'
import { EXIT } from '../../errors'
import { count } from '../../figures'
import { action } from '../action'
import { CREDENTIALS_HELP, configOption, configureFirst, destinationOption, mappingsOption } from '../delivery-flags'
import { envFileOption } from '../flags'
import { printLine } from '../print'

const HELP = `${CREDENTIALS_HELP}
Example:
  $ npx tiktok-conversions check

Exit status: 0 the credentials work, 1 they do not, or could not be verified,
2 wrong use
`

/** `tiktok-conversions check`: asks TikTok whether the token of the environment may write to its pixel. */
export const checkCommand = () =>
  new Command('check')
    .description('check mappings and ask TikTok whether the credentials work; no event is recorded')
    .option('--sandbox', 'ask a local TikTok instead, with its own credentials unless the environment has others')
    .addOption(mappingsOption())
    .addOption(configOption())
    .addOption(destinationOption())
    .addOption(envFileOption())
    .addHelpText('after', HELP)
    .hook('preAction', configureFirst)
    .action(
      action(async ({ sandbox, mappings, ...flags }) => {
        if (mappings !== undefined) await printAdvice(mappings)
        return sandbox ? checkWithSandbox() : checkLive(flags)
      })
    )

/** Prints all that can be said of mappings without events. @throws UsageError for faults of the file */
async function printAdvice(file: string): Promise<void> {
  const { adviceFor } = await import('../../mappings/advice')
  const { readMappings } = await import('../../mappings/file')
  const mappings = readMappings(file)
  for (const advice of adviceFor(mappings)) printLine(`Warning: ${advice}`, 4)
  printLine(`${count(mappings.length, 'enabled mapping')} in ${file}.`)
}

async function checkLive(flags: { config?: string; destination?: string }): Promise<ExitCode> {
  const { configuredEndpoint } = await import('../configuration')
  return report(await configuredEndpoint(flags), 'TikTok accepted the Access Token and the Pixel Code')
}

/** The sandbox has credentials of its own. Those of the environment come first, so that wrong ones can be tried. */
async function checkWithSandbox(): Promise<ExitCode> {
  const { sandboxEndpoint } = await import('../../delivery/endpoint')
  const { startSandbox } = await import('../../../sandbox')
  const { TIKTOK_ACCESS_TOKEN, TIKTOK_PIXEL_CODE } = process.env
  const isOwn = !TIKTOK_ACCESS_TOKEN && !TIKTOK_PIXEL_CODE
  const sandbox = await startSandbox()
  try {
    const { port, accessToken, pixelCode } = sandbox
    const endpoint = sandboxEndpoint({
      port,
      accessToken: TIKTOK_ACCESS_TOKEN || accessToken,
      pixelCode: TIKTOK_PIXEL_CODE || pixelCode
    })
    return await report(endpoint, `the sandbox accepted ${isOwn ? 'its own' : 'the'} Access Token and Pixel Code`)
  } finally {
    await sandbox.close()
  }
}

async function report(endpoint: Endpoint, success: string): Promise<ExitCode> {
  const { testCredentials } = await import('../../delivery/destination')
  const { describeUnreachable } = await import('../../delivery/unreachable')
  const problem = await testCredentials(endpoint)
  if (problem === undefined) {
    printLine(`The credentials work: ${success}.`)
    return EXIT.allDelivered
  }
  if (problem.unreachable !== undefined) {
    printLine(`The credentials were not checked: ${describeUnreachable(endpoint, problem.unreachable)}.`)
    return EXIT.somethingFailed
  }
  // The destination's words are about TikTok only.
  printLine(problem.message + (endpoint.kind === 'sandbox' ? ' The sandbox answered in the place of TikTok.' : ''))
  return EXIT.somethingFailed
}

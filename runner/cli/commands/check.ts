import { Command } from '@commander-js/extra-typings'
import type { Endpoint } from '../../delivery/endpoint'
import type { ExitCode } from '../../errors'
import { EXIT } from '../../errors'
import { CREDENTIALS_HELP } from './credentials-help'

const HELP = `${CREDENTIALS_HELP}
Example:
  $ tiktok-conversions check

Exit status: 0 the credentials work, 1 they do not, or could not be verified, 2 wrong use
`

/** `tiktok-conversions check`: asks TikTok whether the token of the environment may write to its pixel. */
export const checkCommand = (exitWith: (code: ExitCode) => void) =>
  new Command('check')
    .description('ask TikTok whether the credentials work; no event is recorded')
    .option('--sandbox', 'ask a local TikTok, whose token is sandbox-access-token and whose pixel is SANDBOXPIXEL')
    .addHelpText('after', HELP)
    .action(async ({ sandbox }) => exitWith(await (sandbox ? checkWithSandbox() : checkLive())))

async function checkLive(): Promise<ExitCode> {
  const { liveEndpoint } = await import('../../delivery/endpoint')
  return testCredentials(liveEndpoint())
}

async function checkWithSandbox(): Promise<ExitCode> {
  const { liveEndpoint, sandboxEndpoint } = await import('../../delivery/endpoint')
  const endpoint = liveEndpoint()
  const { startSandbox } = await import('../../../sandbox')
  const sandbox = await startSandbox()
  try {
    return await testCredentials(sandboxEndpoint({ ...endpoint, port: sandbox.port }))
  } finally {
    await sandbox.close()
  }
}

async function testCredentials(endpoint: Endpoint): Promise<ExitCode> {
  const { bindDestination } = await import('../../delivery/destination')
  const { destination, settings } = bindDestination(endpoint)
  try {
    await destination.testAuthentication(settings)
  } catch (error) {
    // actions-core begins like this even where the settings could not be verified.
    console.log((error as Error).message.replace(/^Credentials are invalid: \d* /, ''))
    return EXIT.somethingFailed
  }
  console.log('The credentials work: TikTok accepted the Access Token and the Pixel Code.')
  return EXIT.allDelivered
}

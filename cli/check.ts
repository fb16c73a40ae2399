import type { Place } from './config'
import type { ExitCode } from './exit'
import { EXIT } from './exit'
import { livePlace, sandboxPlace } from './place'
import { createTarget } from './target'

export interface CheckOptions {
  sandbox?: boolean
}

/** `tiktok-conversions check`: asks whether the token of the environment may write to its pixel. */
export async function check(options: CheckOptions): Promise<ExitCode> {
  const place = livePlace()
  if (!options.sandbox) return testCredentials(place)

  const { startSandbox } = await import('../sandbox')
  const sandbox = await startSandbox()
  try {
    return await testCredentials(sandboxPlace({ ...place, port: sandbox.port }))
  } finally {
    await sandbox.close()
  }
}

async function testCredentials(place: Place): Promise<ExitCode> {
  const { destination, settings } = createTarget(place)
  try {
    await destination.testAuthentication(settings)
  } catch (error) {
    // actions-core begins so even where nothing could be verified.
    console.log((error as Error).message.replace(/^Credentials are invalid: \d* /, ''))
    return EXIT.somethingFailed
  }
  console.log('The credentials work: TikTok took the Access Token and the Pixel Code.')
  return EXIT.allDelivered
}

import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from '../sandbox/credentials'
import type { Place } from './config'
import { UsageError } from './exit'

/** TikTok itself. @throws UsageError where the environment holds no credentials */
export function livePlace(): Place {
  const accessToken = process.env.TIKTOK_ACCESS_TOKEN
  const pixelCode = process.env.TIKTOK_PIXEL_CODE
  if (accessToken && pixelCode) return { kind: 'tiktok', accessToken, pixelCode }

  throw new UsageError('TIKTOK_ACCESS_TOKEN and TIKTOK_PIXEL_CODE must be set in the environment.')
}

/** A sandbox on this machine. */
export function sandboxPlace(sandbox: { port: number; accessToken?: string; pixelCode?: string }): Place {
  const { port, accessToken = SANDBOX_ACCESS_TOKEN, pixelCode = SANDBOX_PIXEL_CODE } = sandbox
  return { kind: 'sandbox', port, accessToken, pixelCode }
}

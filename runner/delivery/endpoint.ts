import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from '../../sandbox/credentials'
import { findSettingsProblem } from '../../src/credentials'
import { UsageError } from '../errors'
import { findProxy } from './proxy'

/** The receiver of the events, and the credentials for it. */
export interface Endpoint {
  kind: 'tiktok' | 'sandbox' | 'dry-run'
  accessToken: string
  pixelCode: string
  /** Port of the sandbox on this machine. */
  port?: number
}

/** TikTok itself. @throws UsageError if the environment holds no credentials, or a proxy that cannot be used */
export function liveEndpoint(): Endpoint {
  findProxy()
  const accessToken = process.env.TIKTOK_ACCESS_TOKEN
  const pixelCode = process.env.TIKTOK_PIXEL_CODE
  if (accessToken && pixelCode) return checkedEndpoint({ accessToken, pixelCode })
  throw new UsageError(
    'TIKTOK_ACCESS_TOKEN and TIKTOK_PIXEL_CODE must be set in the environment. --env-file FILE reads them from a file of lines NAME=value.'
  )
}

/** TikTok, with other credentials than the environment has. @throws UsageError for some that cannot be right */
export function checkedEndpoint(credentials: Pick<Endpoint, 'accessToken' | 'pixelCode'>): Endpoint {
  const problem = findSettingsProblem(credentials)
  if (problem !== undefined) throw new UsageError(`${problem}.`)
  return { kind: 'tiktok', ...credentials }
}

/** A sandbox on this machine. */
export function sandboxEndpoint(sandbox: { port: number; accessToken?: string; pixelCode?: string }): Endpoint {
  const { port, accessToken = SANDBOX_ACCESS_TOKEN, pixelCode = SANDBOX_PIXEL_CODE } = sandbox
  return { kind: 'sandbox', port, accessToken, pixelCode }
}

/** No receiver: requests are made, but not sent. */
export function dryRunEndpoint(): Endpoint {
  return { kind: 'dry-run', accessToken: 'not-sent', pixelCode: process.env.TIKTOK_PIXEL_CODE || 'YOUR_PIXEL_CODE' }
}

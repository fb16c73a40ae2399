import type { Settings } from './generated-types'

/** The characters that an HTTP header can carry. For others, fetch would quote the token in its error. */
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/

/** The scheme that other services put before a token. */
const BEARER = /^\s*bearer\s/i

/** Reads the Access Token without surrounding spaces and line breaks; `''` if blank or not valid in a header. */
export function readAccessToken(settings: Settings): string {
  const token = String(settings.accessToken ?? '').trim()
  return PRINTABLE_ASCII.test(token) ? token : ''
}

/** Reads the Pixel Code without surrounding spaces; `''` if blank. */
export function readPixelCode(settings: Settings): string {
  return String(settings.pixelCode ?? '').trim()
}

/** Finds a problem that makes a request to TikTok pointless; `undefined` if there is none. */
export function findSettingsProblem(settings: Settings): string | undefined {
  if (BEARER.test(String(settings.accessToken))) return 'Access Token begins with "Bearer": the token alone is needed'
  if (readAccessToken(settings) === '') return 'Access Token is blank or contains invalid characters'
  if (readPixelCode(settings) === '') return 'Pixel Code is blank'
  return undefined
}

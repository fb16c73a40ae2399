import type { Settings } from './generated-types'

/** What an HTTP header can carry; whatever else was pasted is no token, and fetch would quote it in its error. */
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/

/** The Access Token without the spaces and line breaks that are copied with it; empty where there is none to send. */
export function readAccessToken(settings: Settings): string {
  const token = String(settings.accessToken ?? '').trim()
  return PRINTABLE_ASCII.test(token) ? token : ''
}

/** The Pixel Code without the spaces that are copied with it; empty where there is none. */
export function readPixelCode(settings: Settings): string {
  return String(settings.pixelCode ?? '').trim()
}

/** What is wrong with settings that TikTok need not even be asked about; `undefined` where nothing is. */
export function findSettingsProblem(settings: Settings): string | undefined {
  if (readAccessToken(settings) === '') return 'Access Token is blank or holds characters that no token has'
  if (readPixelCode(settings) === '') return 'Pixel Code is blank'
  return undefined
}

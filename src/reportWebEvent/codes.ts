/**
 * The meaning of an answer for the events of its request. `partial` means that TikTok accepted some of them without
 * saying which, so none counts as accepted.
 */
export type Verdict = 'accepted' | 'partial' | 'rejected' | 'unauthorized' | 'throttled' | 'unavailable'

/** A return code of the Events API. */
export interface ReturnCode {
  code: number
  meaning: string
  verdict: Verdict
  /** `event` if one event can cause the rejection of its whole request. */
  cause?: 'event'
  /** The result of a credential test, if the verdict does not give it. */
  credentials?: 'accepted' | 'rejected'
  /** The next step for a marketer, if more specific than the advice for the verdict. */
  advice?: string
}

const NEW_TOKEN = 'Generate a new Access Token in TikTok Events Manager and put it into the settings.'
const CHECK_PIXEL = 'Check the Pixel Code in the settings: TikTok Events Manager shows it beside the name of the pixel.'
const CHECK_ACCESS =
  'Check the Pixel Code in the settings, and that the Access Token comes from an admin or operator of ' +
  "the pixel's advertiser account."

const RATE_LIMIT = 'rate limit'
const INTERNAL_ERROR = 'internal error of TikTok'

/** Every code with a known meaning. https://business-api.tiktok.com/portal/docs?id=1737172488964097 */
export const RETURN_CODES: readonly ReturnCode[] = [
  { code: 0, meaning: 'accepted', verdict: 'accepted' },
  { code: 20001, meaning: 'part of the request accepted', verdict: 'partial', cause: 'event' },
  { code: 40000, meaning: 'invalid parameter', verdict: 'rejected', cause: 'event', credentials: 'accepted' },
  { code: 40001, meaning: 'token may not write to this pixel', verdict: 'unauthorized', advice: CHECK_ACCESS },
  { code: 40002, meaning: 'invalid parameter', verdict: 'rejected', cause: 'event', credentials: 'accepted' },
  { code: 40007, meaning: 'pixel does not exist', verdict: 'rejected', credentials: 'rejected', advice: CHECK_PIXEL },
  { code: 40016, meaning: RATE_LIMIT, verdict: 'throttled' },
  { code: 40061, meaning: 'too many events in the request', verdict: 'rejected' },
  { code: 40062, meaning: 'personal value not hashed', verdict: 'rejected', cause: 'event' },
  { code: 40063, meaning: 'partner name not registered', verdict: 'rejected' },
  { code: 40100, meaning: RATE_LIMIT, verdict: 'throttled' },
  { code: 40101, meaning: 'partner not authorized', verdict: 'unauthorized' },
  { code: 40102, meaning: 'token expired', verdict: 'unauthorized', advice: NEW_TOKEN },
  { code: 40103, meaning: 'refresh token expired', verdict: 'unauthorized', advice: NEW_TOKEN },
  { code: 40104, meaning: 'token empty', verdict: 'unauthorized', advice: NEW_TOKEN },
  { code: 40105, meaning: 'token wrong or revoked', verdict: 'unauthorized', advice: NEW_TOKEN },
  { code: 40106, meaning: 'user not authorized', verdict: 'unauthorized' },
  ...[40110, 40113, 40117, 40118, 40124, 40125, 40130, 40131].map(notAllowed),
  { code: 40132, meaning: RATE_LIMIT, verdict: 'throttled' },
  { code: 40133, meaning: RATE_LIMIT, verdict: 'throttled' },
  { code: 40202, meaning: 'write conflict', verdict: 'unavailable' },
  { code: 50000, meaning: INTERNAL_ERROR, verdict: 'unavailable' },
  { code: 50002, meaning: INTERNAL_ERROR, verdict: 'unavailable' },
  { code: 60001, meaning: 'maintenance', verdict: 'unavailable' },
  { code: 61000, meaning: RATE_LIMIT, verdict: 'throttled' }
]

/** Codes outside the table that share a meaning, from `first` to `last`. */
export const CODE_RANGES: readonly (Pick<ReturnCode, 'meaning' | 'verdict'> & { first: number; last: number })[] = [
  { first: 40000, last: 49999, meaning: 'another rejection', verdict: 'rejected' },
  { first: 51000, last: 53999, meaning: INTERNAL_ERROR, verdict: 'unavailable' },
  { first: 70000, last: 79999, meaning: 'another rejection', verdict: 'rejected' }
]

function notAllowed(code: number): ReturnCode {
  return { code, meaning: 'app or scope not allowed', verdict: 'unauthorized' }
}

const UNKNOWN: Pick<ReturnCode, 'meaning' | 'verdict'> = { meaning: 'unknown', verdict: 'rejected' }

const ROW_OF_CODE = new Map(RETURN_CODES.map((row): [number, ReturnCode] => [row.code, row]))

/** The row of a code. A code outside the table and its ranges is a rejection. */
export function findReturnCode(code: number): ReturnCode {
  const row = ROW_OF_CODE.get(code)
  if (row !== undefined) return row

  const { meaning, verdict } = CODE_RANGES.find(({ first, last }) => code >= first && code <= last) ?? UNKNOWN
  return { code, meaning, verdict }
}

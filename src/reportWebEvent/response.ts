import { InvalidAuthenticationError, PayloadValidationError, RetryableError } from '@segment/actions-core'

/**
 * What an answer means for the events of its request. `partial` is TikTok's word that some were accepted, but not which:
 * no proof of acceptance for any.
 */
export type Verdict = 'accepted' | 'partial' | 'rejected' | 'unauthorized' | 'throttled' | 'unavailable'

/** An answer of the Events API, read. */
export interface Answer {
  verdict: Verdict
  /** Why a part of the request may fare better: one event may be bad, or the request is too large. */
  cause?: 'event' | 'size'
  /** TikTok's code; absent where a gateway answered, or nobody. */
  code?: number
  /** TikTok's text, or what stood in its place. */
  message: string
  requestId?: string
}

export type DeliveryError = PayloadValidationError | InvalidAuthenticationError | RetryableError

/**
 * TikTok's return codes that are not simply rejections.
 * https://business-api.tiktok.com/portal/docs?id=1737172488964097
 */
const VERDICTS: Record<Exclude<Verdict, 'rejected'>, readonly number[]> = {
  accepted: [0],
  partial: [20001],
  unauthorized: [
    40001, 40101, 40102, 40103, 40104, 40105, 40106, 40110, 40113, 40117, 40118, 40124, 40125, 40130, 40131
  ],
  throttled: [40016, 40100, 40132, 40133, 61000],
  unavailable: [40202, 50000, 50002, 60001]
}

const VERDICT_OF_CODE = new Map(
  (Object.keys(VERDICTS) as (keyof typeof VERDICTS)[]).flatMap((verdict) =>
    VERDICTS[verdict].map((code): [number, Verdict] => [code, verdict])
  )
)

/** Codes that refuse a whole request because of what one event holds. */
const EVENT_CODES: readonly (number | undefined)[] = [20001, 40000, 40002, 40062]

const HTTP_PAYLOAD_TOO_LARGE = 413

/**
 * Reads an answer of the Events API. Where the body holds a code, the code is the verdict, whatever the HTTP status;
 * else the HTTP status is. A success that cannot be read is a fault on TikTok's side.
 * @param status the HTTP status
 * @param body the body as text: TikTok's JSON, or a gateway's HTML
 */
export function readAnswer(status: number, body: string): Answer {
  const { code, message, request_id } = parseBody(body)
  if (code === undefined) {
    return {
      verdict: verdictOfStatus(status),
      cause: status === HTTP_PAYLOAD_TOO_LARGE ? 'size' : undefined,
      message: `HTTP status ${status} without a return code`
    }
  }
  return {
    verdict: verdictOfCode(code),
    cause: EVENT_CODES.includes(code) ? 'event' : undefined,
    code,
    message: typeof message === 'string' ? message : 'no message',
    requestId: typeof request_id === 'string' ? request_id : undefined
  }
}

/** What stands in for an answer where TikTok gave none. */
export function syntheticAnswer(verdict: Verdict, message: string): Answer {
  return { verdict, message }
}

function parseBody(body: string): { code?: number; message?: unknown; request_id?: unknown } {
  try {
    const { code, message, request_id } = JSON.parse(body)
    return Number.isInteger(code) ? { code, message, request_id } : {}
  } catch {
    return {}
  }
}

function verdictOfCode(code: number): Verdict {
  const isInternalError = code >= 51000 && code < 54000
  return VERDICT_OF_CODE.get(code) ?? (isInternalError ? 'unavailable' : 'rejected')
}

function verdictOfStatus(status: number): Verdict {
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 429) return 'throttled'
  return status >= 400 && status < 500 && status !== 408 ? 'rejected' : 'unavailable'
}

const ERRORS: Record<Exclude<Verdict, 'accepted'>, (message: string) => DeliveryError> = {
  partial: (message) => new PayloadValidationError(message),
  rejected: (message) => new PayloadValidationError(message),
  unauthorized: (message) => new InvalidAuthenticationError(message),
  throttled: (message) => new RetryableError(message, 429),
  unavailable: (message) => new RetryableError(message, 503)
}

const HEADLINES: Record<Exclude<Verdict, 'accepted'>, string> = {
  partial: 'TikTok did not confirm the event',
  rejected: 'TikTok refused the event',
  unauthorized: 'The credentials are refused',
  throttled: 'TikTok limits the rate of requests',
  unavailable: 'TikTok did not confirm the event'
}

const ADVICE: Record<Exclude<Verdict, 'accepted'>, string> = {
  partial: 'Correct what the message names, and send the event again.',
  rejected: 'Correct what the message names, and send the event again.',
  unauthorized: 'Copy the Access Token and the Pixel Code from TikTok Events Manager into the settings again.',
  throttled: 'Wait up to five minutes, and send the event again.',
  unavailable: 'Send the event again: within 48 hours TikTok drops what it has already under the same Event ID.'
}

/** Where TikTok's own text leaves marketers guessing what to do. */
const ADVICE_FOR_CODE = new Map<number | undefined, string>([
  ...[40102, 40103, 40104, 40105].map((code): [number, string] => [
    code,
    'Generate a new Access Token in TikTok Events Manager and put it into the settings.'
  ]),
  [
    40001,
    'Check the Pixel Code in the settings, and that the Access Token comes from an admin or operator of ' +
      "the pixel's advertiser account."
  ],
  [40007, 'Check the Pixel Code in the settings: TikTok Events Manager shows it beside the name of the pixel.']
])

/** The error that an answer raises for each event of its request; none where TikTok accepted them. */
export function errorFor(answer: Answer): DeliveryError | undefined {
  const { verdict, code } = answer
  if (verdict === 'accepted') return undefined

  return ERRORS[verdict](describe(HEADLINES[verdict], answer, ADVICE_FOR_CODE.get(code) ?? ADVICE[verdict]))
}

/** Codes by which TikTok complains of the empty list of events alone, having taken the token and the pixel. */
const EMPTY_LIST_CODES: readonly (number | undefined)[] = [40000, 40002]

const PIXEL_NOT_FOUND = 40007

/** The error that the answer to an empty list of events raises for the settings; none where TikTok took them. */
export function credentialsErrorFor(answer: Answer): DeliveryError | undefined {
  const { verdict, code } = answer
  if (verdict === 'accepted' || EMPTY_LIST_CODES.includes(code)) return undefined
  if (verdict === 'unauthorized' || code === PIXEL_NOT_FOUND) return errorFor({ ...answer, verdict: 'unauthorized' })

  const advice = 'Neither the Access Token nor the Pixel Code was judged: test the settings again later.'
  return ERRORS[verdict](describe('Nothing could be verified', answer, advice))
}

function describe(headline: string, { code, message, requestId }: Answer, advice: string): string {
  const source = [code && `code ${code}`, requestId && `request_id ${requestId}`].filter(Boolean).join(', ')
  return `${headline}${source && ` (${source})`}: ${message.trim().replace(/\.?$/, '.')} ${advice}`
}

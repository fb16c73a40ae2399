import { InvalidAuthenticationError, PayloadValidationError, RetryableError } from '@segment/actions-core'
import type { ReturnCode, Verdict } from './codes'
import { findReturnCode } from './codes'

/** An answer of the Events API. */
export interface Answer {
  verdict: Verdict
  /** The reason why a part of the request could succeed: one event is bad, or the request is too large. */
  cause?: 'event' | 'size'
  /** TikTok's return code; absent if a gateway answered, or if there was no answer. */
  code?: number
  /** TikTok's text, or a description of the answer if it has none. */
  message: string
  /** The position of the event that TikTok's text names, read before anything is left out of the text. */
  position?: number
  requestId?: string
  /** Whether TikTok was not asked, because the settings cannot be used. */
  isUnsent?: boolean
}

export type EventError = PayloadValidationError | InvalidAuthenticationError | RetryableError

const HTTP_PAYLOAD_TOO_LARGE = 413

/** TikTok's codes have five digits. A longer number can be a phone number, and is no code. */
const MAX_CODE = 999_999

/** The position of an event in a message of TikTok, such as `data.3.` or `Batch.3.`. The wording is not documented. */
const POSITION = /\b(?:data|batch)\W{1,2}(\d+)/i

/**
 * Reads an answer of the Events API. A return code in the body decides, whatever the HTTP status. Without a code, the
 * HTTP status decides. A success status without a code is an error of TikTok.
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
  const { verdict, cause } = findReturnCode(code)
  const text = typeof message === 'string' && message.trim() !== '' ? message : 'no message'
  return {
    verdict,
    cause,
    code,
    message: text,
    position: cause === 'event' ? positionIn(text) : undefined,
    requestId: typeof request_id === 'string' ? request_id : undefined
  }
}

/** An answer of our own, for requests that TikTok did not answer or that were never sent. */
export function syntheticAnswer(verdict: Verdict, message: string): Answer {
  return { verdict, message }
}

function parseBody(body: string): { code?: number; message?: unknown; request_id?: unknown } {
  try {
    const { code, message, request_id } = JSON.parse(body)
    return Number.isInteger(code) && Math.abs(code) <= MAX_CODE ? { code, message, request_id } : {}
  } catch {
    return {}
  }
}

function positionIn(message: string): number | undefined {
  const position = POSITION.exec(message)?.[1]
  return position === undefined ? undefined : Number(position)
}

function verdictOfStatus(status: number): Verdict {
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 429) return 'throttled'
  return status >= 400 && status < 500 && status !== 408 ? 'rejected' : 'unavailable'
}

/** The report of an unsuccessful verdict: the error, the first words of its message, and the next step. */
interface Failure {
  createError: (message: string) => EventError
  headline: string
  advice: string
}

const UNCONFIRMED: Failure = {
  createError: (message) => new RetryableError(message, 503),
  headline: 'TikTok did not confirm the event',
  advice: 'Send the event again. TikTok drops duplicates with the same Event ID for 48 hours.'
}

const FAILURES: Record<Exclude<Verdict, 'accepted'>, Failure> = {
  partial: UNCONFIRMED,
  rejected: {
    createError: (message) => new PayloadValidationError(message),
    headline: 'TikTok rejected the event',
    advice: 'Correct what the message names, and send the event again.'
  },
  unauthorized: {
    createError: (message) => new InvalidAuthenticationError(message),
    headline: 'TikTok rejected the credentials',
    advice: 'Copy the Access Token and the Pixel Code from TikTok Events Manager into the settings again.'
  },
  throttled: {
    createError: (message) => new RetryableError(message, 429),
    headline: 'TikTok is limiting the rate of requests',
    advice: 'Wait up to five minutes, and send the event again.'
  },
  unavailable: UNCONFIRMED
}

/** The error for each event of an answered request; `undefined` if TikTok accepted the events. */
export function errorFor(answer: Answer): EventError | undefined {
  const { verdict } = answer
  if (verdict === 'accepted') return undefined

  const { createError, headline, advice } = FAILURES[verdict]
  const words = answer.isUnsent === true ? 'The credentials cannot be used' : headline
  return createError(describe(words, answer, rowOf(answer)?.advice ?? advice))
}

/** The error for settings that were tested with an empty list of events; `undefined` if TikTok accepted them. */
export function credentialsErrorFor(answer: Answer): EventError | undefined {
  const { verdict } = answer
  const credentials = rowOf(answer)?.credentials
  if (verdict === 'accepted' || credentials === 'accepted') return undefined
  if (verdict === 'unauthorized' || credentials === 'rejected') return errorFor({ ...answer, verdict: 'unauthorized' })

  const advice = 'Neither the Access Token nor the Pixel Code was checked: test the settings again later.'
  return FAILURES[verdict].createError(describe('The settings could not be verified', answer, advice))
}

function rowOf({ code }: Answer): ReturnCode | undefined {
  return code === undefined ? undefined : findReturnCode(code)
}

function describe(headline: string, { code, message, requestId }: Answer, advice: string): string {
  const source = [code && `code ${code}`, requestId && `request_id ${requestId}`].filter(Boolean).join(', ')
  return `${headline}${source && ` (${source})`}: ${message.trim().replace(/\.?$/, '.')} ${advice}`
}

import { RetryableError } from '@segment/actions-core'
import type { ReturnCode, Verdict } from '../../src/reportWebEvent/codes'
import { CODE_RANGES, findReturnCode, RETURN_CODES } from '../../src/reportWebEvent/codes'
import { MAX_REQUESTS_PER_BATCH } from '../../src/reportWebEvent/constants'
import { buildEvent } from '../../src/reportWebEvent/event'
import type { Payload } from '../../src/reportWebEvent/generated-types'
import { errorFor, readAnswer, syntheticAnswer } from '../../src/reportWebEvent/response'
import { code, page, table } from './markdown'

const CAUSES: Record<Exclude<Verdict, 'accepted'>, string> = {
  rejected: 'a value or a mapping is wrong, or HTTP rejects the request',
  partial: 'TikTok accepted part of the request without saying which',
  unauthorized: 'the token is wrong or revoked, or it may not write to the pixel',
  throttled: 'too many requests',
  unavailable: 'an error of TikTok, an unreadable answer, or no answer'
}

/** Payloads that cannot be built, each with the name of the field that is wrong. */
const INVALID: Record<string, Payload> = {
  'Event Name': { event: '2nd order' },
  'Event Timestamp': { event: 'Purchase', timestamp: 'yesterday' },
  Value: { event: 'Purchase', value: '-1' },
  'TikTok Lead ID': { event: 'Lead', event_source: 'crm' }
}

/** The HTTP statuses by their verdict, each row with one of them. */
const HTTP_STATUSES: readonly [name: string, status: number][] = [
  ['2xx, 3xx', 200],
  ['401, 403', 401],
  ['408', 408],
  ['413', 413],
  ['429', 429],
  ['other 4xx', 400],
  ['5xx', 500]
]

/** The page of all errors, and of the return codes that lead to them. */
export function describeErrors(): string {
  const eventCodes = RETURN_CODES.filter(({ cause }) => cause === 'event').map(({ code: number }) => number)
  return page(
    '# Errors',
    "TikTok reports most errors in the body of an HTTP 200 answer. The return code in the body decides, whatever the HTTP status. Each verdict other than `accepted` becomes an error with the beginning of its message, TikTok's code, request ID and text, and the next step.",
    table(
      ['verdict', 'cause', 'message', 'error', 'status', 'retried by the CDP', 'next step'],
      Object.entries(CAUSES).map(([verdict, cause]) => describeVerdict(verdict as Verdict, cause))
    ),
    '## Return codes',
    table(
      ['code', 'meaning', 'verdict', 'next step, if not that of the verdict'],
      [
        ...RETURN_CODES.map((row) => describeCode(String(row.code), row)),
        ...CODE_RANGES.map((range) => describeCode(`other ${range.first} to ${range.last}`, range)),
        describeCode('any other', findReturnCode(Number.NaN))
      ]
    ),
    '## HTTP statuses',
    'These apply to an answer without a return code. A missing answer, such as after a time-out, is `unavailable`.',
    table(
      ['status', 'verdict'],
      HTTP_STATUSES.map(([name, status]) => [name, code(readAnswer(status, '').verdict)])
    ),
    '## Before a request',
    'These events are rejected without a request, as a `PayloadValidationError` with status 400. Other values that do not fit the type or the choices of their field are rejected by the platform.',
    table(
      ['field', 'message'],
      Object.entries(INVALID).map(([name, payload]) => [name, messageOf(payload)])
    ),
    '## Batches',
    `TikTok rejects a whole request for one bad event. After the codes ${eventCodes.join(', ')} and HTTP status 413, the destination isolates the bad events and delivers the others. After 20001, an event that is not accepted by itself either may have met a passing failure, and is retried. It first tries the position that TikTok names, and otherwise sends halves. One bad event among 1,000 costs at most 22 requests. After ${MAX_REQUESTS_PER_BATCH} requests, the events that are still undecided are \`unavailable\`.`,
    'Accepted events are not sent again. The exception is code 20001, where TikTok does not say which events it accepted. TikTok drops duplicates with the same Event ID for 48 hours.'
  )
}

function describeVerdict(verdict: Verdict, cause: string): string[] {
  const error = errorFor(syntheticAnswer(verdict, 'TEXT'))
  if (error === undefined) throw new Error(`The verdict ${verdict} has no error.`)

  const [headline, advice] = error.message.split(': TEXT. ')
  const isRetried = error instanceof RetryableError
  return [
    code(verdict),
    cause,
    headline,
    code(error.constructor.name),
    String(error.status),
    isRetried ? 'yes' : 'no',
    advice
  ]
}

function describeCode(name: string, { meaning, verdict, advice = '–' }: Omit<ReturnCode, 'code'>): string[] {
  return [name, meaning, code(verdict), advice]
}

function messageOf(payload: Payload): string {
  try {
    buildEvent(payload, 0)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error(`A payload for the page of errors is valid: ${JSON.stringify(payload)}`)
}

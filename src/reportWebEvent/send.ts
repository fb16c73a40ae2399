import type { ErrorCodes, JSONLikeObject, ModifiedResponse, RequestClient, StatsContext } from '@segment/actions-core'
import { MultiStatusResponse } from '@segment/actions-core'
import { findSettingsProblem, readAccessToken, readPixelCode } from '../credentials'
import type { Settings } from '../generated-types'
import type { PendingBatch } from './bisect'
import { BatchBisector } from './bisect'
import { EVENTS_URL, MAX_EVENTS_PER_REQUEST, PARTNER_NAME } from './constants'
import { countIsolated, countLeftOut } from './counters'
import { buildEnvelope, buildEvent, keyOf } from './event'
import { hasTotal } from './event/amounts'
import { withOriginalNumbers } from './event/exact'
import { asObject, mappedFields } from './event/fallbacks'
import type { Payload } from './generated-types'
import type { LeftOut } from './left-out'
import { LeftOutList } from './left-out'
import type { Confidential } from './redact'
import { redactAcceptance, redactMessage, redactRequestId } from './redact'
import type { Answer } from './response'
import { credentialsErrorFor, errorFor, readAnswer, syntheticAnswer } from './response'
import type { TikTokEnvelope, TikTokEvent, TikTokRequest } from './types'

/** The origin of a payload, as far as actions-core hands it over. */
export interface Origin {
  rawMapping?: unknown
  /** An event, or the events of a batch. */
  rawData?: unknown
  statsContext?: StatsContext
}

/**
 * Sends one event.
 * @returns TikTok's answer
 * @throws PayloadValidationError, InvalidAuthenticationError or RetryableError unless TikTok accepted the event
 */
export async function sendEvent(
  request: RequestClient,
  settings: Settings,
  payload: Payload,
  origin: Origin
): Promise<JSONLikeObject> {
  const leftOut = new LeftOutList()
  const { rawData, rawMapping, statsContext } = origin
  const exact = withOriginalNumbers(payload, [rawData, rawMapping])
  const data = [buildEvent(exact, Date.now(), { warn: leftOut.warn, mapped: mappedFields(rawMapping), event: rawData })]
  countLeftOut(statsContext, [leftOut.list])
  const answer = await post(request, settings, { ...buildEnvelope(payload, settings), data })
  const error = errorFor(answer)
  if (error !== undefined) throw error
  return { ...toBody(answer), ...toLeftOut(leftOut.list) }
}

/**
 * Sends a batch, in one request for all events that share an envelope. More follow only if TikTok rejects that one.
 * @returns the result of each payload, by its position
 */
export async function sendBatch(
  request: RequestClient,
  settings: Settings,
  payloads: readonly Payload[],
  origin: Origin
): Promise<MultiStatusResponse> {
  const results = new MultiStatusResponse()
  const batches = groupByEnvelope(settings, payloads, origin, results).flatMap(({ envelope, entries }) =>
    chunksOf(entries).map((events) => ({
      events,
      post: (some: readonly IndexedEvent[]) =>
        post(request, settings, { ...envelope, data: some.map(({ event }) => event) })
    }))
  )
  const { statsContext } = origin
  countLeftOut(
    statsContext,
    batches.flatMap(({ events }) => events.map(({ leftOut }) => leftOut))
  )
  const bisector = new BatchBisector<IndexedEvent>((entries, answer) => {
    report(results, entries, answer)
    if (isIsolated(entries, answer, batches)) countIsolated(statsContext)
  })
  await bisector.deliverAll(batches)
  return results
}

/**
 * Tests the credentials with an empty list of events, which records nothing.
 * @throws InvalidAuthenticationError if TikTok rejects them; RetryableError or PayloadValidationError if it cannot check them
 */
export async function testCredentials(request: RequestClient, settings: Settings): Promise<void> {
  const answer = await post(request, settings, {
    event_source: 'web',
    event_source_id: readPixelCode(settings),
    partner_name: PARTNER_NAME,
    data: []
  })
  const error = credentialsErrorFor(answer)
  if (error !== undefined) throw error
}

/**
 * Sends one request, unless the settings are invalid. Never rejects.
 * @returns TikTok's answer; its texts are safe to repeat
 */
export async function post(request: RequestClient, settings: Settings, body: TikTokRequest): Promise<Answer> {
  const problem = findSettingsProblem(settings)
  if (problem !== undefined) return { ...syntheticAnswer('unauthorized', problem), isUnsent: true }

  const answer = await fetchAnswer(request, body)
  // Other answers hold only our own words.
  return answer.code === undefined ? answer : redactAnswer(answer, readAccessToken(settings), body)
}

/** Leaves out everything of TikTok's texts that can be a secret. Events are read only if a text is: that takes long. */
function redactAnswer(answer: Answer, token: string, body: TikTokRequest): Answer {
  const redact = () => {
    const isAccepted = answer.verdict === 'accepted'
    // The answer to an accepted request is not searched for values of its events either.
    const confidential: Confidential = { token, pixelCode: body.event_source_id, events: isAccepted ? [] : body.data }
    const { message, requestId } = answer
    return {
      message: isAccepted ? redactAcceptance(message) : redactMessage(message, confidential),
      requestId: requestId && redactRequestId(requestId, confidential)
    }
  }
  let texts: ReturnType<typeof redact> | undefined
  return {
    ...answer,
    get message() {
      texts ??= redact()
      return texts.message
    },
    get requestId() {
      texts ??= redact()
      return texts.requestId
    }
  }
}

async function fetchAnswer(request: RequestClient, body: TikTokRequest): Promise<Answer> {
  let response: ModifiedResponse
  try {
    response = await request(EVENTS_URL, {
      method: 'post',
      json: body,
      throwHttpErrors: false,
      skipResponseCloning: true,
      // A redirect that is followed would carry the token to another host.
      redirect: 'manual'
    })
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException
    return syntheticAnswer('unavailable', `no answer (${code ?? name})`)
  }
  return readAnswer(response.status, response.content)
}

/** An event and its position in the batch. */
interface IndexedEvent {
  index: number
  event: TikTokEvent
  /** Values of the event that were left out. */
  leftOut?: LeftOut[]
}

interface EnvelopeGroup {
  envelope: TikTokEnvelope
  entries: IndexedEvent[]
}

/** Builds the events, and groups them by envelope. An event that cannot be built is reported and left out. */
function groupByEnvelope(
  settings: Settings,
  payloads: readonly Payload[],
  { rawData, rawMapping }: Origin,
  results: MultiStatusResponse
): EnvelopeGroup[] {
  const groups = new Map<string, EnvelopeGroup>()
  const mapped = mappedFields(rawMapping)
  const origins = [rawData, rawMapping]
  const events = eventsOf(rawData, payloads)
  const now = Date.now()
  payloads.forEach((payload, index) => {
    try {
      const leftOut = new LeftOutList()
      const event = buildEvent(withOriginalNumbers(payload, origins), now, {
        warn: leftOut.warn,
        mapped,
        event: events[index]
      })
      const envelope = buildEnvelope(payload, settings)
      const key = keyOf(envelope)
      const group = groups.get(key) ?? { envelope, entries: [] }
      group.entries.push({ index, event, leftOut: leftOut.list })
      groups.set(key, group)
    } catch (error) {
      results.setErrorResponseAtIndex(index, toResult(error as Error))
    }
  })
  return [...groups.values()]
}

/** Stands for an event that may have a total. */
const ANY_TOTAL = { properties: { total: 1 } }

/**
 * The events of payloads, by their position. If actions-core dropped events of the batch, it does not say which: payloads
 * belong to the events whose ID they have. The other ones may be of any event: if one has a total, no value is calculated.
 */
function eventsOf(rawData: unknown, payloads: readonly Payload[]): readonly unknown[] {
  const events: readonly unknown[] = [rawData].flat()
  if (events.length === payloads.length) return events
  const byId = new Map(events.map((event) => [asObject(event).messageId, event]))
  const standIn = events.some((event) => hasTotal(event)) ? ANY_TOTAL : undefined
  return payloads.map(({ event_id }) => (event_id === undefined ? undefined : byId.get(event_id)) ?? standIn)
}

/** Whether TikTok rejected an event by itself that went out with others at first. */
function isIsolated(
  entries: readonly IndexedEvent[],
  { verdict }: Answer,
  batches: readonly PendingBatch<IndexedEvent>[]
): boolean {
  if (verdict !== 'rejected' || entries.length > 1) return false
  return batches.every(({ events }) => events.length > 1 || events[0] !== entries[0])
}

function chunksOf(entries: readonly IndexedEvent[]): (readonly IndexedEvent[])[] {
  const chunks = []
  for (let start = 0; start < entries.length; start += MAX_EVENTS_PER_REQUEST) {
    chunks.push(entries.slice(start, start + MAX_EVENTS_PER_REQUEST))
  }
  return chunks
}

/** Reports an answer for each of its events. Personal values of the events stay out of the result. */
function report(results: MultiStatusResponse, entries: readonly IndexedEvent[], answer: Answer): void {
  const body = toBody(answer)
  const error = errorFor(answer)
  for (const { index, event, leftOut } of entries) {
    const sent = { ...toSent(event), ...toLeftOut(leftOut) }
    if (error === undefined) results.setSuccessResponseAtIndex(index, { status: 200, sent, body })
    else results.setErrorResponseAtIndex(index, { ...toResult(error), sent, body })
  }
}

function toResult(error: Error) {
  const { status, code, message } = error as Error & { status: number; code: keyof typeof ErrorCodes }
  return { status, errortype: code, errormessage: message }
}

/** Field and reason of each value that was left out; no key if there are none. */
function toLeftOut(leftOut?: LeftOut[]): { left_out?: JSONLikeObject[] } {
  return leftOut === undefined ? {} : { left_out: leftOut.map(({ field, reason }) => ({ field, reason })) }
}

function toSent({ event, event_id }: TikTokEvent): JSONLikeObject {
  return { event, event_id }
}

function toBody({ code, message, requestId }: Answer): JSONLikeObject {
  return { code, message, request_id: requestId }
}

import { isObject, objectOr } from '../json'
import type { EventType } from '../segment-event'
import { readEvent } from '../segment-event'
import { hasLoneSurrogate, LONE_SURROGATE } from '../sources/json-reader'
import { isSwitchedOff } from '../transform/opt-out'
import type { Arrival } from './enrich'
import { completeForwarded, enrich, hasMessageId } from './enrich'
import type { NewLetter } from './store/dead-letters'
import type { NewEvent } from './store/store'

/** As Segment limits them. https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ */
const MAX_EVENT_BYTES = 32 * 1024
const MAX_MESSAGE_ID = 100

/** Bytes up to which a rejected event is kept whole. */
const MAX_KEPT_BYTES = 256 * 1024

/** Reasons why an event is rejected, as metrics name them. */
const REASONS = {
  not_an_object: 'The event is not a JSON object.',
  type: 'The type is not track, page, screen, identify, group or alias.',
  type_not_allowed: 'The write key may not send events of this type.',
  message_id: `The messageId is not a text of up to ${MAX_MESSAGE_ID} characters.`,
  size: `The event is larger than ${MAX_EVENT_BYTES / 1024} KiB.`,
  depth: 'The event is nested too deeply.',
  encoding: `The event ${LONE_SURROGATE}, or bytes that are not UTF-8.`
}

export type ReasonCode = keyof typeof REASONS

export interface IntakeRejection {
  index: number
  code: ReasonCode
  reason: string
}

export interface AcceptOptions {
  source: string
  /** Destinations of the events; `default` if absent. */
  destinations?: readonly string[]
  /** Types that the write key may send; all by default. */
  types?: readonly EventType[]
  /** The type that the path names. */
  type?: EventType
  /** Whether a CDP forwards the events, which has completed and filtered them. */
  isForwarded?: boolean
  arrival: Arrival
}

export interface Accepted {
  events: NewEvent[]
  /** Rejected events, to be kept as dead letters. */
  letters: NewLetter[]
  rejected: IntakeRejection[]
  /** Events that are not for this destination. */
  filtered: number
  /** The number of each type. */
  types: Partial<Record<EventType, number>>
  withoutMessageId: number
}

/** Completes the events of a request. Those that will never be right are rejected. */
export function acceptEvents(raws: readonly unknown[], options: AcceptOptions): Accepted {
  const accepted: Accepted = { events: [], letters: [], rejected: [], filtered: 0, types: {}, withoutMessageId: 0 }
  for (const [index, raw] of raws.entries()) {
    const result = acceptEvent(raw, options)
    if (typeof result === 'string') reject(accepted, { index, raw, code: result }, options.source)
    else if (result === undefined) accepted.filtered++
    else {
      const { event, type, isIdentified } = result
      accepted.events.push(event)
      accepted.types[type] = (accepted.types[type] ?? 0) + 1
      if (!isIdentified) accepted.withoutMessageId++
    }
  }
  return accepted
}

/** @returns the reason why the event is rejected; `undefined` if it is not for this destination */
function acceptEvent(
  raw: unknown,
  options: AcceptOptions
): { event: NewEvent; type: EventType; isIdentified: boolean } | ReasonCode | undefined {
  if (!isObject(raw)) return 'not_an_object'
  const event = readEvent(options.type === undefined ? raw : { ...raw, type: options.type })
  if (event === undefined) return 'type'
  const { type } = event
  if (options.types?.includes(type) === false) return 'type_not_allowed'
  if (!isMessageId(event.messageId)) return 'message_id'

  const { source, destinations, arrival, isForwarded = false } = options
  const complete = isForwarded ? completeForwarded(event, type, arrival) : enrich(event, type, arrival)
  // The deliverer looks at consent: it knows the categories that are needed.
  if (isSwitchedOff(complete.integrations)) return undefined
  const text = toText(complete)
  if (text === undefined) return 'depth'
  if (hasLoneSurrogate(text)) return 'encoding'
  // Events that were added do not count.
  if (Buffer.byteLength(text) > MAX_EVENT_BYTES && Buffer.byteLength(toText(raw) ?? '') > MAX_EVENT_BYTES) return 'size'
  const stored = { source, messageId: String(complete.messageId), event: text, destinations }
  return { event: stored, type, isIdentified: hasMessageId(event) }
}

/** One that is missing is made. */
function isMessageId(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'number') return true
  return typeof value === 'string' && value.length <= MAX_MESSAGE_ID && !/\p{Cc}/u.test(value)
}

/** An event that a key may not send is not wanted later either: a public key could fill the disk with it. */
function reject(
  accepted: Accepted,
  { index, raw, code }: { index: number; raw: unknown; code: ReasonCode },
  source: string
) {
  const reason = REASONS[code]
  accepted.rejected.push({ index, code, reason })
  if (code === 'type_not_allowed') return
  const error = { class: 'PayloadValidationError', status: 400, message: reason }
  accepted.letters.push({ source, event: textToKeep(raw), error })
}

/** The event, or only what identifies it if it is too large to be kept. */
function textToKeep(raw: unknown): string {
  const text = toText(raw) ?? 'null'
  const bytes = Buffer.byteLength(text)
  if (bytes <= MAX_KEPT_BYTES) return text
  const { type, event, messageId } = objectOr(raw)
  return JSON.stringify({ type: shortText(type), event: shortText(event), messageId: shortText(messageId), bytes })
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_MESSAGE_ID) : undefined
}

/** JavaScript reads objects that are nested more deeply than those it can write. */
function toText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

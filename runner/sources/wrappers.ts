import type { SegmentEvent } from '@segment/actions-core'
import { isFailedEvent } from '../failed-event'
import type { JsonObject } from '../json'
import { isObject, objectOr } from '../json'
import { addressIn, isText, mergeIntegrations, readEvent } from '../segment-event'
import { hasLoneSurrogate, LONE_SURROGATE, readJson } from './json-reader'
import { findOtherForm } from './other-forms'
import { readRow } from './warehouse-row'

/** An event, or the reason why there is none. */
export type Unwrapped = { event: SegmentEvent; mapping?: string } | { problem: string }

/**
 * Keys that hold an event, or several: of Segment's and RudderStack's HTTP API (`batch`), RudderStack's (`message`) and
 * Jitsu's queues (`httpPayload`), webhooks, functions and exports.
 */
const WRAPPERS = [
  'httpPayload',
  'batch',
  'message',
  'messages',
  'event',
  'events',
  'payload',
  'detail',
  'data',
  'body',
  'Message'
]

/** Keys of a wrapper that are those of each event in it, where the event has none. */
const SHARED = ['sentAt', 'receivedAt', 'originalTimestamp']

const MAX_DEPTH = 5

/** Finds the events in a JSON value: an event, one that failed in an earlier run, or a list or wrapper of them. */
export function unwrap(value: unknown, depth = 0): Unwrapped[] {
  if (Array.isArray(value) && value.length > 0 && depth < MAX_DEPTH)
    return value.flatMap((item) => unwrap(item, depth + 1))
  if (typeof value === 'string' && depth > 0 && depth < MAX_DEPTH) return unwrapText(value, depth)
  if (!isObject(value)) return [{ problem: 'is not a JSON object, as a Segment event is' }]
  if (isFailedEvent(value)) return [{ event: value.event, mapping: value.mapping }]

  const found = isHolder(value.httpPayload) ? undefined : readObject(value)
  if (found !== undefined) return [found]
  const wrapper = WRAPPERS.find((key) => isHolder(value[key]))
  if (wrapper !== undefined && depth < MAX_DEPTH) {
    return unwrap(value[wrapper], depth + 1).map((each) => ('event' in each ? inherit(each, value) : each))
  }
  if (isText(value.type)) return [eventOf(value)]
  return [{ problem: isText(value.event) ? NAME_ONLY : NO_EVENT }]
}

const NO_EVENT = 'holds no event: it has neither a "type" nor an "event"'

const NAME_ONLY =
  'is no event of Segment: without a "type", it needs a "messageId" or "properties", a "userId", "anonymousId" or "context", and its time as "timestamp"'

/** @returns `undefined` for an object that may hold events, but is none itself */
function readObject(object: JsonObject): Unwrapped | undefined {
  const row = readRow(object)
  if (row !== undefined) return isProblem(row) ? row : eventOf(row)
  const event = readEvent(object)
  if (event !== undefined) return eventOf(event)
  const problem = findOtherForm(object)
  return problem === undefined ? undefined : { problem }
}

function isProblem(row: JsonObject | { problem: string }): row is { problem: string } {
  return isText(row.problem)
}

function eventOf(object: JsonObject): Unwrapped {
  return { event: object as unknown as SegmentEvent }
}

/** Queues hand over JSON as a text. */
function unwrapText(text: string, depth: number): Unwrapped[] {
  if (hasLoneSurrogate(text)) return [{ problem: LONE_SURROGATE }]
  try {
    return unwrap(readJson(text), depth + 1)
  } catch {
    return [{ problem: 'holds a text that is not valid JSON' }]
  }
}

function isHolder(value: unknown): boolean {
  return isText(value) ? /^\s*[[{]/.test(value) : typeof value === 'object' && value !== null
}

/** A wrapper speaks for its events: its opt-outs are theirs. */
function inherit({ event, ...rest }: Extract<Unwrapped, { event: unknown }>, wrapper: JsonObject): Unwrapped {
  const inherited = { ...event } as unknown as JsonObject
  if (isObject(wrapper.context)) inherited.context = { ...wrapper.context, ...objectOr(inherited.context) }
  inherited.integrations = mergeIntegrations(wrapper.integrations, inherited.integrations)
  for (const key of SHARED) inherited[key] ??= wrapper[key]
  const ip = addressIn(wrapper)
  if (ip !== undefined) inherited.context = { ip, ...objectOr(inherited.context) }
  return { ...rest, event: inherited as unknown as SegmentEvent }
}

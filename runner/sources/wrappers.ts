import type { SegmentEvent } from '@segment/actions-core'
import { isFailedEvent } from '../failed-event'
import { isObject } from '../json'
import { hasLoneSurrogate, LONE_SURROGATE, readJson } from './json-reader'

/** An event, or the reason why there is none. */
export type Unwrapped = { event: SegmentEvent; mapping?: string } | { problem: string }

type Properties = Record<string, unknown>

/** The calls of Segment's spec. */
const CALLS = ['track', 'page', 'screen', 'identify', 'group', 'alias']

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

/** Keys of a wrapper that hold the IP address of the browser. */
const ADDRESSES = ['requestIP', 'request_ip', 'requestIp']

const MAX_DEPTH = 5

/** Finds the events in a JSON value: an event, one that failed in an earlier run, or a list or wrapper of them. */
export function unwrap(value: unknown, depth = 0): Unwrapped[] {
  if (Array.isArray(value) && value.length > 0 && depth < MAX_DEPTH)
    return value.flatMap((item) => unwrap(item, depth + 1))
  if (typeof value === 'string' && depth > 0 && depth < MAX_DEPTH) return unwrapText(value, depth)
  if (!isObject(value)) return [{ problem: 'is not a JSON object, as a Segment event is' }]
  if (isFailedEvent(value)) return [{ event: value.event, mapping: value.mapping }]

  const object = value as Properties
  if (!isHolder(object.httpPayload) && (CALLS.includes(object.type as string) || isText(object.event)))
    return [eventOf(object)]
  const wrapper = WRAPPERS.find((key) => isHolder(object[key]))
  if (wrapper !== undefined && depth < MAX_DEPTH) {
    return unwrap(object[wrapper], depth + 1).map((found) => ('event' in found ? inherit(found, object) : found))
  }
  if (isText(object.type)) return [eventOf(object)]
  return [{ problem: 'holds no event: it has neither a "type" nor an "event"' }]
}

function eventOf(object: Properties): Unwrapped {
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

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

/** A wrapper speaks for its events: its opt-outs are theirs. */
function inherit({ event, ...rest }: Extract<Unwrapped, { event: unknown }>, wrapper: Properties): Unwrapped {
  const inherited = { ...event } as Properties
  for (const key of ['context', 'integrations']) {
    if (isObject(wrapper[key])) inherited[key] = { ...(wrapper[key] as Properties), ...asObject(inherited[key]) }
  }
  for (const key of SHARED) inherited[key] ??= wrapper[key]
  const address = ADDRESSES.map((key) => wrapper[key]).find(isText)
  if (address !== undefined) inherited.context = { ip: address, ...asObject(inherited.context) }
  return { ...rest, event: inherited as unknown as SegmentEvent }
}

function asObject(value: unknown): Properties {
  return isObject(value) ? (value as Properties) : {}
}

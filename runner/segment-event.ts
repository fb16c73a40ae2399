import type { JsonObject } from './json'
import { isObject, objectOr } from './json'

/** Segment's calls. https://segment.com/docs/connections/spec/ */
export const EVENT_TYPES = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const

export type EventType = (typeof EVENT_TYPES)[number]

export function isEventType(value: unknown): value is EventType {
  return EVENT_TYPES.some((type) => type === value)
}

/** Keys of an event as warehouses and exports write them. */
export const SNAKE_KEYS = [
  ['message_id', 'messageId'],
  ['user_id', 'userId'],
  ['anonymous_id', 'anonymousId'],
  ['original_timestamp', 'originalTimestamp'],
  ['sent_at', 'sentAt'],
  ['received_at', 'receivedAt']
] as const

const TIMES = ['timestamp', 'originalTimestamp', 'sentAt', 'receivedAt']

/** Keys of the time of an event in other tools. */
const OTHER_TIMES = ['time', 'ts', 'event_time', 'eventTime', 'event_timestamp', 'datetime', 'created_at', 'createdAt']

/** Keys beside an event, or around several, that hold the IP address of the browser. */
const ADDRESSES = ['requestIP', 'request_ip', 'requestIp']

/** Reads the address of the browser beside an event, or around several. */
export function addressIn(object: JsonObject): string | undefined {
  for (const key of ADDRESSES) {
    const value = object[key]
    if (isText(value)) return value
  }
  return undefined
}

/** An object that is an event, whose other keys may hold anything. */
export type EventObject = JsonObject & { type: EventType }

/**
 * Reads an object as an event. An object without a type is a track event if it has what Segment's have: a name, an ID or
 * properties, a person or a context, and no time under a key of another tool, as it would be dated to now. Keys in snake case and an address beside the event are read as Segment's.
 * @returns the object itself if nothing has to be changed; `undefined` for an object that is no event
 */
export function readEvent(object: JsonObject): EventObject | undefined {
  const event = withAddress(withCamelCase(object))
  if (isEventType(event.type)) return event as EventObject
  return !isText(event.type) && isTrack(event) ? { ...event, type: 'track' } : undefined
}

/** The opt-outs of an event and of the batch or wrapper around it. Its own decide. */
export function mergeIntegrations(shared: unknown, own: unknown): unknown {
  if (isAbsent(own)) return shared
  return isObject(own) && isObject(shared) ? { ...shared, ...own } : own
}

/** Bytes that what events share may take up in all of them together. */
const MAX_SHARED_BYTES = 64 * 1024 * 1024

export const SHARES_TOO_MUCH =
  'has a context or integrations that take up more than 64 MiB in all of its events together: divide it'

/** Whether what a batch or wrapper has for each of its events would take too long to copy into all of them. */
export function sharesTooMuch({ context, integrations }: JsonObject, events: number): boolean {
  if (events < 2) return false
  try {
    return JSON.stringify([context, integrations]).length * events > MAX_SHARED_BYTES
  } catch {
    // It is nested too deeply to be written.
    return true
  }
}

function isTrack(object: JsonObject): boolean {
  const { event, messageId, properties, userId, anonymousId, context } = object
  const hasPerson = isId(userId) || isId(anonymousId)
  const isShaped = isText(event) && (isId(messageId) || isObject(properties)) && (hasPerson || isObject(context))
  return isShaped && (hasSome(object, TIMES) || !hasSome({ ...object, ...objectOr(properties) }, OTHER_TIMES))
}

function hasSome(object: JsonObject, keys: readonly string[]): boolean {
  return keys.some((key) => !isAbsent(object[key]))
}

function withCamelCase(object: JsonObject): JsonObject {
  let event = object
  for (const [snake, camel] of SNAKE_KEYS) {
    if (!isAbsent(object[snake]) && isAbsent(object[camel])) event = { ...event, [camel]: object[snake] }
  }
  return event
}

function withAddress(event: JsonObject): JsonObject {
  const ip = addressIn(event)
  if (ip === undefined || !isAbsent(objectOr(event.context).ip)) return event
  return { ...event, context: { ...objectOr(event.context), ip } }
}

function isId(value: unknown): boolean {
  return isText(value) || typeof value === 'number'
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

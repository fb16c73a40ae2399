import type { SegmentEvent } from '@segment/actions-core'
import { isFailedEvent } from '../delivery-error'
import type { JsonObject } from '../json'
import { isObject, objectOr } from '../json'
import { addressIn, isText, mergeIntegrations, readEvent, SHARES_TOO_MUCH, sharesTooMuch } from '../segment-event'
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

/** Keys of a wrapper that hold for each event in it that lacks them. */
const SHARED = ['sentAt', 'receivedAt', 'originalTimestamp']

const MAX_DEPTH = 5

/** An event, and the wrappers around it, the outermost first. What these hold is not yet part of the event. */
export interface Wrapped {
  found: Unwrapped
  wrappers: readonly JsonObject[]
}

/** Finds the events in a JSON value: an event, a failed event of an earlier run, or a list or wrapper of them. */
export function findEvents(value: unknown): Wrapped[] {
  return find(value, { depth: 0, wrappers: [] })
}

/** Completes an event with what its wrappers hold. A wrapper may hold thousands of events. */
export function complete({ found, wrappers }: Wrapped): Unwrapped {
  return wrappers.reduceRight<Unwrapped>((each, wrapper) => ('event' in each ? inherit(each, wrapper) : each), found)
}

/** A place in a JSON value. */
interface Place {
  depth: number
  wrappers: readonly JsonObject[]
}

function find(value: unknown, { depth, wrappers }: Place): Wrapped[] {
  const inside = { depth: depth + 1, wrappers }
  const foundHere = (found: Unwrapped): Wrapped[] => [{ found, wrappers }]
  if (Array.isArray(value) && value.length > 0 && depth < MAX_DEPTH) return value.flatMap((item) => find(item, inside))
  if (typeof value === 'string' && depth > 0 && depth < MAX_DEPTH) return findInText(value, inside)
  if (!isObject(value)) return foundHere({ problem: 'is not a JSON object, as a Segment event is' })
  if (isFailedEvent(value)) return foundHere({ event: value.event, mapping: value.mapping })

  const found = isHolder(value.httpPayload) ? undefined : readObject(value)
  if (found !== undefined) return foundHere(found)
  const wrapper = WRAPPERS.find((key) => isHolder(value[key]))
  if (wrapper !== undefined && depth < MAX_DEPTH) {
    const all = find(value[wrapper], { depth: depth + 1, wrappers: [...wrappers, value] })
    return costsTooMuch(value, all) ? foundHere({ problem: SHARES_TOO_MUCH }) : all
  }
  if (isText(value.type)) return foundHere(eventOf(value))
  return foundHere({ problem: isText(value.event) ? NAME_ONLY : NO_EVENT })
}

/** Opt-outs are read for each event. A context is copied for an event with one of its own, or to add an address to it. */
function costsTooMuch(wrapper: JsonObject, all: readonly Wrapped[]): boolean {
  const { context, integrations } = wrapper
  const isCopied = ({ found }: Wrapped) => 'event' in found && Object.keys(objectOr(found.event.context)).length > 0
  const copies = addressIn(wrapper) === undefined ? all.filter(isCopied).length : all.length
  return sharesTooMuch({ context }, copies) || sharesTooMuch({ integrations }, all.length)
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
function findInText(text: string, place: Place): Wrapped[] {
  const { wrappers } = place
  if (hasLoneSurrogate(text)) return [{ found: { problem: LONE_SURROGATE }, wrappers }]
  try {
    return find(readJson(text), place)
  } catch {
    return [{ found: { problem: 'holds a text that is not valid JSON' }, wrappers }]
  }
}

function isHolder(value: unknown): boolean {
  return isText(value) ? /^\s*[[{]/.test(value) : typeof value === 'object' && value !== null
}

/** A wrapper speaks for its events: its opt-outs are theirs. */
function inherit({ event, ...rest }: Extract<Unwrapped, { event: unknown }>, wrapper: JsonObject): Unwrapped {
  const inherited = { ...event } as unknown as JsonObject
  if (isObject(wrapper.context)) {
    const own = objectOr(inherited.context)
    // Events without a context of their own share the context of the wrapper, which may be large.
    inherited.context = Object.keys(own).length === 0 ? wrapper.context : { ...wrapper.context, ...own }
  }
  inherited.integrations = mergeIntegrations(wrapper.integrations, inherited.integrations)
  for (const key of SHARED) inherited[key] ??= wrapper[key]
  const ip = addressIn(wrapper)
  if (ip !== undefined) inherited.context = { ip, ...objectOr(inherited.context) }
  return { ...rest, event: inherited as unknown as SegmentEvent }
}

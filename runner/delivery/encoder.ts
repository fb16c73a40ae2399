import type { Settings } from '../../src/generated-types'
import type { LeftOut } from '../../src/reportWebEvent/left-out'
import type { TikTokEnvelope, TikTokEvent, TikTokRequest } from '../../src/reportWebEvent/types'
import type { BuiltEvent } from './builder'
import { buildAll } from './builder'
import type { DeliveryError } from './error'
import { UNMAPPABLE } from './error'
import type { Route } from './router'
import type { MatchKeys } from './tally'
import { matchKeysOf } from './tally'

/** A payload that a mapping made. */
export interface MappedEvent {
  route: Route
  payload: unknown
  /** Of the text that the event comes from. */
  bytes: number
}

/** An event as it is sent. It takes a fifth of the memory of the payload that it is built from. */
export interface EncodedEvent {
  envelope: TikTokEnvelope
  /** A TikTok event as JSON. */
  json: Buffer
  /** Name of the TikTok event. */
  name: string
  matchKeys: MatchKeys
  /** The memory that it takes until it is settled, with the text that it comes from, in bytes. */
  weight: number
}

/** A mapped event, and the event that it becomes or the reason why it becomes none. */
export interface EncodedPair<Mapped extends MappedEvent> {
  mapped: Mapped
  encoded?: EncodedEvent
  error?: DeliveryError
  /** Values that are left out of the event. */
  leftOut?: readonly LeftOut[]
}

/**
 * Limits of a group. The objects of a group die young, which costs the garbage collector nothing. Objects of a whole
 * request would live long enough to be copied, which took a fifth of the time of a delivery.
 */
const MAX_GROUP_EVENTS = 16
const MAX_GROUP_BYTES = 256 * 1024

/** Builds the events of payloads and writes them as JSON, some at a time. */
export function* encodeInGroups<Mapped extends MappedEvent>(
  events: Iterable<Mapped>,
  settings: Settings
): Generator<EncodedPair<Mapped>[]> {
  let group: Mapped[] = []
  let bytes = 0
  for (const mapped of events) {
    const isOther = group.length > 0 && group[0].route.partnerAction !== mapped.route.partnerAction
    if (isOther || group.length >= MAX_GROUP_EVENTS || bytes >= MAX_GROUP_BYTES) {
      yield encodeGroup(group, settings)
      group = []
      bytes = 0
    }
    group.push(mapped)
    bytes += mapped.bytes
  }
  if (group.length > 0) yield encodeGroup(group, settings)
}

function encodeGroup<Mapped extends MappedEvent>(group: readonly Mapped[], settings: Settings): EncodedPair<Mapped>[] {
  const payloads = group.map(({ payload }) => payload)
  const built = buildAll(group[0].route.partnerAction, payloads, settings, Date.now())
  return group.map((mapped, index) => ({ mapped, ...encode(built[index], mapped) }))
}

function encode(
  { envelope, event, error, leftOut }: BuiltEvent,
  { bytes }: MappedEvent
): Omit<EncodedPair<MappedEvent>, 'mapped'> {
  if (envelope === undefined || event === undefined) return { error }
  try {
    const json = Buffer.from(JSON.stringify(event))
    const weight = bytes + json.length
    return { encoded: { envelope, json, name: event.event, matchKeys: matchKeysOf(event), weight }, leftOut }
  } catch {
    // JavaScript can read objects that are nested more deeply than those it can write.
    return { error: UNMAPPABLE }
  }
}

/** The request for events that share an envelope. Its events are read again only if they are asked for. */
export function requestOf(events: readonly EncodedEvent[]): TikTokRequest {
  return {
    ...events[0].envelope,
    get data() {
      return events.map(({ json }): TikTokEvent => JSON.parse(json.toString()))
    }
  }
}

const COMMA = Buffer.from(',')
const END = Buffer.from(']}')

/** Writes the request for events that share an envelope. */
export function encodeRequest(events: readonly EncodedEvent[]): Buffer<ArrayBuffer> {
  const [{ envelope }] = events
  const begin = JSON.stringify({ ...envelope, data: [] }).slice(0, -END.length)
  const pieces: Buffer[] = [Buffer.from(begin)]
  for (const { json } of events) pieces.push(json, COMMA)
  pieces[pieces.length - 1] = END
  return Buffer.concat(pieces)
}

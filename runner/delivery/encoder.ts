import type { Settings } from '../../src/generated-types'
import type { LeftOut } from '../../src/reportWebEvent/left-out'
import type { TikTokEnvelope, TikTokEvent, TikTokRequest } from '../../src/reportWebEvent/types'
import type { DeliveryError } from '../delivery-error'
import { UNMAPPABLE } from '../delivery-error'
import type { BuiltEvent, MappedEvent } from '../transform/build'
import { buildInGroups } from '../transform/build'
import type { MatchKeys } from './tally'
import { matchKeysOf } from './tally'

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

/** Builds the events of payloads and writes them as JSON, some at a time. */
export function* encodeInGroups<Mapped extends MappedEvent>(
  events: Iterable<Mapped>,
  settings: Settings
): Generator<EncodedPair<Mapped>[]> {
  for (const group of buildInGroups(events, settings, Date.now)) {
    yield group.map(({ mapped, built }) => ({ mapped, ...encode(built, mapped) }))
  }
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

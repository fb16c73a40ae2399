import type { LeftOut } from '../../src/reportWebEvent/left-out'
import type { TikTokEnvelope, TikTokEvent, TikTokRequest } from '../../src/reportWebEvent/types'
import type { DeliveryError } from '../delivery-error'
import { UNMAPPABLE } from '../delivery-error'
import type { UnreadableLine } from '../sources/lines'
import type { InputLine, LineHandler, Transformation, TransformedEvent } from '../transform/lines'
import { transformLines } from '../transform/lines'
import type { Route } from '../transform/match'
import { ReusedMemory } from './reused-memory'
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

/** An event and one of its mappings, and the event that it becomes or the reason why it becomes none. */
export interface EncodedLine<Line> {
  line: Line
  route: Route
  encoded?: EncodedEvent
  error?: DeliveryError
  /** Values that are left out of the event. */
  leftOut?: readonly LeftOut[]
  /** The error by which Segment rejects the event. */
  segmentError?: string
}

/** Transforms the events of lines and writes them as JSON, some at a time. */
export function* encodeLines<Line extends InputLine>(
  lines: Iterable<Line | UnreadableLine>,
  transformation: Transformation,
  handler: LineHandler<Line>
): Generator<EncodedLine<Line>[]> {
  for (const group of transformLines(lines, transformation, handler)) {
    yield group.map(encode)
  }
}

function encode<Line extends InputLine>({ line, route, built }: TransformedEvent<Line>): EncodedLine<Line> {
  const { envelope, event, error, leftOut, segmentError } = built
  if (envelope === undefined || event === undefined) return { line, route, error }
  try {
    const json = Buffer.from(JSON.stringify(event))
    const weight = line.bytes + json.length
    const encoded = { envelope, json, name: event.event, matchKeys: matchKeysOf(event), weight }
    return { line, route, encoded, leftOut, segmentError }
  } catch {
    // JavaScript can read objects that are nested more deeply than those it can write.
    return { line, route, error: UNMAPPABLE }
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

/** Requests of usual events take up less. */
const memory = new ReusedMemory(2 * 1024 * 1024)

/** Writes the request for events that share an envelope. */
export function encodeRequest(events: readonly EncodedEvent[]): Buffer<ArrayBuffer> {
  const [{ envelope }] = events
  const begin = Buffer.from(JSON.stringify({ ...envelope, data: [] }).slice(0, -END.length))
  const bytes = events.reduce(
    (sum, { json }) => sum + json.length + COMMA.length,
    begin.length - COMMA.length + END.length
  )
  const request = bytes > memory.bytes ? Buffer.allocUnsafeSlow(bytes) : memory.take()
  let length = begin.copy(request)
  for (const { json } of events) {
    length += json.copy(request, length)
    length += COMMA.copy(request, length)
  }
  END.copy(request, bytes - END.length)
  return request.subarray(0, bytes)
}

/** Gives up the memory of a request that TikTok has answered: bytes of it that are still on their way decide nothing. */
export function releaseRequest({ buffer }: Buffer<ArrayBuffer>): void {
  memory.release(Buffer.from(buffer))
}

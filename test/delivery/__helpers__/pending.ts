import type { SegmentEvent } from '@segment/actions-core'
import type { EncodedEvent } from '../../../runner/delivery/encoder'
import { encodeLines } from '../../../runner/delivery/encoder'
import { Recorder } from '../../../runner/delivery/recorder'
import type { EventLine } from '../../../runner/sources/lines'
import type { LineHandler } from '../../../runner/transform/lines'
import type { Route } from '../../../runner/transform/match'
import { createRoutes } from '../../../runner/transform/match'
import { MAPPED_PAYLOAD } from '../../__helpers__/observed-destination'

const SETTINGS = { accessToken: 'not-sent', pixelCode: 'PIXEL' }

export const [ROUTE] = createRoutes([
  {
    name: 'Orders',
    subscribe: 'type = "track"',
    partnerAction: 'reportWebEvent',
    mapping: MAPPED_PAYLOAD
  }
])

export const PURCHASE = { event: 'Purchase', timestamp: '2026-11-22T09:00:00Z' }

/** The lines of payloads, in their order, from the first line on. */
export function linesOf(payloads: readonly object[]): EventLine[] {
  return payloads.map((payload, index) => {
    const event = { type: 'track', event: 'Order Completed', payload } as unknown as SegmentEvent
    return { line: index + 1, event, bytes: 100, text: JSON.stringify(event) }
  })
}

/** The recorder of a chunk of `orders.ndjson` that lists its first three lines. */
export const createRecorder = () => {
  const cursor = { line: 1, bytes: 0 } as never
  const chunk = { path: 'orders.ndjson', start: cursor, end: cursor, bytes: new Uint8Array(), tooLong: [] }
  return new Recorder(chunk, 3, false)
}

/** An event as it waits for its batch. */
export interface Waiting {
  encoded: EncodedEvent
  line: EventLine
  route: Route
}

const fail = () => {
  throw new Error('every event is sent')
}
const handler: LineHandler<EventLine> = { unreadable: fail, optedOut: fail, unmatched: fail, mappingMissing: fail }

export function encode(payloads: readonly object[]): Waiting[] {
  const transformation = { routes: [ROUTE], settings: SETTINGS, now: () => Date.parse('2026-11-22T10:00:00Z') }
  return [...encodeLines(linesOf(payloads), transformation, handler)].flat().map(({ encoded, line, route }) => {
    if (encoded === undefined) throw new Error('every event is valid')
    return { encoded, line, route }
  })
}

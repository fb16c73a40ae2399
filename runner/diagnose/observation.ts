import type { SegmentEvent } from '@segment/actions-core'
import type { Payload } from '../../src/reportWebEvent/generated-types'
import type { LeftOut } from '../../src/reportWebEvent/left-out'
import type { TikTokEnvelope, TikTokEvent } from '../../src/reportWebEvent/types'

/** A line of a file. */
export interface Position {
  path: string
  line: number
}

/** One event on its way through one mapping that matches it. */
export interface Observation {
  position: Position
  event: SegmentEvent
  /** Name of the mapping. */
  mapping: string
  /** Absent if the mapping gives no valid payload. */
  payload?: Payload
  /** TikTok's event; absent if none can be built. */
  built?: TikTokEvent
  /** The top of its request. */
  envelope?: TikTokEnvelope
  /** Values that are left out of TikTok's event. */
  leftOut?: readonly LeftOut[]
  /** The error by which Segment rejects the event. */
  segmentError?: string
  /** The reason why it cannot be built. */
  problem?: string
}

/** An observation of an event that is built. */
export interface BuiltObservation extends Observation {
  payload: Payload
  built: TikTokEvent
  /** Unix milliseconds: the time at which the event is sent. */
  now: number
}

export function comparePositions(one: Position, other: Position): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1
  return one.line - other.line
}

import type { SegmentEvent } from '@segment/actions-core'
import { isObject } from './json'

/** An event that was rejected or failed after retries, as it is saved for another run. */
export interface FailedEvent {
  event: SegmentEvent
  /** Name of the mapping it failed with. */
  mapping: string
  error: { class: string; status: number; message: string }
  attempts: number
}

/** A Segment event has a name where a failed event has the event itself. */
export function isFailedEvent(value: object): value is FailedEvent {
  const { event, mapping, error } = value as Partial<FailedEvent>
  return isObject(event) && typeof mapping === 'string' && isObject(error)
}

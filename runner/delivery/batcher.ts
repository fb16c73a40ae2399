import { MAX_EVENTS_PER_REQUEST } from '../../src/reportWebEvent/constants'
import { keyOf } from '../../src/reportWebEvent/event'
import type { LeftOut } from '../../src/reportWebEvent/left-out'
import type { DeliveryError } from '../delivery-error'
import type { Route } from '../transform/match'
import type { EncodedEvent } from './encoder'
import type { Recorder, SentLine } from './recorder'

/** An event of a chunk on its way through a mapping. */
export interface PendingEvent {
  encoded: EncodedEvent
  line: SentLine
  route: Route
  /** Values that were left out of the event. */
  leftOut?: readonly LeftOut[]
  /** The error by which Segment rejects the event. */
  segmentError?: string
  /** Recorder of the chunk that it comes from. */
  recorder: Recorder
  /** The last error, for an event that is tried again. */
  error?: DeliveryError
}

/** Events that go out in one request. */
export interface Batch<Event extends { encoded: EncodedEvent } = PendingEvent> {
  events: Event[]
  weight: number
}

/** The weight at which a batch is full, for events that are much larger than usual. */
const MAX_BATCH_WEIGHT = 8 * 1024 * 1024

/** Fills batches with events that can share a request, from whichever line, chunk and mapping they come. */
export class Batcher<Event extends { encoded: EncodedEvent } = PendingEvent> {
  private readonly open = new Map<string, Batch<Event>>()

  /** @returns the batch that the event has filled */
  add(event: Event): Batch<Event> | undefined {
    const key = keyOf(event.encoded.envelope)
    const batch: Batch<Event> = this.open.get(key) ?? { events: [], weight: 0 }
    batch.events.push(event)
    batch.weight += event.encoded.weight
    const isFull = batch.events.length >= MAX_EVENTS_PER_REQUEST || batch.weight >= MAX_BATCH_WEIGHT
    if (isFull) this.open.delete(key)
    else this.open.set(key, batch)
    return isFull ? batch : undefined
  }

  /** @returns the batches that are not full; they are forgotten here */
  takeAll(): Batch<Event>[] {
    const batches = [...this.open.values()]
    this.open.clear()
    return batches
  }
}

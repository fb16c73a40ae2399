import { eventSourceOf } from '../../src/reportWebEvent/build/source'
import { MAX_EVENTS_PER_REQUEST } from '../../src/reportWebEvent/constants'
import type { LeftOut } from '../../src/reportWebEvent/left-out'
import type { Answer } from '../../src/reportWebEvent/response'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { FailedEvent } from '../sources/failed-event'
import type { Recorder, SentLine } from './recorder'
import type { Route } from './router'

/** Sees the requests that an event goes out in. */
export interface RequestRecorder {
  request(body: TikTokRequest): void
  /** A request that gets no answer is not heard of again. */
  answered(answer: Answer, body: TikTokRequest): void
}

/** An event on its way through a mapping, from wherever it comes. */
export interface MappedEvent {
  line: Pick<SentLine, 'bytes'>
  route: Route
  /** The payload that the mapping made. */
  payload: unknown
  recorder: RequestRecorder
}

/** An event of a chunk on its way through a mapping. */
export interface PendingEvent extends MappedEvent {
  line: SentLine
  /** Values that were left out of the payload. */
  leftOut?: readonly LeftOut[]
  /** Of the chunk it comes from. */
  recorder: Recorder
  /** The last error, for an event that is tried again. */
  error?: FailedEvent['error']
}

/** Events that go out in one request. */
export interface Batch<Event extends MappedEvent = PendingEvent> {
  action: string
  events: Event[]
  weight: number
}

/** The weight at which a batch is full, for events that are much larger than usual. */
const MAX_BATCH_WEIGHT = 8 * 1024 * 1024

/** Memory that a product takes on its way through the destination, in bytes. Its text is much smaller. */
const PRODUCT_BYTES = 1024

/** Fills batches with events that can share a request, from whichever line, chunk and mapping they come. */
export class Batcher<Event extends MappedEvent = PendingEvent> {
  private readonly open = new Map<string, Batch<Event>>()

  /** @returns the batch that the event has filled */
  add(event: Event): Batch<Event> | undefined {
    const key = keyOf(event)
    const batch: Batch<Event> = this.open.get(key) ?? { action: event.route.partnerAction, events: [], weight: 0 }
    batch.events.push(event)
    batch.weight += weightOf(event)
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

/** The memory that an event is estimated to take until it is settled, in bytes. */
export function weightOf({ line, payload }: MappedEvent): number {
  const { contents } = Object(payload)
  return line.bytes + (Array.isArray(contents) ? contents.length * PRODUCT_BYTES : 0)
}

/** TikTok takes one event source and one test event code a request. */
function keyOf({ route, payload }: MappedEvent): string {
  const { test_event_code } = Object(payload)
  return `${route.partnerAction} ${eventSourceOf(Object(payload))} ${test_event_code ?? ''}`
}

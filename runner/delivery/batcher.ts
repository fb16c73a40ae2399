import { MAX_EVENTS_PER_REQUEST } from '../../src/reportWebEvent/constants'
import type { FailedEvent } from '../sources/failed-event'
import type { Recorder, SentLine } from './recorder'
import type { Route } from './router'

/** An event on its way through a mapping. */
export interface PendingEvent {
  line: SentLine
  route: Route
  /** The payload that the mapping made. */
  payload: unknown
  /** Of the chunk it comes from. */
  recorder: Recorder
  /** The last error, for an event that is tried again. */
  error?: FailedEvent['error']
}

/** Events that go out in one request. */
export interface Batch {
  action: string
  events: PendingEvent[]
  weight: number
}

/** The weight at which a batch is full, for events that are much larger than usual. */
const MAX_BATCH_WEIGHT = 8 * 1024 * 1024

/** Memory that a product takes on its way through the destination, in bytes. Its text is much smaller. */
const PRODUCT_BYTES = 1024

/** Fills batches with events that can share a request, from whichever line, chunk and mapping they come. */
export class Batcher {
  private readonly open = new Map<string, Batch>()

  /** @returns the batch that the event has filled */
  add(event: PendingEvent): Batch | undefined {
    const key = keyOf(event)
    const batch = this.open.get(key) ?? { action: event.route.partnerAction, events: [], weight: 0 }
    batch.events.push(event)
    batch.weight += weightOf(event)
    const isFull = batch.events.length >= MAX_EVENTS_PER_REQUEST || batch.weight >= MAX_BATCH_WEIGHT
    if (isFull) this.open.delete(key)
    else this.open.set(key, batch)
    return isFull ? batch : undefined
  }

  /** @returns the batches that are not full; they are forgotten here */
  takeAll(): Batch[] {
    const batches = [...this.open.values()]
    this.open.clear()
    return batches
  }
}

/** The memory that an event is estimated to take until it is settled, in bytes. */
export function weightOf({ line, payload }: PendingEvent): number {
  const { contents } = Object(payload)
  return line.bytes + (Array.isArray(contents) ? contents.length * PRODUCT_BYTES : 0)
}

/** TikTok takes one event source and one test event code a request. */
function keyOf({ route, payload }: PendingEvent): string {
  const { event_source, test_event_code } = Object(payload)
  return `${route.partnerAction} ${event_source === 'crm' ? 'crm' : 'web'} ${test_event_code ?? ''}`
}

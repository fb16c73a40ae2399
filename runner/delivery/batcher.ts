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
  /** Bytes of their lines. */
  bytes: number
}

/** The size at which a batch is full, in bytes of lines, for events that are much larger than usual. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024

/** Fills batches with events that can share a request, from whichever line, chunk and mapping they come. */
export class Batcher {
  private readonly open = new Map<string, Batch>()

  /** @returns the batch that the event has filled */
  add(event: PendingEvent, bytes: number): Batch | undefined {
    const key = keyOf(event)
    const batch = this.open.get(key) ?? { action: event.route.partnerAction, events: [], bytes: 0 }
    batch.events.push(event)
    batch.bytes += bytes
    const isFull = batch.events.length >= MAX_EVENTS_PER_REQUEST || batch.bytes >= MAX_BATCH_BYTES
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

/** TikTok takes one event source and one test event code a request. */
function keyOf({ route, payload }: PendingEvent): string {
  const { event_source, test_event_code } = Object(payload)
  return `${route.partnerAction} ${event_source === 'crm' ? 'crm' : 'web'} ${test_event_code ?? ''}`
}

import type { TrackedEvent, TrackRequest } from './schema'

/** How long the API drops what it has already: 48 hours, in milliseconds. */
const DEDUPLICATION_WINDOW = 48 * 60 * 60 * 1000

/** An event the API took, with what its request said of it. */
export interface ReceivedEvent extends Pick<TrackRequest, 'event_source' | 'event_source_id' | 'test_event_code'> {
  /** Unix milliseconds. */
  received: number
  /** The event, as it came. */
  data: TrackedEvent
}

/** The events the API took, whole, for tests to look at: a million of them take about 1.5 GB of memory. */
export class EventStore {
  readonly accepted: ReceivedEvent[] = []
  readonly duplicates: ReceivedEvent[] = []
  private readonly firstAcceptances = new Map<string, number>()

  /** @param now the clock, in Unix milliseconds */
  constructor(private readonly now: () => number) {}

  /** Takes the events of a request, which are all good. */
  record({ event_source, event_source_id, test_event_code, data: events }: TrackRequest): void {
    const received = this.now()
    for (const data of events as TrackedEvent[]) {
      const list = this.isDuplicate(event_source_id, data, received) ? this.duplicates : this.accepted
      list.push({ event_source, event_source_id, test_event_code, received, data })
    }
  }

  clear(): void {
    this.accepted.length = 0
    this.duplicates.length = 0
    this.firstAcceptances.clear()
  }

  private isDuplicate(sourceId: string, { event, event_id }: TrackedEvent, received: number): boolean {
    if (event_id === undefined) return false

    const key = JSON.stringify([sourceId, event, event_id])
    const firstAcceptance = this.firstAcceptances.get(key) ?? Number.NEGATIVE_INFINITY
    if (received - firstAcceptance < DEDUPLICATION_WINDOW) return true

    this.firstAcceptances.set(key, received)
    return false
  }
}

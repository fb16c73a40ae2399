import { DeduplicationWindow } from './deduplication-window'
import type { Keep } from './recent-list'
import { RecentList } from './recent-list'
import type { TrackedEvent, TrackRequest } from './schema/request'

/** Event names that are counted one by one, so that names without end cannot fill the memory. */
const MAX_NAMES = 1000
const OTHER_NAMES = '(other names)'

/** An event that TikTok received and found valid, with the top of its request. */
export interface ReceivedEvent extends Pick<TrackRequest, 'event_source' | 'event_source_id' | 'test_event_code'> {
  /** Unix milliseconds. */
  received: number
  /** The event, as it was sent. */
  data: TrackedEvent
}

/** Counts the received events, finds the duplicates, and keeps the newest events for tests to look at. */
export class EventStore {
  readonly accepted: RecentList<ReceivedEvent>
  readonly duplicates: RecentList<ReceivedEvent>
  private readonly names = new Map<string, number>()
  private readonly window = new DeduplicationWindow()
  private duplicateCount = 0

  /** @param now the clock, in Unix milliseconds */
  constructor(
    private readonly now: () => number,
    keep: Keep
  ) {
    this.accepted = new RecentList(keep)
    this.duplicates = new RecentList(keep)
  }

  /**
   * Records the events of a request. All are valid.
   * @param size the characters of the request
   */
  record({ event_source, event_source_id, test_event_code, data: events }: TrackRequest, size: number): void {
    const received = this.now()
    const accepted: ReceivedEvent[] = []
    const duplicates: ReceivedEvent[] = []
    for (const data of events as TrackedEvent[]) {
      const list = this.isNew(event_source_id, data, received) ? accepted : duplicates
      list.push({ event_source, event_source_id, test_event_code, received, data })
    }
    for (const { data } of accepted) this.count(data.event)
    this.duplicateCount += duplicates.length

    const share = size / events.length
    this.accepted.add(accepted, share * accepted.length)
    this.duplicates.add(duplicates, share * duplicates.length)
  }

  /** Counts of all events since the last reset, kept or not. */
  get totals(): { accepted: number; duplicates: number; byEvent: Record<string, number> } {
    const accepted = [...this.names.values()].reduce((sum, count) => sum + count, 0)
    return { accepted, duplicates: this.duplicateCount, byEvent: Object.fromEntries(this.names) }
  }

  clear(): void {
    this.accepted.clear()
    this.duplicates.clear()
    this.names.clear()
    this.window.clear()
    this.duplicateCount = 0
  }

  private isNew(sourceId: string, { event, event_id }: TrackedEvent, received: number): boolean {
    return event_id === undefined || this.window.accept(JSON.stringify([sourceId, event, event_id]), received)
  }

  private count(event: string): void {
    const name = this.names.has(event) || this.names.size < MAX_NAMES ? event : OTHER_NAMES
    this.names.set(name, (this.names.get(name) ?? 0) + 1)
  }
}

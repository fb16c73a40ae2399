import type { EventOutcome } from './deliver/report'
import type { NewEvent } from './store/store'

/** Watches events on their way. Requests wait for it: its methods have to return at once. */
export interface EventWatcher {
  /** @param events that the store has, and that are acknowledged now. Some may be repeats, which the store has dropped */
  accepted(events: readonly NewEvent[]): void
  /** Hears of events whose results the store has, if this process delivers. An event is heard of with each attempt. */
  settled(outcomes: readonly EventOutcome[]): void
}

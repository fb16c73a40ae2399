import type { Clock } from './clock'
import { steadyClock } from './clock'

/**
 * A token bucket of one second's events. A batch passes while there are tokens and may take more than there are, so
 * that large batches pass too: the next one then waits until the debt is paid.
 */
export class RateBucket {
  private tokens: number
  private updated: number

  constructor(
    private readonly eventsPerSecond: number,
    private readonly now: Clock = steadyClock
  ) {
    this.tokens = eventsPerSecond
    this.updated = now()
  }

  /** @returns 0 where the events pass, else the seconds to wait */
  take(events: number): number {
    const now = this.now()
    const earned = ((now - this.updated) / 1000) * this.eventsPerSecond
    this.tokens = Math.min(this.eventsPerSecond, this.tokens + earned)
    this.updated = now
    if (this.tokens <= 0) return Math.max(1, Math.ceil(-this.tokens / this.eventsPerSecond))
    this.tokens -= events
    return 0
  }
}

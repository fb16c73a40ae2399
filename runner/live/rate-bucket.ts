import type { Clock } from './clock'
import { steadyClock } from './clock'

/**
 * A token bucket of one second's amount. A batch passes while there are tokens and may take more than there are, so that
 * large batches pass too: the next one then waits until the debt is paid.
 */
export class RateBucket {
  private tokens: number
  private updated: number

  constructor(
    private readonly perSecond: number,
    private readonly now: Clock = steadyClock
  ) {
    this.tokens = perSecond
    this.updated = now()
  }

  /** @returns 0 if there are tokens, else the seconds to wait */
  wait(): number {
    const now = this.now()
    this.tokens = Math.min(this.perSecond, this.tokens + ((now - this.updated) / 1000) * this.perSecond)
    this.updated = now
    return this.tokens > 0 ? 0 : Math.max(1, Math.ceil(-this.tokens / this.perSecond))
  }

  take(amount: number): void {
    this.tokens -= amount
  }
}

export interface RateLimits {
  eventsPerSecond?: number
  /** @defaultValue 4,096 for each of the events a second, if these are limited */
  bytesPerSecond?: number
}

/** Bytes of an event and its share of a request: twice the size of an order with all fields. */
const BYTES_AN_EVENT = 4096

/** The limits of a write key: neither many events nor a few large ones pass unchecked. */
export class RateLimit {
  private readonly events?: RateBucket
  private readonly bytes?: RateBucket

  constructor({ eventsPerSecond, bytesPerSecond = (eventsPerSecond ?? 0) * BYTES_AN_EVENT }: RateLimits, now?: Clock) {
    if (eventsPerSecond !== undefined) this.events = new RateBucket(eventsPerSecond, now)
    if (bytesPerSecond > 0) this.bytes = new RateBucket(bytesPerSecond, now)
  }

  /** @returns 0 if the request passes, else the seconds to wait */
  take({ events, bytes }: { events: number; bytes: number }): number {
    const seconds = Math.max(this.events?.wait() ?? 0, this.bytes?.wait() ?? 0)
    if (seconds > 0) return seconds
    this.events?.take(events)
    this.bytes?.take(bytes)
    return 0
  }
}

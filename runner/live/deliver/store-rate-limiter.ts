import { setTimeout as wait } from 'node:timers/promises'
import type { RequestGate } from '../../delivery/rate-limiter'
import { MAX_PAUSE } from '../../delivery/rate-limiter'
import type { Store } from '../store/store'

/** Milliseconds. A longer wait is a pause: events go back to the store instead of being held meanwhile. */
const MAX_WAIT = 10_000

/** Spaces the requests of all processes on one store. */
export class StoreRateLimiter implements RequestGate {
  /**
   * @param rate requests a second
   * @param firstPause milliseconds to pause after a rate limit; they double with each further one
   */
  constructor(
    private readonly store: Store,
    private readonly rate: number,
    private readonly firstPause: number,
    private readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void> = sleepUnless
  ) {}

  /** Resolves when a request may be sent. @throws an Error during a pause, when the signal aborts, or without a store */
  async acquire(signal: AbortSignal): Promise<void> {
    const delay = await this.store.takeTurn(1000 / this.rate, MAX_WAIT)
    if (delay > MAX_WAIT) throw new Error('The requests are paused.')
    if (delay <= 0) return
    await this.sleep(Math.ceil(delay), signal)
    // A pause may have begun meanwhile.
    if ((await this.store.pausedMs()) > 0) throw new Error('The requests are paused.')
  }

  /** Pauses all requests. A store that fails must not make events fail that TikTok has answered. */
  async backOff(): Promise<void> {
    await this.store.pause(this.firstPause, MAX_PAUSE).catch(() => {})
  }

  /** Notes that TikTok accepts requests again. */
  async reset(): Promise<void> {
    await this.store.resume().catch(() => {})
  }
}

function sleepUnless(milliseconds: number, signal: AbortSignal): Promise<void> {
  return wait(milliseconds, undefined, { signal })
}

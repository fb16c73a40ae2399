import { setTimeout as wait } from 'node:timers/promises'

/** TikTok asks to wait for up to five minutes after a rate limit; in milliseconds. */
const MAX_PAUSE = 5 * 60 * 1000

/** Lets requests pass one after the other, at least so far apart that the rate is never exceeded. */
export class Gate {
  /** When the next request may pass, and when a pause ends, on the clock of `performance.now()`. */
  private next = 0
  private pausedUntil = 0
  private throttles = 0

  /**
   * @param rate requests a second
   * @param firstPause milliseconds to pause after a rate limit; each further one doubles them
   */
  constructor(
    private readonly rate: number,
    private readonly firstPause: number
  ) {}

  /** Resolves when a request may be sent. @throws AbortError when the signal ends a pause */
  async pass(signal: AbortSignal): Promise<void> {
    for (let pause = this.pausedUntil - performance.now(); pause > 0; pause = this.pausedUntil - performance.now()) {
      await wait(pause, undefined, { signal })
    }
    const now = performance.now()
    const turn = Math.max(now, this.next)
    this.next = turn + 1000 / this.rate
    if (turn > now) await wait(turn - now)
  }

  /** Nothing passes for a while: TikTok limits the rate. */
  pause(): void {
    const pause = Math.min(MAX_PAUSE, this.firstPause * 2 ** this.throttles++)
    this.pausedUntil = Math.max(this.pausedUntil, performance.now() + pause)
  }

  /** TikTok takes requests again. */
  resume(): void {
    this.throttles = 0
  }
}

import { setTimeout as wait } from 'node:timers/promises'

/** TikTok asks to wait for up to five minutes after a rate limit; in milliseconds. */
export const MAX_PAUSE = 5 * 60 * 1000

const NANOSECONDS_A_MILLISECOND = 1_000_000

/** What the gates of all threads share: when the next request may pass, when a pause ends, and how many came in a row. */
const [NEXT, PAUSED_UNTIL, THROTTLES, INTERRUPTED] = [0, 1, 2, 3]

/** Lets requests pass one after the other, at least so far apart that the rate is never exceeded. */
export class Gate {
  /** Times are in nanoseconds, on the clock of `process.hrtime`, which all threads have in common. */
  private readonly state: BigInt64Array

  /**
   * @param rate requests a second
   * @param firstPause milliseconds to pause after a rate limit; each further one doubles them
   * @param shared what the gates of several threads have in common
   */
  constructor(
    private readonly rate: number,
    private readonly firstPause: number,
    readonly shared = new SharedArrayBuffer(4 * BigInt64Array.BYTES_PER_ELEMENT)
  ) {
    this.state = new BigInt64Array(shared)
  }

  /** Resolves when a request may be sent. @throws AbortError when the signal ends a pause */
  async pass(signal: AbortSignal): Promise<void> {
    await this.endOfPause(signal)
    const delay = this.takeTurn()
    if (delay > 0) await wait(delay)
  }

  /** Nothing passes for a while: TikTok limits the rate. */
  pause(): void {
    // Requests that were under way together are limited together.
    if (this.untilEndOfPause() > 0) return
    const throttles = Number(Atomics.add(this.state, THROTTLES, 1n))
    const pause = Math.min(MAX_PAUSE, this.firstPause * 2 ** throttles)
    this.raise(PAUSED_UNTIL, process.hrtime.bigint() + toNanoseconds(pause))
  }

  /** TikTok takes requests again. */
  resume(): void {
    Atomics.store(this.state, THROTTLES, 0n)
  }

  /** Tells all threads, also those that start later, that the run is to end. */
  interrupt(): void {
    Atomics.store(this.state, INTERRUPTED, 1n)
  }

  get isInterrupted(): boolean {
    return Atomics.load(this.state, INTERRUPTED) === 1n
  }

  /** Resolves when TikTok's rate limit is waited for. @throws AbortError when the signal ends the waiting */
  private async endOfPause(signal: AbortSignal): Promise<void> {
    for (let pause = this.untilEndOfPause(); pause > 0; pause = this.untilEndOfPause()) {
      await wait(pause, undefined, { signal })
    }
  }

  private untilEndOfPause(): number {
    return toMilliseconds(Atomics.load(this.state, PAUSED_UNTIL) - process.hrtime.bigint())
  }

  /** @returns milliseconds until it is this request's turn */
  private takeTurn(): number {
    const now = process.hrtime.bigint()
    const gap = toNanoseconds(1000 / this.rate)
    for (;;) {
      const next = Atomics.load(this.state, NEXT)
      // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint
      const turn = next > now ? next : now
      if (Atomics.compareExchange(this.state, NEXT, next, turn + gap) === next) return toMilliseconds(turn - now)
    }
  }

  /** Sets a time, unless another thread has set a later one. */
  private raise(index: number, time: bigint): void {
    for (;;) {
      const current = Atomics.load(this.state, index)
      if (current >= time || Atomics.compareExchange(this.state, index, current, time) === current) return
    }
  }
}

function toNanoseconds(milliseconds: number): bigint {
  return BigInt(Math.ceil(milliseconds * NANOSECONDS_A_MILLISECOND))
}

/** Rounded up, as a timer may not fire too early. */
function toMilliseconds(nanoseconds: bigint): number {
  return Math.ceil(Number(nanoseconds) / NANOSECONDS_A_MILLISECOND)
}

import { setTimeout as wait } from 'node:timers/promises'

/** The longest wait after a rate limit, in milliseconds: TikTok asks to wait for up to five minutes. */
export const MAX_PAUSE = 5 * 60 * 1000

const NANOSECONDS_A_MILLISECOND = 1_000_000

/** Indexes of the shared state: time of the next request, end of the pause, rate limits in a row. */
const [NEXT, PAUSED_UNTIL, THROTTLES] = [0, 1, 2]

/** Decides when a request may be sent. Only `acquire` may reject. */
export interface RequestGate {
  acquire(signal: AbortSignal): Promise<void>
  backOff(): void | Promise<void>
  reset(): void | Promise<void>
}

/** Spaces requests so that the rate is never exceeded, by all threads together. */
export class RateLimiter implements RequestGate {
  /** Times are in nanoseconds, on the clock of `process.hrtime`, which all threads share. */
  private readonly state: BigInt64Array

  /**
   * @param rate requests a second
   * @param firstPause milliseconds to pause after a rate limit; they double with each further one
   * @param shared the state that the rate limiters of several threads share
   */
  constructor(
    private readonly rate: number,
    private readonly firstPause: number,
    readonly shared = new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT)
  ) {
    this.state = new BigInt64Array(shared)
  }

  /** Resolves when a request may be sent. @throws AbortError when the signal ends a pause */
  async acquire(signal: AbortSignal): Promise<void> {
    for (let pause = this.pauseLeft; pause > 0; pause = this.pauseLeft) await wait(pause, undefined, { signal })
    const delay = this.takeTurn()
    if (delay > 0) await wait(delay)
  }

  /** Pauses all requests: TikTok limits the rate. */
  backOff(): void {
    // Requests in flight together are limited together.
    if (this.pauseLeft > 0) return
    const throttles = Number(Atomics.add(this.state, THROTTLES, 1n))
    const pause = Math.min(MAX_PAUSE, this.firstPause * 2 ** throttles)
    const end = process.hrtime.bigint() + toNanoseconds(pause)
    for (;;) {
      const known = Atomics.load(this.state, PAUSED_UNTIL)
      // Another thread may set a later end.
      if (known >= end || Atomics.compareExchange(this.state, PAUSED_UNTIL, known, end) === known) return
    }
  }

  /** Milliseconds until the pause is over; 0 or less if there is none. */
  get pauseLeft(): number {
    return toMilliseconds(Atomics.load(this.state, PAUSED_UNTIL) - process.hrtime.bigint())
  }

  /** Notes that TikTok accepts requests again: the next pause is a first one. */
  reset(): void {
    Atomics.store(this.state, THROTTLES, 0n)
  }

  /** @returns milliseconds until it is this request's turn */
  private takeTurn(): number {
    const now = process.hrtime.bigint()
    const gap = toNanoseconds(1000 / this.rate)
    for (;;) {
      const next = Atomics.load(this.state, NEXT)
      // biome-ignore lint/complexity/useMathMinMax: Math.max does not accept a bigint
      const turn = next > now ? next : now
      if (Atomics.compareExchange(this.state, NEXT, next, turn + gap) === next) return toMilliseconds(turn - now)
    }
  }
}

function toNanoseconds(milliseconds: number): bigint {
  return BigInt(Math.ceil(milliseconds * NANOSECONDS_A_MILLISECOND))
}

/** Rounds up, as a timer must not fire too early. */
function toMilliseconds(nanoseconds: bigint): number {
  return Math.ceil(Number(nanoseconds) / NANOSECONDS_A_MILLISECOND)
}

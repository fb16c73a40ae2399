import { MAX_PAUSE, RateLimiter } from '../../runner/delivery/rate-limiter'

/** A clock that the waits of the rate limiter move: each ends at its time, in their order. */
const clock = {
  now: 0,
  timers: [] as { at: number; end: () => void }[],
  async runOut(): Promise<void> {
    for (;;) {
      await new Promise(setImmediate)
      const next = clock.timers.sort((a, b) => a.at - b.at).shift()
      if (next === undefined) return
      clock.now = Math.max(clock.now, next.at)
      next.end()
    }
  }
}

jest.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number, _value: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise<void>((resolve, reject) => {
      clock.timers.push({ at: clock.now + milliseconds, end: resolve })
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
}))

beforeEach(() => {
  clock.now = 0
  clock.timers = []
  jest.spyOn(process.hrtime, 'bigint').mockImplementation(() => BigInt(Math.round(clock.now * 1e6)))
})
afterEach(() => jest.restoreAllMocks())

const FIRST_PAUSE = 1000
const { signal } = new AbortController()

/** The milliseconds at which requests may be sent that ask for it now. */
async function turnsOf(limiters: readonly RateLimiter[]): Promise<number[]> {
  const turns: number[] = []
  const all = limiters.map((limiter) => limiter.acquire(signal).then(() => turns.push(clock.now)))
  await clock.runOut()
  await Promise.all(all)
  return turns
}

it('spaces requests by the rate, and the first goes out at once', async () => {
  const limiter = new RateLimiter(20, FIRST_PAUSE)
  expect(await turnsOf(Array(4).fill(limiter))).toEqual([0, 50, 100, 150])
})

it('saves no turns up: after a break, requests keep their distance', async () => {
  const limiter = new RateLimiter(20, FIRST_PAUSE)
  await turnsOf([limiter])
  clock.now = 10_000
  expect(await turnsOf(Array(3).fill(limiter))).toEqual([10_000, 10_050, 10_100])
})

it('spaces the requests of all threads together', async () => {
  const one = new RateLimiter(20, FIRST_PAUSE)
  const other = new RateLimiter(20, FIRST_PAUSE, one.shared)
  expect(await turnsOf([one, other, one, other])).toEqual([0, 50, 100, 150])
})

it('pauses all threads after a rate limit', async () => {
  const one = new RateLimiter(20, FIRST_PAUSE)
  const other = new RateLimiter(20, FIRST_PAUSE, one.shared)
  one.backOff()
  expect(other.pauseLeft).toBe(FIRST_PAUSE)
  expect(await turnsOf([one, other])).toEqual([FIRST_PAUSE, FIRST_PAUSE + 50])
})

it('doubles the pause with each rate limit in a row, up to five minutes', () => {
  const limiter = new RateLimiter(20, FIRST_PAUSE)
  const pauses = Array.from({ length: 11 }, () => {
    limiter.backOff()
    const { pauseLeft } = limiter
    clock.now += pauseLeft
    return pauseLeft
  })
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000))
  expect(MAX_PAUSE).toBe(300_000)
})

it('counts rate limits of requests that were in flight together once', () => {
  const limiter = new RateLimiter(20, FIRST_PAUSE)
  limiter.backOff()
  limiter.backOff()
  expect(limiter.pauseLeft).toBe(FIRST_PAUSE)
  clock.now += FIRST_PAUSE
  limiter.backOff()
  expect(limiter.pauseLeft).toBe(2 * FIRST_PAUSE)
})

it('begins with the first pause again once TikTok accepts requests', () => {
  const limiter = new RateLimiter(20, FIRST_PAUSE)
  limiter.backOff()
  clock.now += FIRST_PAUSE
  limiter.reset()
  limiter.backOff()
  expect(limiter.pauseLeft).toBe(FIRST_PAUSE)
})

it('ends the wait for a pause when its signal aborts', async () => {
  const limiter = new RateLimiter(20, FIRST_PAUSE)
  const controller = new AbortController()
  limiter.backOff()
  const refused = expect(limiter.acquire(controller.signal)).rejects.toThrow('aborted')
  controller.abort()
  await clock.runOut()
  await refused
})

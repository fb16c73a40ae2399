import { StoreRateLimiter } from '../../runner/live/deliver/store-rate-limiter'
import type { Store } from '../../runner/live/store/store'
import type { Engine } from './__helpers__/stores'
import { describeEngines } from './__helpers__/stores'

const MINUTE = 60_000

describeEngines((createEngine) => {
  let engine: Engine
  let stores: Store[]
  const now = Date.now()
  const { signal } = new AbortController()

  beforeEach(async () => {
    engine = createEngine()
    stores = [await engine.open(() => now), await engine.open(() => now), await engine.open(() => now)]
  })
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await engine.remove()
  })

  it('sends nothing of what waits for its turn when a pause begins, in any process', async () => {
    let wake = () => {}
    const awake = new Promise<void>((resolve) => {
      wake = resolve
    })
    const sleeps: number[] = []
    const sleep = (milliseconds: number) => {
      sleeps.push(milliseconds)
      return awake
    }
    const [first, ...others] = stores.map((store) => new StoreRateLimiter(store, 10, MINUTE, sleep))
    await first.acquire(signal)
    const refused = [...others, first].map((limiter) => expect(limiter.acquire(signal)).rejects.toThrow('paused'))
    while (sleeps.length < 3) await new Promise(setImmediate)
    await first.backOff()
    wake()
    await Promise.all(refused)
    expect(sleeps.sort()).toEqual([100, 200, 300])
  })

  it('waits for a turn no longer than ten seconds', async () => {
    const limiter = new StoreRateLimiter(stores[0], 0.05, MINUTE)
    await limiter.acquire(signal)
    await expect(limiter.acquire(signal)).rejects.toThrow('paused')
  })
})

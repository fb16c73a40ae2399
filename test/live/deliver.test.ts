import type { JSONObject } from '@segment/actions-core'
import { sandboxEndpoint } from '../../runner/delivery/endpoint'
import type { DelivererOptions } from '../../runner/live/deliver/deliverer'
import { LiveDeliverer } from '../../runner/live/deliver/deliverer'
import type { ClaimReport } from '../../runner/live/deliver/report'
import type { Store } from '../../runner/live/store/store'
import { presetMappings } from '../../runner/mappings/presets'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { CLOSED_PORT } from '../../soak/ports'
import { ordersOf } from '../__helpers__/command'
import { SlowTikTok } from '../__helpers__/slow-tiktok'
import type { Engine } from './__helpers__/stores'
import { describeEngines, sqliteEngine } from './__helpers__/stores'

const RATE_LIMIT = 40100
const BAD_TOKEN = 40105
const INVALID = 40002

const [order] = presetMappings().filter(({ name }) => name === 'Place an Order')
const asTest = {
  ...order,
  name: 'Test Order',
  mapping: { ...order.mapping, event: 'Subscribe', test_event_code: 'TEST1' }
}

/** Everything that a deliverer tells, and a way to wait for it. */
class Listener {
  readonly reports: ClaimReport[] = []
  readonly problems: (string | undefined)[] = []
  private readonly waiting: { holds: () => boolean; resolve: () => void }[] = []

  claimed(report: ClaimReport): void {
    this.reports.push(report)
    this.check()
  }

  stopped(problem?: string): void {
    this.problems.push(problem)
    this.check()
  }

  storeFailed(code: string): void {
    throw new Error(code)
  }

  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ holds, resolve })
      this.check()
    })
  }

  private check(): void {
    for (const { holds, resolve } of this.waiting) if (holds()) resolve()
  }
}

function toRows(events: readonly object[], prefix: string) {
  return events.map((event, index) => ({
    source: 'shop',
    messageId: `${prefix}${index}`,
    event: JSON.stringify(event)
  }))
}

describeEngines((createEngine) => {
  let engine: Engine
  let store: Store
  let sandbox: Sandbox
  let listener: Listener
  let deliverer: LiveDeliverer | undefined

  beforeEach(async () => {
    engine = createEngine()
    store = await engine.open()
    sandbox = await startSandbox({ keep: 'all' })
    listener = new Listener()
  })
  afterEach(async () => {
    await deliverer?.stop()
    deliverer = undefined
    await store.close()
    await sandbox.close()
    await engine.remove()
  })

  function start(delivery: Partial<DelivererOptions['delivery']> = {}, options: Partial<DelivererOptions> = {}): void {
    const limits = { rate: 1000, maxAttempts: 3, retryDelay: 1, timeout: 600_000 }
    const endpoint = sandboxEndpoint(sandbox)
    const config = { ...limits, endpoint, mappings: [order], keepsRequests: false, ...delivery }
    deliverer = new LiveDeliverer({ store, delivery: config, listener, concurrency: 1, idleMs: 1, ...options })
  }

  async function append(events: readonly object[], prefix = 'm', to = store): Promise<void> {
    await to.append({ events: toRows(events, prefix) })
  }

  const sum = (count: (report: ClaimReport) => number) => listener.reports.reduce((all, each) => all + count(each), 0)
  const delivered = () => sum((report) => Object.values(report.delivered).reduce((all, each) => all + each, 0))
  const accepted = () => sandbox.accepted.map(({ data }) => data.event_id)

  it('delivers what matches a mapping, and is done with the rest', async () => {
    const [first, second, third] = ordersOf(3)
    await append([first, { ...second, event: 'Unknown' }, { ...third, integrations: { All: false } }])
    start()
    await listener.until(() => sum(({ events }) => events) === 3)
    expect(accepted()).toEqual(['m0'])
    expect(sum(({ skipped }) => skipped.unmatched ?? 0)).toBe(1)
    expect(sum(({ skipped }) => skipped.opted_out ?? 0)).toBe(1)
    expect(listener.reports[0].unmatched).toEqual({ Unknown: 1 })
    expect(await store.counts()).toMatchObject({ backlog: 0, dead: 0 })
  })

  it('tells how long the oldest event of a claim has waited', async () => {
    const began = Date.now()
    const early = await engine.open(() => began - 5000)
    const [order] = ordersOf(1)
    await early.append({ events: [{ source: 'shop', messageId: 'early', event: JSON.stringify(order) }] })
    await early.close()
    await append([{ ...order, messageId: 'm0' }])
    start()
    await listener.until(() => delivered() === 2)
    const [{ lag }] = listener.reports
    expect(lag).toBeGreaterThanOrEqual(5000)
    expect(lag).toBeLessThan(Date.now() - began + 6000)
  })

  it.each<[string, JSONObject]>([
    ['has no event id', {}],
    ['finds no event id', { event_id: { '@path': '$.properties.missing' } }],
    ['finds a blank event id', { event_id: ' ' }]
  ])('sends the message id for a mapping that %s', async (_, fields) => {
    const { event_id: _id, ...mapping } = order.mapping
    await append(ordersOf(1))
    start({ mappings: [{ ...order, mapping: { ...mapping, ...fields } }] })
    await listener.until(() => delivered() === 1)
    expect(accepted()).toEqual(['m0'])
  })

  it('reports when its store fails, and when it works again', async () => {
    const calls: string[] = []
    let isBroken = true
    const claim = async (...limits: Parameters<Store['claim']>) => {
      if (isBroken) throw Object.assign(new Error(), { code: 'OLD_SCHEMA' })
      return store.claim(...limits)
    }
    const broken = new Proxy(store, {
      get: (target, name) => {
        const value = Reflect.get(target, name)
        return name === 'claim' ? claim : typeof value === 'function' ? value.bind(target) : value
      }
    })
    const recovered = new Promise<void>((resolve) => {
      start(
        {},
        {
          store: broken,
          listener: {
            claimed: () => {},
            stopped: () => {},
            storeFailed: (code) => {
              calls.push(code)
              isBroken = false
            },
            storeRecovered: () => {
              calls.push('recovered')
              resolve()
            }
          }
        }
      )
    })
    await recovered
    expect(calls).toEqual(['OLD_SCHEMA', 'recovered'])
  })

  it('keeps events that no mapping matches as dead letters if asked, and counts them once', async () => {
    const [first, second] = ordersOf(2)
    await append([
      { ...first, event: 'Unknown' },
      { ...second, integrations: { All: false } }
    ])
    start({}, { keepsUnmatched: true })
    await listener.until(() => sum(({ events }) => events) === 2)
    expect(listener.reports[0]).toMatchObject({ dead: {}, skipped: { unmatched: 1, opted_out: 1 } })
    const [letter, ...others] = await store.dead.list({ unmatched: true })
    expect(letter).toMatchObject({ error: { message: 'No mapping matches the event.' }, attempts: 1 })
    expect(others).toEqual([])
  })

  it('ends the back-off of what failed in an outage with the first success after it', async () => {
    const hasten = jest.spyOn(store.waiting, 'hasten')
    await append(ordersOf(1))
    start({ retryDelay: 1, maxAttempts: 10 })
    await listener.until(() => delivered() === 1)
    sandbox.stub({ status: 503 })
    const [order] = ordersOf(1)
    const later = (messageId: string) => ({ source: 'shop', messageId, event: JSON.stringify({ ...order, messageId }) })
    await store.append({ events: [later('failed')] })
    await listener.until(() => delivered() === 2)
    await store.append({ events: [later('next')] })
    await listener.until(() => delivered() === 3)
    await deliverer?.stop()
    // Once for an outage that may have been before the start, and once for the one that was.
    expect(hasten.mock.calls).toEqual(Array(2).fill([{ withinMs: 60_000, destination: 'default' }]))
  })

  it('reports in words why a request gets no answer', async () => {
    await append(ordersOf(1))
    start({ endpoint: sandboxEndpoint({ port: CLOSED_PORT }) })
    await listener.until(() => listener.reports.length > 0)
    expect(listener.reports[0].unreachable).toBe('127.0.0.1:1 cannot be reached: the connection was refused')
  })

  it('sends the events of a claim in one request', async () => {
    await append(ordersOf(1000))
    start()
    await listener.until(() => delivered() === 1000)
    expect(sandbox.requests).toHaveLength(1)
  })

  it('tries again for the mapping that failed, not for the one that went through', async () => {
    await append(ordersOf(1))
    sandbox.stub({ code: 0 })
    sandbox.stub({ status: 503 })
    start({ mappings: [order, asTest] })
    await listener.until(() => delivered() === 2)
    expect(listener.reports.map((report) => report.delivered)).toEqual([{ 'Place an Order': 1 }, { 'Test Order': 1 }])
    expect(sandbox.requests).toHaveLength(3)
    expect(sandbox.duplicates).toEqual([])
  })

  it('pauses for a rate limit without counting an attempt', async () => {
    await append(ordersOf(2))
    sandbox.stub({ code: RATE_LIMIT, times: 3 })
    start({ maxAttempts: 1 })
    await listener.until(() => delivered() === 2)
    expect(sum(({ isThrottled }) => Number(isThrottled))).toBe(3)
    expect(await store.counts()).toMatchObject({ backlog: 0, dead: 0 })
  })

  it('hands its events back and ends at once during a pause', async () => {
    await append(ordersOf(1))
    sandbox.stub({ code: RATE_LIMIT })
    start({ retryDelay: 60_000 })
    await listener.until(() => listener.reports.length === 1)
    await deliverer?.stop()
    const { pausedMs, leased } = await store.counts()
    expect(pausedMs).toBeGreaterThan(30_000)
    expect(leased).toBe(0)
    expect((await store.claim(1, 1000)).events).toMatchObject([{ attempts: 1 }])
  })

  it('sends nothing during a pause that another deliverer began, and one request after it', async () => {
    await append(ordersOf(1))
    sandbox.stub({ code: RATE_LIMIT, times: 5 })
    const minute = 60_000
    let now = Date.now()
    const looks: [passed: number, requests: number, pausedMs: number][] = [
      [0, 1, minute],
      [0, 1, minute],
      [minute - 20_000, 1, 20_000],
      [20_000, 2, 2 * minute],
      [0, 2, 2 * minute]
    ]
    for (const [passed, requests, pausedMs] of looks) {
      now += passed
      const before = listener.reports.length
      const another = await engine.open(() => now)
      start({ retryDelay: minute, maxAttempts: 1 }, { store: another })
      await listener.until(() => listener.reports.length > before)
      await deliverer?.stop()
      expect(sandbox.requests).toHaveLength(requests)
      expect(Math.round(await another.pausedMs())).toBe(pausedMs)
      await another.close()
    }
  })

  it('claims nothing while TikTok rejects the credentials, and goes on once it takes them', async () => {
    await append(ordersOf(1))
    sandbox.stub({ code: BAD_TOKEN, times: 3 })
    start({ maxAttempts: 1 }, { recheckMs: 1, concurrency: 2 })
    await listener.until(() => delivered() === 1)
    expect(listener.problems).toEqual([expect.stringContaining('40105'), undefined])
    expect(listener.reports).toHaveLength(2)
    expect(sandbox.requests).toHaveLength(5)
  })

  it('keeps what was rejected or failed after retries with its reason, to be sent again', async () => {
    await append(ordersOf(1))
    sandbox.stub({ code: INVALID, times: 2 })
    start()
    await listener.until(() => sum(({ dead }) => dead.PayloadValidationError ?? 0) === 1)
    expect(await store.dead.list()).toMatchObject([
      {
        mapping: 'Place an Order',
        source: 'shop',
        attempts: 1,
        error: { class: 'PayloadValidationError', status: 400 }
      }
    ])
    await store.dead.send([1])
    await listener.until(() => sum(({ dead }) => dead.PayloadValidationError ?? 0) === 2)

    sandbox.stub({ status: 503, times: 3 })
    await store.append({ events: [{ source: 'shop', messageId: 'n', event: JSON.stringify(ordersOf(1)[0]) }] })
    await listener.until(() => sum(({ dead }) => dead.RetryableError ?? 0) === 1)
    const [, givenUp] = await store.dead.list()
    expect(givenUp).toMatchObject({ attempts: 3, error: { class: 'RetryableError' } })
    await store.dead.send([givenUp.id])
    await listener.until(() => delivered() === 1)
    expect(accepted()).toEqual(['m0'])
  })

  it('rejects an event that is left for a mapping that is gone', async () => {
    const error = { class: 'RetryableError', status: 503, message: '' }
    await append(ordersOf(1))
    const claim = await store.claim(1, 1000)
    await store.settle(claim, { dead: [{ id: claim.events[0].id, mapping: 'Gone', error, attempts: 1 }] })
    await store.dead.send([1])
    start()
    await listener.until(() => listener.reports.length === 1)
    expect(await store.dead.list()).toMatchObject([
      { mapping: 'Gone', error: { message: 'its mapping is not among those of this run' } }
    ])
  })

  /** Claims events as processes that die do, and returns when the last lease has passed. */
  async function abandon(times: number, clock: { now: number }): Promise<void> {
    const dying = await engine.open(() => clock.now)
    for (let time = 0; time < times; time++) {
      await dying.claim(1000, 60_000)
      clock.now += 60_000
    }
    await dying.close()
  }

  it('sends an event alone whose last three attempts never ended', async () => {
    const clock = { now: Date.now() - 180_000 }
    const early = await engine.open(() => clock.now)
    await append(ordersOf(2), 'm', early)
    await early.close()
    await abandon(3, clock)
    await append(ordersOf(1), 'late')
    start({ maxAttempts: 10 }, { concurrency: 3 })
    await listener.until(() => delivered() === 3)
    expect(listener.reports.map(({ events }) => events)).toEqual([1, 1, 1])
  })

  it('keeps an event as a dead letter, with a reason of its own, after six attempts that never ended', async () => {
    const clock = { now: Date.now() - 360_000 }
    const early = await engine.open(() => clock.now)
    await append(ordersOf(1), 'm', early)
    await early.close()
    await abandon(6, clock)
    start()
    await listener.until(() => listener.reports.length === 1)
    expect(listener.reports[0]).toMatchObject({ events: 1, delivered: {}, dead: { NeverEndedError: 1 }, requests: 0 })
    expect(await store.dead.list()).toMatchObject([
      {
        attempts: 7,
        mapping: undefined,
        error: { class: 'NeverEndedError', message: expect.stringContaining('never ended') }
      }
    ])
    await store.dead.send([1])
    await listener.until(() => delivered() === 1)
  })

  it('keeps an event as a dead letter whose attempts are used up by some that never ended', async () => {
    const clock = { now: Date.now() - 60_000 }
    const early = await engine.open(() => clock.now)
    await append(ordersOf(1), 'm', early)
    await early.close()
    await abandon(1, clock)
    start({ maxAttempts: 1 })
    await listener.until(() => listener.reports.length === 1)
    expect(await store.dead.list()).toMatchObject([{ error: { class: 'NeverEndedError' } }])
  })

  it('sends nothing more of a claim whose lease has passed to another, as after it was stopped', async () => {
    const tiktok = await SlowTikTok.start()
    let now = Date.now()
    const moved = await engine.open(() => now)
    await append(ordersOf(1), 'm', moved)
    start({ mappings: [order, asTest], endpoint: sandboxEndpoint(tiktok) }, { store: moved })
    await tiktok.arrival(1)
    now += 60_000
    const other = await moved.claim(1, 60_000)
    expect(other.events).toHaveLength(1)
    const realNow = Date.now
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 60_000)
    tiktok.release()
    await listener.until(() => listener.reports.length === 1)
    jest.restoreAllMocks()
    expect(tiktok.requests).toHaveLength(1)
    expect(await moved.renew(other, 60_000)).toBe(1)
    await deliverer?.stop()
    deliverer = undefined
    // The late attempt has ended; that of the other has not.
    now += 60_000
    expect((await moved.claim(1, 60_000)).events).toMatchObject([{ attempts: 3, unfinished: 1 }])
    await moved.close()
    await tiktok.close()
  })

  it('goes on with a lease that is late but still its own', async () => {
    await append(ordersOf(1))
    const began = Date.now()
    let looks = 0
    jest.spyOn(Date, 'now').mockImplementation(() => began + 60_000 * looks++)
    start({ mappings: [order, asTest] })
    await listener.until(() => delivered() === 2)
    jest.restoreAllMocks()
  })
})

describe('while the events of a claim are built', () => {
  it('serves timers, such as that of the lease', async () => {
    const engine = sqliteEngine()
    const store = await engine.open()
    await store.append({ events: toRows(ordersOf(200), 'm') })
    const sandbox = await startSandbox({ keep: 'all' })
    const listener = new Listener()
    let turns = 0
    const count = () => {
      turns++
      if (listener.reports.length === 0) setImmediate(count)
    }
    const limits = { rate: 1000, maxAttempts: 3, retryDelay: 1, timeout: 600_000 }
    const delivery = { ...limits, endpoint: sandboxEndpoint(sandbox), mappings: [order], keepsRequests: false }
    const turnsAtRequest = new Promise<number>((resolve) => {
      jest.spyOn(store, 'takeTurn').mockImplementationOnce(async () => {
        resolve(turns)
        return 0
      })
    })
    count()
    const deliverer = new LiveDeliverer({ store, delivery, listener, concurrency: 1, idleMs: 1 })
    expect(await turnsAtRequest).toBeGreaterThanOrEqual(200 / 16)
    await deliverer.stop()
    await store.close()
    await sandbox.close()
    await engine.remove()
  })
})

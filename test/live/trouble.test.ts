import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { sandboxEndpoint } from '../../runner/delivery/endpoint'
import { LiveDeliverer } from '../../runner/live/deliver/deliverer'
import { openStore } from '../../runner/live/store/open'
import type { Store, StoreCounts } from '../../runner/live/store/store'
import { presetMappings } from '../../runner/mappings/presets'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { ServeProcess } from '../../soak/serve'
import { temporaryFile } from '../../soak/stores'
import { ordersOf } from '../__helpers__/command'
import { SlowTikTok } from '../__helpers__/slow-tiktok'
import { basic } from './__helpers__/intake'
import type { Engine } from './__helpers__/stores'
import { describeEngines, sqliteEngine } from './__helpers__/stores'

const MINUTE = 60 * 1000
const HOUR = 60 * MINUTE

let sandbox: Sandbox
let arrivals: number[]

beforeEach(async () => {
  arrivals = []
  sandbox = await startSandbox({ keep: 'all', onRequest: () => arrivals.push(performance.now()) })
})
afterEach(async () => {
  jest.restoreAllMocks()
  await sandbox.close()
})

/** A deliverer that notes errors of its store. */
function startDeliverer(
  store: Store,
  { rate = 1000, port = sandbox.port } = {}
): { deliverer: LiveDeliverer; failures: string[] } {
  const failures: string[] = []
  const limits = { rate, maxAttempts: 3, retryDelay: 1, timeout: 600_000 }
  const delivery = { ...limits, endpoint: sandboxEndpoint({ port }), mappings: presetMappings(), keepsRequests: false }
  const listener = { claimed: () => {}, stopped: () => {}, storeFailed: (code: string) => void failures.push(code) }
  return { deliverer: new LiveDeliverer({ store, delivery, listener, concurrency: 4, idleMs: 1 }), failures }
}

function append(store: Store, events: readonly object[], prefix = 'm'): Promise<unknown> {
  const toRow = (event: object, index: number) => {
    const messageId = `${prefix}${index}`
    return { source: 'shop', messageId, event: JSON.stringify({ ...event, messageId }) }
  }
  return store.append({ events: events.map(toRow) })
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(5)
}

const hasNoneToClaim = ({ backlog, leased }: StoreCounts) => backlog === leased

const acceptedIds = () => sandbox.accepted.map(({ data }) => data.event_id)

describeEngines((createEngine) => {
  let engine: Engine
  let store: Store
  let now: number | undefined

  beforeEach(async () => {
    engine = createEngine()
    now = undefined
    store = await engine.open()
  })
  afterEach(async () => {
    await store.close()
    await engine.remove()
  })

  it('keeps two deliverers below a rate of 5 requests a second together', async () => {
    const other = await engine.open()
    const began = performance.now()
    const deliverers = [store, other].map((opened) => startDeliverer(opened, { rate: 5 }))
    for (let number = 0; number < 18; number++) {
      await append(store, ordersOf(1), `${number}-`)
      await until(async () => hasNoneToClaim(await store.counts()))
    }
    await until(() => arrivals.length === 18)
    for (const { deliverer } of deliverers) await deliverer.stop()
    await other.close()
    // The n-th request comes no earlier than its turn.
    const early = arrivals.filter((time, index) => time - began < index * 200)
    expect(early).toEqual([])
  })

  it.each([
    ['back', -2 * HOUR],
    ['ahead', 2 * HOUR]
  ])('delivers each event once when the clock is set %s meanwhile', async (_, jump) => {
    const moved = await engine.open(() => now as number)
    now = Date.now()
    await append(moved, ordersOf(5), 'a')
    sandbox.stub({ delay: 50 })
    const { deliverer } = startDeliverer(moved)
    await until(async () => (await moved.counts()).leased === 5)
    now += jump
    await append(moved, ordersOf(5), 'b')
    await until(async () => (await moved.counts()).backlog === 0)
    await deliverer.stop()
    await moved.close()
    const ids = [...'ab'].flatMap((prefix) => [0, 1, 2, 3, 4].map((index) => `${prefix}${index}`))
    expect(acceptedIds().sort()).toEqual(ids)
  })

  it('does not claim its own events again after a time without time', async () => {
    const tiktok = await SlowTikTok.start()
    const { now } = performance
    let late = 0
    let claims = 0
    const clock = await engine.open(() => Date.now() + late)
    const watched = new Proxy(clock, {
      get: (target, name) => {
        if (name === 'claim') claims++
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      }
    })
    await append(clock, ordersOf(1))
    const { deliverer } = startDeliverer(watched, { port: tiktok.port })
    await tiktok.arrival(1)
    // All timers are late by two leases.
    jest.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + late)
    late = 2 * MINUTE
    const before = claims
    await until(() => claims > before + 8)
    tiktok.release()
    await until(async () => (await clock.counts()).backlog === 0)
    await deliverer.stop()
    await clock.close()
    await tiktok.close()
    expect(tiktok.requests).toHaveLength(1)
  })
})

describe('a store that goes away', () => {
  let engine: Engine
  let store: Store
  let isAway: boolean
  let flaky: Store

  beforeEach(async () => {
    engine = sqliteEngine()
    store = await engine.open()
    isAway = false
    const fail = () => Promise.reject(Object.assign(new Error('a@example.com'), { code: 'ECONNREFUSED' }))
    flaky = new Proxy(store, {
      get: (target, name) => {
        const value = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return isAway ? fail : value.bind(target)
      }
    })
    await append(store, ordersOf(3))
  })
  afterEach(async () => {
    await store.close()
    await engine.remove()
  })

  it('is asked again, after pauses that grow, until it is back', async () => {
    isAway = true
    const began = performance.now()
    const { deliverer, failures } = startDeliverer(flaky)
    await until(() => failures.length >= 4 * 8)
    // 1 + 2 + 4 + … + 64 milliseconds.
    expect(performance.now() - began).toBeGreaterThan(120)
    isAway = false
    await until(async () => (await store.counts()).backlog === 0)
    await deliverer.stop()
    expect(new Set(failures)).toEqual(new Set(['ECONNREFUSED']))
    expect(acceptedIds()).toEqual(['m0', 'm1', 'm2'])
  })

  it('is told the results of a request when it is back, so that nothing is sent again', async () => {
    const tiktok = await SlowTikTok.start()
    const { deliverer, failures } = startDeliverer(flaky, { port: tiktok.port })
    await tiktok.arrival(1)
    isAway = true
    tiktok.release()
    await until(() => failures.length >= 5)
    isAway = false
    await until(async () => (await store.counts()).backlog === 0)
    await deliverer.stop()
    expect(tiktok.requests).toHaveLength(1)
    await tiktok.close()
  })
})

describe('a full disk', () => {
  const hasLimits = spawnSync('prlimit', ['--version']).status === 0
  const withLimits = hasLimits ? it : it.skip
  /** Lets a process write to no file, as a full disk does; or to any. */
  const limit = (pid: number | string, bytes: string) => {
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
  }

  withLimits('refuses events for a while, keeps what was acknowledged, and goes on once there is room', async () => {
    const file = temporaryFile()
    const server = await ServeProcess.start([
      ...['--store', file.location, '--port', '0', '--sandbox-port', String(sandbox.port)]
    ])
    const childPid = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim()
    const track = async (messageId: string) => {
      const body = JSON.stringify({ ...ordersOf(1)[0], messageId })
      const init = { method: 'POST', headers: { authorization: basic('key-1') }, body }
      const { status, headers } = await fetch(`${server.url}/v1/track`, init)
      return [status, headers.get('retry-after')]
    }
    limit(childPid, '0')
    expect(await track('m0')).toEqual([200, null])
    limit(server.pid, '0')
    expect(await track('m1')).toEqual([429, expect.stringMatching(/^[23]$/)])
    expect(await track('m1')).toEqual([429, expect.stringMatching(/^[23]$/)])
    limit(server.pid, 'unlimited')
    expect(await track('m1')).toEqual([200, null])
    await until(() => server.log.some(({ msg }) => /^The store \S+ cannot be used: /.test(msg)))
    await until(() => server.log.some(({ msg }) => msg === 'Events could not be stored.'))
    expect(acceptedIds()).toEqual([])
    expect(server.log).toContainEqual(
      expect.objectContaining({
        msg: 'Events could not be stored.',
        code: expect.stringMatching(/^SQLITE_(FULL|IOERR)/)
      })
    )
    limit(childPid, 'unlimited')
    const store = await openStore(file.location)
    await until(async () => (await store.counts()).backlog === 0)
    expect(acceptedIds()).toEqual(['m0', 'm1'])
    await store.close()
    expect(await server.stop()).toBe(0)
    await file.remove()
  })
})

import { sandboxEndpoint } from '../../runner/delivery/endpoint'
import type { DestinationSettings } from '../../runner/live/deliver/destinations'
import { Destinations } from '../../runner/live/deliver/destinations'
import type { Store } from '../../runner/live/store/store'
import { presetMappings } from '../../runner/mappings/presets'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { ordersOf } from '../__helpers__/command'
import type { Engine } from './__helpers__/stores'
import { describeEngines } from './__helpers__/stores'

const BAD_TOKEN = 40105

describeEngines((createEngine) => {
  let engine: Engine
  let store: Store
  let sandboxes: Record<'eu' | 'us', Sandbox>
  let destinations: Destinations
  let reports: string[]
  let onReport: () => void

  beforeEach(async () => {
    engine = createEngine()
    store = await engine.open()
    sandboxes = { eu: await startSandbox({ keep: 'all' }), us: await startSandbox({ keep: 'all' }) }
    reports = []
    onReport = () => {}
    const note = (text: string) => {
      reports.push(text)
      onReport()
    }
    destinations = new Destinations({
      store,
      listenerOf: (name) => ({
        claimed: ({ delivered }) =>
          note(`${name} delivered ${Object.values(delivered).reduce((all, each) => all + each, 0)}`),
        stopped: (problem) => note(`${name} ${problem === undefined ? 'goes on' : 'stops'}`),
        storeFailed: (code) => note(`${name} ${code}`)
      })
    })
  })
  afterEach(async () => {
    await destinations.stop()
    await store.close()
    await Promise.all(Object.values(sandboxes).map((sandbox) => sandbox.close()))
    await engine.remove()
  })

  function settings(name: 'eu' | 'us', event?: string): DestinationSettings {
    const [order] = presetMappings().filter((mapping) => mapping.name === 'Place an Order')
    const mappings = [{ ...order, mapping: { ...order.mapping, ...(event && { event }) } }]
    const limits = { rate: 1000, maxAttempts: 3, retryDelay: 1, timeout: 10_000, keepsRequests: false }
    return { name, concurrency: 1, delivery: { ...limits, mappings, endpoint: sandboxEndpoint(sandboxes[name]) } }
  }

  async function append(messageId: string, ...names: string[]): Promise<void> {
    const [order] = ordersOf(1)
    const event = { source: 'shop', messageId, event: JSON.stringify({ ...order, messageId }), destinations: names }
    await store.append({ events: [event] })
  }

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        onReport = resolve
      })
    }
  }

  const accepted = (name: 'eu' | 'us') => sandboxes[name].accepted.map(({ data }) => data.event_id)
  const hasReported = (text: string) => () => reports.includes(text)

  it('get the events that are for them, each by itself', async () => {
    await append('both', 'eu', 'us')
    await append('europe', 'eu')
    await destinations.replace([settings('eu'), settings('us')])
    await until(() => hasReported('eu delivered 2')() && hasReported('us delivered 1')())
    expect(accepted('eu')).toEqual(['both', 'europe'])
    expect(accepted('us')).toEqual(['both'])
  })

  it('look for events together, two times a second, while all are idle', async () => {
    const looks: number[] = []
    let end = () => {}
    const sleep = (milliseconds: number) =>
      new Promise<void>((resolve) => {
        looks.push(milliseconds)
        end = resolve
        onReport()
      })
    const calls: string[] = []
    const ended: string[] = []
    const counted = (inner: Store): Store =>
      new Proxy(inner, {
        get: (target, name) => {
          const value = Reflect.get(target, name)
          if (name === 'forDestination') return (destination: string) => counted(target.forDestination(destination))
          if (typeof value !== 'function') return value
          return (...values: unknown[]) => {
            calls.push(String(name))
            const result = value.apply(target, values)
            const onEnd = () => {
              ended.push(String(name))
              onReport()
            }
            // A call that fails is the deliverer's to report.
            void Promise.resolve(result).then(onEnd, onEnd)
            return result
          }
        }
      })
    const listenerOf = () => ({ claimed: () => {}, stopped: () => {}, storeFailed: () => {} })
    const many = new Destinations({ store: counted(store), listenerOf, sleep })
    await many.replace(Array.from({ length: 20 }, (_, index) => ({ ...settings('eu'), name: `d${index}` })))
    await until(() => ended.length === 20)
    await new Promise(setImmediate)
    for (let look = 1; look <= 5; look++) {
      await until(() => looks.length === look)
      if (look === 2) calls.length = 0
      end()
    }
    await until(() => looks.length === 6)
    expect(looks).toEqual([100, 200, 400, 500, 500, 500])
    expect(calls).toEqual(['dueAmong', 'dueAmong', 'dueAmong', 'dueAmong'])
    // No further look begins, which the closed store would leave without an answer.
    await many.stop()
  })

  it('go on while the credentials of another one are wrong', async () => {
    sandboxes.eu.stub({ code: BAD_TOKEN })
    await append('both', 'eu', 'us')
    await destinations.replace([settings('eu'), settings('us')])
    await until(() => hasReported('eu stops')() && hasReported('us delivered 1')())
    await append('later', 'us')
    await until(() => accepted('us').length === 2)
    expect(accepted('eu')).toEqual([])
    expect(await store.waiting.byDestination()).toMatchObject({ eu: 1 })
  })

  it('take other settings over, and leave those alone that stay as they are', async () => {
    await destinations.replace([settings('eu'), settings('us')])
    await append('first', 'eu', 'us')
    await until(() => hasReported('eu delivered 1')() && hasReported('us delivered 1')())
    await destinations.replace([settings('eu', 'Subscribe'), settings('us')])
    expect(reports.filter((text) => text.endsWith('goes on'))).toEqual(['eu goes on'])
    await append('second', 'eu')
    await until(() => accepted('eu').length === 2)
    expect(sandboxes.eu.accepted.map(({ data }) => data.event)).toEqual(['PlaceAnOrder', 'Subscribe'])
    await destinations.replace([settings('us')])
    await append('third', 'eu', 'us')
    await until(() => accepted('us').length === 2)
    expect(await store.waiting.byDestination()).toMatchObject({ eu: 1 })
  })
})

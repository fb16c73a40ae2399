import { setTimeout as wait } from 'node:timers/promises'
import { sandboxEndpoint } from '../../runner/delivery/endpoint'
import { LiveDeliverer } from '../../runner/live/deliver/deliverer'
import { presetMappings } from '../../runner/mappings/presets'
import { startSandbox } from '../../sandbox'
import { ordersOf } from '../__helpers__/command'
import { describeEngines } from './__helpers__/stores'

const RATE_LIMIT = 40100

describeEngines((createEngine) => {
  it('sends six requests at most in 15 seconds of rate limits, by three deliverers together', async () => {
    const engine = createEngine()
    const stores = [await engine.open(), await engine.open(), await engine.open()]
    let requests = 0
    const sandbox = await startSandbox({ keep: 'all', onRequest: () => requests++ })
    sandbox.stub({ code: RATE_LIMIT, times: 1000 })
    const events = ordersOf(5000).map((event, index) => ({
      source: 'shop',
      messageId: `m${index}`,
      event: JSON.stringify(event)
    }))
    await stores[0].append({ events })
    const limits = { rate: 5, maxAttempts: 100, retryDelay: 1000, timeout: 10_000 }
    const delivery = { ...limits, endpoint: sandboxEndpoint(sandbox), mappings: presetMappings(), keepsRequests: false }
    const listener = { claimed: () => {}, stopped: () => {}, storeFailed: () => {} }
    const deliverers = stores.map((store) => new LiveDeliverer({ store, delivery, listener, concurrency: 4 }))
    // Pauses take 1, 2, 4 and 8 seconds. A second request may be on its way when the first is answered.
    await wait(14_500)
    expect(requests).toBeGreaterThan(1)
    expect(requests).toBeLessThanOrEqual(6)
    await Promise.all(deliverers.map((deliverer) => deliverer.stop()))
    expect(await stores[0].counts()).toMatchObject({ backlog: 5000, leased: 0, dead: 0 })
    await Promise.all(stores.map((store) => store.close()))
    await sandbox.close()
    await engine.remove()
  })
})

import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import type { RunningServer } from '../../runner/live/http/server'
import type { Store } from '../../runner/live/store/store'
import type { TestIntake } from './__helpers__/intake'
import { basic, createTestIntake, listen, takeEvents } from './__helpers__/intake'
import type { Engine } from './__helpers__/stores'
import { describeEngines } from './__helpers__/stores'

/** The value of a key; its methods work on the target itself. */
function bound(target: Store, name: string | symbol): unknown {
  const value = Reflect.get(target, name)
  return typeof value === 'function' ? value.bind(target) : value
}

/** Sends a body without saying how long it is. @returns the status of the answer */
async function sendChunks(url: string, chunks: readonly string[]): Promise<number | undefined> {
  const sending = request(`${url}/v1/track`, { method: 'POST', headers: { authorization: basic('key-1') } })
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>
  // The server may hang up once it has answered.
  sending.on('error', () => {})
  for (const chunk of chunks) sending.write(chunk)
  sending.end()
  const [answer] = await answered
  answer.resume()
  return answer.statusCode
}

describeEngines((createEngine) => {
  let engine: Engine
  let store: Store
  let intake: TestIntake
  let server: RunningServer
  let url: string

  beforeEach(async () => {
    engine = createEngine()
    store = await engine.open()
    await start()
  })
  afterEach(async () => {
    await server.close()
    await store.close()
    await engine.remove()
  })

  async function start(taken = store): Promise<void> {
    intake = createTestIntake(taken)
    server = await listen(intake)
    url = `http://127.0.0.1:${server.port}`
  }

  it('takes the calls of @segment/analytics-node', async () => {
    const analytics = new Analytics({ writeKey: 'key-1', host: url, path: '/v1/batch', maxRetries: 0 })
    const errors: unknown[] = []
    analytics.on('error', (error) => errors.push(error))
    analytics.track({ userId: 'u-1', event: 'Order Completed', properties: { value: 9.5, currency: 'EUR' } })
    analytics.page({ userId: 'u-1', name: 'Home', context: { ip: '203.0.113.7' } })
    analytics.identify({ userId: 'u-1', traits: { email: 'a@example.com' } })
    await analytics.closeAndFlush({ timeout: 600_000 })

    expect(errors).toEqual([])
    const events = await takeEvents(store)
    expect(events).toMatchObject([
      { type: 'track', event: 'Order Completed', userId: 'u-1', properties: { value: 9.5, currency: 'EUR' } },
      { type: 'page', name: 'Home', context: { ip: '203.0.113.7', library: { name: '@segment/analytics-node' } } },
      { type: 'identify', traits: { email: 'a@example.com' } }
    ])
    for (const event of events) {
      expect(event).toMatchObject({
        timestamp: event.originalTimestamp,
        messageId: expect.stringMatching(/^node-next-/)
      })
      expect(event).not.toHaveProperty('writeKey')
      expect(event).not.toHaveProperty('_metadata')
    }
    // The address of the shop's server is not a person's.
    expect(events[0].context).not.toHaveProperty('ip')
  })

  it('takes the packed calls of @rudderstack/rudder-sdk-node', async () => {
    const began = Date.now()
    const analytics = new RudderAnalytics('key-1', { dataPlaneUrl: url })
    analytics.track({ userId: 'u-1', event: 'Order Completed', properties: { value: 9.5 } })
    analytics.track({ userId: 'u-2', event: 'Order Refunded', context: { ip: '203.0.113.7' } })
    await analytics.flush()
    const events = await takeEvents(store)
    expect(events).toMatchObject([
      { type: 'track', event: 'Order Completed', userId: 'u-1', properties: { value: 9.5 } },
      { type: 'track', event: 'Order Refunded', userId: 'u-2', context: { ip: '203.0.113.7' } }
    ])
    for (const { timestamp, receivedAt } of events) {
      const difference = Math.abs(Date.parse(String(timestamp)) - Date.parse(String(receivedAt)))
      expect(difference).toBeLessThan(Date.now() - began + 1000)
    }
    expect(events[0].context).not.toHaveProperty('ip')
  })

  it('takes the webhook of RudderStack, with the times and the address that it has', async () => {
    const event = {
      type: 'track',
      event: 'Order Completed',
      messageId: 'm-1',
      channel: 'web',
      userId: 'u-1',
      context: { ip: '203.0.113.7', library: { name: 'RudderLabs JavaScript SDK' } },
      request_ip: '203.0.113.7',
      integrations: { All: true },
      originalTimestamp: '2026-11-20T07:59:59.000Z',
      sentAt: '2026-11-20T08:00:00.000Z',
      receivedAt: '2026-11-20T08:00:01.000Z',
      timestamp: '2026-11-20T08:00:00.000Z'
    }
    const headers = { 'user-agent': 'RudderLabs', 'content-type': 'application/json', 'x-write-key': 'key-1' }
    const answer = await fetch(`${url}/webhook`, { method: 'POST', headers, body: JSON.stringify(event) })
    expect(answer.status).toBe(200)
    expect(await takeEvents(store)).toEqual([{ ...event, integrations: {} }])
  })

  it('loses nothing of @segment/analytics-node while the store is away', async () => {
    let isAway = true
    const flaky = new Proxy(store, {
      get: (target, name) => (name === 'append' && isAway ? fail : bound(target, name))
    })
    const fail = async () => {
      isAway = false
      throw new Error('away')
    }
    await server.close()
    await start(flaky)
    const statuses: number[] = []
    const analytics = new Analytics({
      writeKey: 'key-1',
      host: url,
      path: '/v1/batch',
      maxRetries: 0,
      httpClient: async (address, init) => {
        const { status, statusText, headers } = await fetch(address, init)
        statuses.push(status)
        // The shortest time that the client waits, to spare the test the others.
        return { status, statusText, headers: headers.has('retry-after') ? { 'retry-after': '1' } : {} }
      }
    })
    analytics.track({ userId: 'u-1', event: 'Order Completed', messageId: 'm-1' })
    await analytics.closeAndFlush({ timeout: 600_000 })
    expect(statuses).toEqual([429, 200])
    expect(await takeEvents(store)).toMatchObject([{ messageId: 'm-1' }])
  })

  it('answers a body that is too large, and goes on', async () => {
    const init = { method: 'POST', headers: { authorization: basic('key-1') } }
    const large = await fetch(`${url}/v1/batch`, { ...init, body: 'x'.repeat(2_000_000) })
    expect(large.status).toBe(400)
    expect(await large.json()).toEqual({ success: false, message: 'The body is larger than 512000 bytes.' })
    const good = await fetch(`${url}/v1/track`, { ...init, body: '{}' })
    expect(good.status).toBe(200)
  })

  it('takes a body in chunks, and stops one that grows too large', async () => {
    expect(await sendChunks(url, ['{"event":', '"Viewed"}'])).toBe(200)
    expect(await sendChunks(url, Array(1000).fill('x'.repeat(1000)))).toBe(400)
    expect(await sendChunks(url, ['{}'])).toBe(200)
  })

  it('takes the address of the connection for a browser', async () => {
    const headers = { authorization: basic('key-1'), 'content-type': 'text/plain' }
    await fetch(`${url}/v1/t`, { method: 'POST', headers, body: '{"event":"Viewed"}' })
    expect(await takeEvents(store)).toMatchObject([{ context: { ip: '127.0.0.1' } }])
  })

  it('answers the requests under way before it closes, and takes no more', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const append = store.append.bind(store)
    const reached = new Promise<void>((resolve) => {
      store.append = async (batch) => {
        resolve()
        await held
        return append(batch)
      }
    })
    const answer = fetch(`${url}/v1/track`, { method: 'POST', headers: { authorization: basic('key-1') }, body: '{}' })
    await reached
    const closed = server.close()
    await expect(fetch(`${url}/v1/track`, { method: 'POST' })).rejects.toThrow()
    release()
    expect((await answer).status).toBe(200)
    await closed
    await intake.commit.flush()
    expect((await takeEvents(store)).length).toBe(1)
  })
})

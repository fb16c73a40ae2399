import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { sandboxEndpoint } from '../../runner/delivery/endpoint'
import { LiveDeliverer } from '../../runner/live/deliver/deliverer'
import type { RunningServer } from '../../runner/live/http/server'
import type { Store } from '../../runner/live/store/store'
import { presetMappings } from '../../runner/mappings/presets'
import { startSandbox } from '../../sandbox'
import { ordersOf } from '../__helpers__/command'
import type { TestIntake } from './__helpers__/intake'
import { basic, createTestIntake, listen } from './__helpers__/intake'
import type { Engine } from './__helpers__/stores'
import { describeEngines } from './__helpers__/stores'

const HEADERS = { authorization: basic('key-1') }

describeEngines((createEngine) => {
  let engine: Engine
  let store: Store
  let intake: TestIntake
  let server: RunningServer

  beforeEach(async () => {
    engine = createEngine()
    store = await engine.open()
    intake = createTestIntake(store, { maxBacklog: 100_000 })
    server = await listen(intake)
  })
  afterEach(async () => {
    await server.close()
    await store.close()
    await engine.remove()
  })

  function post(
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {}
  ): Promise<Response> {
    return fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: 'POST',
      headers: { ...HEADERS, ...headers },
      body
    })
  }

  /** Delivers all that waits. @returns the ids of what was accepted, and the codes of errors that are not an event's own */
  async function deliver() {
    const sandbox = await startSandbox({ keep: 'all' })
    const failures: string[] = []
    const listener = { claimed: () => {}, stopped: () => {}, storeFailed: (code: string) => void failures.push(code) }
    const limits = { rate: 1000, maxAttempts: 3, retryDelay: 1, timeout: 600_000, keepsRequests: false }
    const delivery = { ...limits, endpoint: sandboxEndpoint(sandbox), mappings: presetMappings() }
    const deliverer = new LiveDeliverer({ store, delivery, listener, concurrency: 1, idleMs: 1 })
    while ((await store.counts()).backlog > 0 && failures.length === 0) await wait(5)
    await deliverer.stop()
    await sandbox.close()
    return { failures, accepted: sandbox.accepted.map(({ data }) => data.event_id) }
  }

  it.each([
    ['in its headers', 'POST /v1/batch HTTP/1.1\r\nhost: x\r\nauthoriz'],
    [
      'in its body',
      `POST /v1/batch HTTP/1.1\r\nhost: x\r\nauthorization: ${basic('key-1')}\r\ncontent-length: 900\r\n\r\n{"batch": [`
    ],
    ['in a chunk', 'POST /v1/batch HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"batch"']
  ])('forgets a request whose sender hangs up %s, and logs no failure of its own', async (_, text) => {
    const socket = connect(server.port, '127.0.0.1')
    await new Promise((resolve) => socket.write(text, resolve))
    socket.destroy()
    expect((await post('/v1/track', JSON.stringify(ordersOf(1)[0]))).status).toBe(200)
    expect(await store.counts()).toMatchObject({ backlog: 1, dead: 0 })
    expect(intake.lines.filter((line) => JSON.parse(line).level > 30)).toEqual([])
  })

  it.each([
    ['headers', 'POST /v1/batch HTTP/1.1\r\nhost: x\r\n'],
    ['a body', 'POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n{']
  ])('hangs up on a sender that is too slow with %s', async (_, text) => {
    const timeouts = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 10 }
    const impatient = await listen(intake, timeouts)
    const socket = connect(impatient.port, '127.0.0.1')
    socket.write(text)
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /)
    await once(socket, 'close')
    await impatient.close()
    expect(intake.lines.filter((line) => JSON.parse(line).level > 30)).toEqual([])
  })

  it.each([
    ['headers', 'POST /v1/batch HTTP/1.1\r\nhost: x\r\n'],
    ['a body', 'POST /v1/batch HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n{']
  ])('does not wait at its end for a sender that never finishes %s', async (_, text) => {
    const timeouts = { headersTimeout: 200, requestTimeout: 200 }
    const ending = await listen(intake, timeouts)
    const socket = connect(ending.port, '127.0.0.1')
    socket.on('error', () => {})
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await new Promise((resolve) => socket.write(text, resolve))
    await ending.close()
    await closed
    expect(intake.lines.filter((line) => JSON.parse(line).level > 30)).toEqual([])
  })

  it.each<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>]>([
    ['brackets without end', '['.repeat(500_000), {}],
    ['objects without end', '{"a":'.repeat(90_000), {}],
    ['a packed bomb', gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }],
    ['a bomb of bombs', gzipSync(gzipSync(Buffer.alloc(50_000_000))), { 'content-encoding': 'gzip' }],
    ['half of a packed body', gzipSync('{"batch":[]}').subarray(0, 20), { 'content-encoding': 'gzip' }],
    ['2,501 events', JSON.stringify({ batch: Array(2501).fill({ type: 'track' }) }), {}],
    ['a batch that is none', '{"batch":{"length":3}}', {}],
    ['null', 'null', {}],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00]), {}]
  ])('answers 400 to %s', async (_, body, headers) => {
    expect((await post('/v1/batch', body, headers)).status).toBe(400)
    expect(intake.lines.filter((line) => JSON.parse(line).level > 30)).toEqual([])
  })

  it.each<[what: string, list: string]>([
    ['100,000 lists', `[${'[],'.repeat(100_000)}[]]`],
    ['100,000 lists within each other', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['50,000 objects of one key each', `[${'{"a":1},'.repeat(50_000)}1]`]
  ])('does not parse %s, which would take up a hundred times their bytes', async (_what, list) => {
    const answer = await post('/v1/track', `{"type":"track","event":"x","properties":{"a":${list}}}`)
    expect(await answer.json()).toMatchObject({ message: 'The body holds more than 64000 values.' })
    expect(await store.counts()).toMatchObject({ backlog: 0, dead: 0 })
  })

  it('counts no comma or bracket of a text as a value', async () => {
    const text = JSON.stringify({ type: 'track', event: 'x', properties: { a: '\\"[{,'.repeat(40_000) } })
    expect(await (await post('/v1/track', text)).json()).toMatchObject({ message: 'The event is larger than 32 KiB.' })
  })

  it('takes the largest batch, and delivers it', async () => {
    const batch = ordersOf(2500).map((event) => ({ ...event, context: {}, properties: undefined }))
    expect((await post('/v1/batch', JSON.stringify({ batch }))).status).toBe(200)
    expect((await deliver()).failures).toEqual([])
  })

  it.each([500, 1000, 2000, 3000, 5000, 10_000])(
    'delivers the others where one event is nested %d levels deep',
    async (depth) => {
      const nested = `"revenue":1,"products":${'['.repeat(depth)}${']'.repeat(depth)}`
      const text = JSON.stringify({ batch: ordersOf(2) }).replace('"revenue":1', nested)
      expect((await post('/v1/batch', text)).status).toBe(200)
      expect(await deliver()).toEqual({ failures: [], accepted: expect.arrayContaining(['m1']) })
      expect(await store.counts()).toMatchObject({ backlog: 0 })
    }
  )

  it('stops for no event, however odd its values are', async () => {
    const value = fc.jsonValue({ maxDepth: 3 })
    const keys = ['event', 'name', 'properties', 'context', 'traits', 'integrations', 'userId', 'timestamp', 'consent']
    const shape = Object.fromEntries(keys.map((key) => [key, value]))
    const oddEvent = fc.record(
      { ...shape, type: fc.constantFrom('track', 'page', 'identify') },
      { requiredKeys: ['type'] }
    )
    const orders = fc
      .record(
        {
          properties: fc.dictionary(fc.constantFrom('products', 'value', 'currency', 'url', 'email'), value),
          context: fc.dictionary(fc.constantFrom('page', 'traits', 'consent', 'ip'), value),
          integrations: value
        },
        { requiredKeys: [] }
      )
      .map((rest) => ({ ...(ordersOf(1)[0] as object), messageId: undefined, ...rest }))
    const batch = fc.sample(fc.oneof(oddEvent, orders), { numRuns: 400, seed: 7 })
    for (let start = 0; start < batch.length; start += 50) {
      const answer = await post('/v1/batch', JSON.stringify({ batch: batch.slice(start, start + 50) }))
      expect(answer.status).toBe(200)
    }
    expect((await deliver()).failures).toEqual([])
    expect(await store.counts()).toMatchObject({ backlog: 0 })
  })
})

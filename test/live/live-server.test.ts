import { pino } from 'pino'
import type { LiveServerOptions } from '../../runner/live/http/live-server'
import { startLiveServer } from '../../runner/live/http/live-server'
import { TrustedProxies } from '../../runner/live/ip-address'
import { SqliteConnection } from '../../runner/live/store/sqlite-connection'
import type { Store } from '../../runner/live/store/store'
import { writeKeyOptions } from '../../runner/live/write-keys'
import { freePort } from '../../soak/ports'
import { basic } from './__helpers__/intake'
import type { Engine } from './__helpers__/stores'
import { sqliteEngine } from './__helpers__/stores'

const LOCAL = { hostname: '127.0.0.1', port: 0 }

let engine: Engine
let store: Store

beforeEach(async () => {
  engine = sqliteEngine()
  store = await engine.open()
})
afterEach(async () => {
  await store.close()
  await engine.remove()
})

function start(options: Partial<LiveServerOptions> = {}) {
  const writeKeys = [{ source: 'shop', key: 'key-1' }]
  return startLiveServer({ store, writeKeys, log: pino({ level: 'silent' }), intake: LOCAL, admin: LOCAL, ...options })
}

it('takes events on one port, and tells operators of them on another', async () => {
  const server = await start()
  const init = { method: 'POST', headers: { authorization: basic('key-1') }, body: '{}' }
  expect((await fetch(`http://127.0.0.1:${server.port}/v1/track`, init)).status).toBe(200)
  expect((await fetch(`http://127.0.0.1:${server.port}/metrics`)).status).toBe(404)
  const metrics = await fetch(`http://127.0.0.1:${server.adminPort}/metrics`)
  expect(await metrics.text()).toContain('tiktok_conversions_events_received_total{source="shop",type="track"} 1')
  expect((await fetch(`http://127.0.0.1:${server.adminPort}/v1/track`, init)).status).toBe(404)
  await server.close()
})

it('answers 429 to what waits for the lock of another process for too long, and is healthy meanwhile', async () => {
  const server = await start()
  const other = new SqliteConnection(engine.location[0])
  other.execute('BEGIN IMMEDIATE')
  const init = { method: 'POST', headers: { authorization: basic('key-1') }, body: '{}' }
  const send = () => fetch(`http://127.0.0.1:${server.port}/v1/track`, init)
  const began = performance.now()
  let isAnswered = false
  const answer = send().finally(() => {
    isAnswered = true
  })
  expect((await fetch(`http://127.0.0.1:${server.adminPort}/healthz`)).status).toBe(200)
  expect((await fetch(`http://127.0.0.1:${server.port}/v1/m`, init)).status).toBe(200)
  expect(isAnswered).toBe(false)
  jest.spyOn(performance, 'now').mockReturnValue(began + 6000)
  const { status, headers } = await answer
  expect([status, headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^[23]$/)])
  jest.restoreAllMocks()
  other.execute('COMMIT')
  other.close()
  expect((await send()).status).toBe(200)
  await server.close()
})

it.each([
  ['accepts a body as large as the largest of RudderStack’s libraries', 4000, 200],
  ['refuses a larger one', 4130, 400]
])('%s', async (_, kibibytes, expected) => {
  const server = await start()
  const event = JSON.stringify({ type: 'track', event: 'Viewed', properties: { text: 'x'.repeat(29_000) } })
  const batch = Array(Math.floor((kibibytes * 1024) / (event.length + 1))).fill(event)
  const init = { method: 'POST', headers: { authorization: basic('key-1') }, body: `{"batch":[${batch}]}` }
  expect((await fetch(`http://127.0.0.1:${server.port}/v1/batch`, init)).status).toBe(expected)
  await server.close()
})

it('does not open the operators’ port to everybody without a token', async () => {
  await expect(start({ admin: { hostname: '0.0.0.0', port: 0 } })).rejects.toThrow(
    "Set TIKTOK_ADMIN_TOKEN to use the operators' address 0.0.0.0"
  )
})

it('leaves no port open where one is taken', async () => {
  const first = await start()
  const free = { hostname: '127.0.0.1', port: await freePort() }
  const taken = { hostname: '127.0.0.1', port: first.port }
  await expect(start({ intake: taken, admin: free })).rejects.toThrow('EADDRINUSE')
  await expect(start({ intake: free, admin: taken })).rejects.toThrow('EADDRINUSE')
  const again = await start({ intake: free })
  expect(again.port).toBe(free.port)
  await again.close()
  await first.close()
})

it.each(['10.0.0.0/33', 'proxy.example.com', '10.0.0.0/x', ''])('takes no proxy called "%s"', (range) => {
  expect(() => new TrustedProxies([range])).toThrow()
})

it.each<[string, object]>([
  ['without a key', { source: 'shop' }],
  ['with an empty key', { source: 'shop', key: '' }],
  ['with a type that does not exist', { source: 'shop', key: 'k', types: ['order'] }],
  ['with a rate of zero', { source: 'shop', key: 'k', eventsPerSecond: 0 }],
  ['with a misspelt limit', { source: 'shop', key: 'k', origin: ['https://example.com'] }]
])('takes no write key %s', (_, options) => {
  expect(writeKeyOptions.safeParse(options).success).toBe(false)
})

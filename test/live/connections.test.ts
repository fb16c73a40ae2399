import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import type { ConnectionLimits } from '../../runner/live/http/connections'
import { Connections } from '../../runner/live/http/connections'
import type { RunningServer } from '../../runner/live/http/server'
import { TrustedProxies } from '../../runner/live/ip-address'
import type { Store } from '../../runner/live/store/store'
import { basic, createTestIntake, listen } from './__helpers__/intake'
import type { Engine } from './__helpers__/stores'
import { sqliteEngine } from './__helpers__/stores'

let engine: Engine
let store: Store
let server: RunningServer
let connections: Connections
let sockets: Socket[]
let now: number

beforeEach(async () => {
  engine = sqliteEngine()
  store = await engine.open()
  sockets = []
  now = 0
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await server.close()
  await store.close()
  await engine.remove()
})

async function start(limits: Partial<ConnectionLimits>, trustProxy: string[] = []): Promise<void> {
  const proxies = new TrustedProxies(trustProxy)
  connections = new Connections(proxies, limits, () => now)
  server = await listen(createTestIntake(store, { connections, proxies }))
}

/** Opens a connection; resolves when the server has accepted it. */
async function open(): Promise<Socket> {
  const before = connections.opened
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => {})
  sockets.push(socket)
  while (connections.opened === before) await new Promise(setImmediate)
  return socket
}

/** Sends an event over a connection. @returns the status of the answer */
async function send(socket: Socket, key = 'key-1'): Promise<string> {
  const headers = `host: x\r\nauthorization: ${basic(key)}\r\ncontent-length: 2`
  socket.write(`POST /v1/track HTTP/1.1\r\n${headers}\r\n\r\n{}`)
  const [answer] = await once(socket, 'data')
  return String(answer).slice(9, 12)
}

const closed = (socket: Socket) => (socket.closed ? undefined : once(socket, 'close'))

it('closes the oldest idle connection without a key when all are in use', async () => {
  await start({ connections: 3 })
  const idle = [await open(), await open(), await open()]
  expect(await send(await open())).toBe('200')
  await closed(idle[0])
  expect(connections.size).toBe(3)
})

it('closes idle connections without a key before those with one', async () => {
  await start({ connections: 3 })
  const known = await open()
  expect(await send(known)).toBe('200')
  const wrong = await open()
  expect(await send(wrong, 'key-2')).toBe('401')
  const idle = await open()
  expect(await send(await open())).toBe('200')
  await closed(wrong)
  expect(await send(await open())).toBe('200')
  await closed(idle)
  expect(await send(known)).toBe('200')
})

it('closes the longest idle connection with a key when there is no other', async () => {
  await start({ connections: 2 })
  const [first, second] = [await open(), await open()]
  expect(await send(first)).toBe('200')
  now += 1000
  expect(await send(second)).toBe('200')
  now += 1000
  expect(await send(first)).toBe('200')
  expect(await send(await open())).toBe('200')
  await closed(second)
  expect(await send(first)).toBe('200')
})

it('closes a connection that sends a body without a key slowly before it refuses a new one', async () => {
  await start({ connections: 1 })
  const slow = await open()
  slow.write('POST /v1/track HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n{')
  while (connections.busy === 0) await new Promise(setImmediate)
  expect(await send(await open())).toBe('200')
  await closed(slow)
})

it('refuses a new connection while all others are busy with a key', async () => {
  await start({ connections: 1 })
  const busy = await open()
  const headers = `host: x\r\nauthorization: ${basic('key-1')}\r\ncontent-length: 2`
  busy.write(`POST /v1/track HTTP/1.1\r\n${headers}\r\n\r\n{`)
  while (connections.busy === 0) await new Promise(setImmediate)
  await closed(await open())
  busy.write('}')
  const [answer] = await once(busy, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /)
})

it('limits connections of one address that have brought no key, and not those of a trusted proxy', async () => {
  await start({ perAddress: 2 })
  const [first] = [await open(), await open(), await open()]
  await closed(first)
  expect(connections.size).toBe(2)
  await server.close()

  await start({ perAddress: 2 }, ['127.0.0.1'])
  for (let count = 0; count < 4; count++) await open()
  expect(connections.size).toBe(4)
})

it('closes connections that are idle for too long without a key', async () => {
  await start({ idleWithoutKey: 5000 })
  const [known, idle] = [await open(), await open()]
  expect(await send(known)).toBe('200')
  now += 4999
  connections.closeIdle()
  expect(connections.size).toBe(2)
  now += 1
  connections.closeIdle()
  await closed(idle)
  expect(await send(known)).toBe('200')
})

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Env } from './env'

/** Milliseconds; Node's own are made for slower clients. */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** Until a connection that has exceeded them is found. */
  connectionsCheckingInterval: 5000,
  /** Longer than proxies keep an idle connection, lest they use one that is being closed. */
  keepAliveTimeout: 75_000
}

const MAX_CONNECTIONS = 1000

export interface ListenOptions {
  hostname: string
  /** 0 for a free one. */
  port: number
  /** Milliseconds, for slow clients. */
  timeouts?: Partial<typeof TIMEOUTS>
}

export interface RunningServer {
  port: number
  /** Stops listening; resolves when the requests under way are answered. */
  close(): Promise<void>
}

/** @throws an Error where the port is taken */
export async function startServer(app: Hono<Env>, { hostname, port, timeouts }: ListenOptions): Promise<RunningServer> {
  const serverOptions = { ...TIMEOUTS, ...timeouts }
  const server = serve({ fetch: app.fetch, hostname, port, overrideGlobalObjects: false, serverOptions }) as Server
  server.maxConnections = MAX_CONNECTIONS
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

/** Connections without a request are closed at once, the others with their answer. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const timer = setInterval(() => server.closeIdleConnections(), 100)
  await closed
  clearInterval(timer)
}

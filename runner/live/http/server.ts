import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { TrustedProxies } from '../ip-address'
import type { Env } from './body'
import { Connections } from './connections'

/** Milliseconds; Node's own are made for slower clients. */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** Until a connection that has exceeded them is found. */
  connectionsCheckingInterval: 5000,
  /** Longer than proxies keep an idle connection, lest they use a connection that is being closed. */
  keepAliveTimeout: 75_000
}

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

/**
 * @param connections limits them
 * @throws an Error if the port is taken
 */
export async function startServer(
  app: Hono<Env>,
  { hostname, port, timeouts }: ListenOptions,
  connections = new Connections(new TrustedProxies([]))
): Promise<RunningServer> {
  const serverOptions = { ...TIMEOUTS, ...timeouts }
  const server = serve({ fetch: app.fetch, hostname, port, overrideGlobalObjects: false, serverOptions }) as Server
  connections.watch(server)
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => close(server, connections) }
}

/**
 * Connections without a request are closed at once, the others with their answer. Node.js no longer looks for slow
 * senders by then: whoever exceeds the time of a request is hung up on here.
 */
async function close(server: Server, connections: Connections): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  connections.closeUnused()
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  const slow = setTimeout(() => server.closeAllConnections(), server.requestTimeout)
  await closed
  clearInterval(idle)
  clearTimeout(slow)
}

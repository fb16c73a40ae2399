import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from './credentials'
import type { RequestRecord } from './events-api'
import { EventsApi } from './events-api'
import type { TakenEvent } from './ledger'
import type { Order } from './orders'
import { createRoutes } from './routes'

export { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from './credentials'
export type { RequestRecord } from './events-api'
export type { TakenEvent } from './ledger'
export type { Order } from './orders'
export type { TrackedEvent } from './schema'

const LOOPBACK = '127.0.0.1'

export interface SandboxOptions {
  /** A free port by default. */
  port?: number
  accessToken?: string
  pixelCode?: string
  /** Pixels that exist, but that the token may not write to. */
  readOnlyPixels?: readonly string[]
  /** The clock, in Unix milliseconds. */
  now?: () => number
}

/** A running sandbox. Its lists are live: they grow with each request, and a reset empties them. */
export interface Sandbox {
  /** Without a path: `http://127.0.0.1:<port>`. */
  url: string
  port: number
  accessToken: string
  pixelCode: string
  accepted: readonly TakenEvent[]
  /** Events that came again within 48 hours: answered like the first, but dropped. */
  duplicates: readonly TakenEvent[]
  /** Every answered or dropped request, in the order of the answers. */
  requests: readonly RequestRecord[]
  /**
   * Orders what the next requests get instead of the usual. Orders are served in turn.
   * @throws Error for an order that makes no sense
   */
  order(order: Order): void
  /** Forgets orders that are not served yet. */
  forgetOrders(): void
  /** Forgets events, requests and orders, and drops the connections whose delay is not over. */
  reset(): void
  /** Stops listening and drops all connections. What was received can still be read. */
  close(): Promise<void>
}

/**
 * Starts a local TikTok Events API, as strict as TikTok's documentation, that the machine alone can reach.
 * @throws Error where the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { accessToken = SANDBOX_ACCESS_TOKEN, pixelCode = SANDBOX_PIXEL_CODE, readOnlyPixels = [] } = options
  const api = new EventsApi({ accessToken, pixelCode, readOnlyPixels }, options.now ?? Date.now)
  const server = await listen(api, options.port ?? 0)
  const { port } = server.address() as AddressInfo

  return {
    url: `http://${LOOPBACK}:${port}`,
    port,
    accessToken,
    pixelCode,
    accepted: api.ledger.accepted,
    duplicates: api.ledger.duplicates,
    requests: api.requests,
    order: (order) => api.orders.add(order),
    forgetOrders: () => api.orders.clear(),
    reset: () => api.reset(),
    close: () => {
      api.dropHanging()
      return stop(server)
    }
  }
}

async function listen(api: EventsApi, port: number): Promise<Server> {
  const { fetch } = createRoutes(api)
  const server = serve({ fetch, hostname: LOOPBACK, port, overrideGlobalObjects: false }) as Server
  await once(server, 'listening')
  return server
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from './credentials'
import type { RequestRecord } from './events-api'
import { EventsApi } from './events-api'
import { createRoutes } from './routes'
import type { ReceivedEvent } from './store'
import type { Stub } from './stubs'

export { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from './credentials'
export type { RequestRecord } from './events-api'
export type { TrackedEvent } from './schema'
export type { ReceivedEvent } from './store'
export type { Stub } from './stubs'

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
  accepted: readonly ReceivedEvent[]
  /** Events that came again within 48 hours: answered like the first, but dropped. */
  duplicates: readonly ReceivedEvent[]
  /** Every answered or dropped request, in the stub of the answers. */
  requests: readonly RequestRecord[]
  /**
   * Stubs what the next requests get instead of the usual. Stubs are served in turn.
   * @throws Error for an stub that makes no sense
   */
  stub(stub: Stub): void
  /** Forgets stubs that are not served yet. */
  clearStubs(): void
  /** Forgets events, requests and stubs, and drops the connections whose delay is not over. */
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
    accepted: api.store.accepted,
    duplicates: api.store.duplicates,
    requests: api.requests,
    stub: (stub) => api.stubs.add(stub),
    clearStubs: () => api.stubs.clear(),
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

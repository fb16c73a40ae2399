import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from './credentials'
import type { Totals } from './events-api'
import { EventsApi } from './events-api'
import type { RequestRecord } from './requests'
import { createRoutes } from './routes'
import type { ReceivedEvent } from './store'
import type { Stub } from './stubs'

export { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE } from './credentials'
export type { Totals } from './events-api'
export { formatRequest } from './format-request'
export type { RequestRecord } from './requests'
export type { TrackedEvent } from './schema/request'
export type { ReceivedEvent } from './store'
export type { Stub } from './stubs'
export type { Access, Rejection } from './validate'
export { findAllFaults } from './validate'

const LOOPBACK = '127.0.0.1'
const DEFAULT_KEEP = 1000

export interface SandboxOptions {
  /** @defaultValue a free port */
  port?: number
  /** @defaultValue `sandbox-access-token` */
  accessToken?: string
  /** @defaultValue `SANDBOXPIXEL` */
  pixelCode?: string
  /** Pixels that exist, but that the token may not write to. */
  readOnlyPixels?: readonly string[]
  /**
   * The number of accepted events, of duplicates and of requests to keep, the newest of each.
   * Unless it is `'all'`, the events of about 8 MB of requests are kept at most. Totals count all of them.
   * @defaultValue 1000
   */
  keep?: number | 'all'
  /**
   * Called for each request, before it is answered. It must not throw.
   * @param body the text of the request, which can hold personal values
   */
  onRequest?: (record: RequestRecord, body: string) => void
  /**
   * The clock, in Unix milliseconds.
   * @defaultValue `Date.now`
   */
  now?: () => number
}

/** A running sandbox. Its lists are live: they change with each request, and a reset empties them. */
export interface Sandbox {
  /** The address without a path, such as `http://127.0.0.1:8099`. */
  url: string
  port: number
  accessToken: string
  pixelCode: string
  /** The newest accepted events, oldest first. */
  accepted: readonly ReceivedEvent[]
  /** The newest events that were sent again within 48 hours. They get the same answer, but are not accepted again. */
  duplicates: readonly ReceivedEvent[]
  /** The newest requests that were answered or dropped, in the order of the answers. */
  requests: readonly RequestRecord[]
  /** Counts since the last reset. Each reading is a new object. */
  readonly totals: Totals
  /**
   * Adds a stub: the answer to the next requests in place of the usual one. Stubs are served first in, first out.
   * @throws Error that names the key that is not valid
   */
  stub(stub: Stub): void
  /** Removes the stubs that are not served yet. */
  clearStubs(): void
  /** Forgets events, requests, totals and stubs, and drops the connections whose delay is not over. */
  reset(): void
  /** Stops listening and drops all connections. Lists and totals can still be read. */
  close(): Promise<void>
}

/**
 * Starts a local TikTok Events API that is as strict as TikTok's documentation. Only this machine can reach it.
 * @throws Error if the port is taken
 * @throws RangeError if `keep` is neither a whole number nor `'all'`
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { accessToken = SANDBOX_ACCESS_TOKEN, pixelCode = SANDBOX_PIXEL_CODE, readOnlyPixels = [] } = options
  const { keep = DEFAULT_KEEP, onRequest, now = Date.now } = options
  const isValidKeep = keep === 'all' || (Number.isInteger(keep) && keep >= 0)
  if (!isValidKeep) throw new RangeError("keep: Must be a whole number, 0 or more, or 'all'.")

  const api = new EventsApi({ access: { accessToken, pixelCode, readOnlyPixels }, now, keep, onRequest })
  const server = await listen(api, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${LOOPBACK}:${port}`,
    port,
    accessToken,
    pixelCode,
    accepted: api.store.accepted.items,
    duplicates: api.store.duplicates.items,
    requests: api.requests.records.items,
    get totals() {
      return api.totals
    },
    stub: (stub) => api.stubs.add(stub),
    clearStubs: () => api.stubs.clear(),
    reset: () => api.reset(),
    close: () => {
      api.dropHanging()
      return stop(server)
    }
  }
}

/** Idle connections stay open: the end of one can meet the next request of a busy client, which then fails. */
async function listen(api: EventsApi, port: number): Promise<Server> {
  const { fetch } = createRoutes(api)
  const server = serve({ fetch, hostname: LOOPBACK, port, overrideGlobalObjects: false }) as Server
  server.keepAliveTimeout = 0
  await once(server, 'listening')
  return server
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

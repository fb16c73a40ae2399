import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { serve } from '@hono/node-server'
import { findFiles } from '../sources/files'
import { StudioAccess } from './access'
import { createApp } from './app'
import type { SessionOptions } from './session'
import { StudioSession } from './session'
import { newKey, userKey } from './session-key'

const LOOPBACK = '127.0.0.1'

const PACKAGE = dirname(require.resolve('tiktok-conversions/package.json'))
const PAGE = join(PACKAGE, 'dist', 'studio')
const EXAMPLES = join(PACKAGE, 'examples', 'events.ndjson')

export type { LiveChanges, LiveCursor, LiveFeed } from './stream/feed'

export interface StudioOptions extends Omit<SessionOptions, 'examples'> {
  /** @defaultValue a free port */
  port?: number
  /** The folder for what programs keep. A studio on a certain port keeps the key of its sessions there. */
  stateFolder?: string
}

export interface Studio {
  /** The address of the page, with the token. Whoever has it can see the events. */
  url: string
  /** Stops listening, and removes all private files. */
  close(): Promise<void>
}

/**
 * Starts a page to look at events and to try mappings in. Only this machine can reach it, and it sends nothing elsewhere.
 * @throws UsageError for a file of mappings that could not be run as it stands; Error if the port is taken
 */
export async function startStudio({ port = 0, stateFolder, ...options }: StudioOptions): Promise<Studio> {
  const [examples] = options.live === undefined ? await findFiles([EXAMPLES]) : []
  const session = await StudioSession.open({ ...options, examples })
  // No link leads to a free port of another run.
  const key = port === 0 ? newKey() : userKey(stateFolder)
  const access = new StudioAccess({ key, audience: String(port) })
  const app = createApp(session, { access, pageFolder: PAGE })
  const server = serve({ fetch: app.fetch, hostname: LOOPBACK, port, overrideGlobalObjects: false }) as Server
  // As in the sandbox: idle connections stay open. While files are read, the end of one would come before the next
  // request on it is seen.
  server.keepAliveTimeout = 0
  await once(server, 'listening').catch(async (error) => {
    await session.close()
    throw error
  })
  const { port: used } = server.address() as AddressInfo
  return {
    url: `http://${LOOPBACK}:${used}/#token=${access.token}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await session.close()
    }
  }
}

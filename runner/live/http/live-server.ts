import type { Logger } from 'pino'
import { UsageError } from '../../errors'
import { Backlog } from '../backlog'
import type { DeadLimit } from '../dead-limit'
import type { CommitReport } from '../group-commit'
import { GroupCommit, logCommit } from '../group-commit'
import { TrustedProxies } from '../ip-address'
import { LiveMetrics } from '../metrics'
import type { EventWatcher } from '../recent-events'
import type { Store } from '../store/store'
import type { WriteKeyOptions } from '../write-keys'
import { WriteKeys } from '../write-keys'
import { createAdmin } from './admin'
import { ByteBudget } from './byte-budget'
import type { ConnectionLimits } from './connections'
import { Connections } from './connections'
import { createIntake } from './intake'
import type { ListenOptions } from './server'
import { startServer } from './server'

export interface LiveServerOptions {
  store: Store
  writeKeys: readonly WriteKeyOptions[]
  log: Logger
  /** Address and port that everybody may reach. */
  intake: ListenOptions
  /** Address and port for operators only. */
  admin: ListenOptions & { token?: string }
  /** Addresses or CIDR ranges of proxies in front. */
  trustProxy?: readonly string[]
  /** The address that clients see. By default, the address of their requests. */
  publicUrl?: string
  /** Bytes of a request. @defaultValue 4 MiB: RudderStack's libraries send up to 4,000 KiB, Segment's up to 500 */
  maxRequestBytes?: number
  /** Bytes of all requests that are being read or stored. @defaultValue 128 MiB */
  maxBodyBytes?: number
  limits?: Partial<ConnectionLimits>
  /** Bytes that may wait to be written. @defaultValue 32 MiB */
  maxPendingBytes?: number
  /** Events that may wait for delivery. @defaultValue 1,000,000 */
  maxBacklog?: number
  /** Dead letters that may be kept. No limit by default */
  maxDead?: DeadLimit
  /** The metrics, to which others add as well. */
  metrics?: LiveMetrics
  watcher?: EventWatcher
  /** Further checks of readiness: each returns the problem that it finds. */
  checks?: readonly (() => string | undefined)[]
  /** The reasons why nothing is delivered to some destinations. */
  stopped?: () => readonly string[]
  /** Reads the configuration again. @throws UsageError for a faulty one */
  reload?: () => Promise<void>
}

export interface LiveServer {
  port: number
  adminPort: number
  metrics: LiveMetrics
  /** Takes other write keys over, for all requests from now on. */
  replaceKeys(writeKeys: readonly WriteKeyOptions[]): void
  /** Stops listening; resolves when every accepted event is stored and acknowledged. The store stays open. */
  close(): Promise<void>
}

const MIB = 1024 * 1024
const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

/** Starts to accept events. @throws an Error if a port is taken, or if the operators' port is open to everybody */
export async function startLiveServer(options: LiveServerOptions): Promise<LiveServer> {
  const { store, log, admin, maxBacklog = 1_000_000, maxPendingBytes = 32 * MIB } = options
  checkAdmin(admin)
  const { metrics = new LiveMetrics() } = options
  const onCommit = (report: CommitReport) => {
    logCommit(log, report)
    metrics.countCommit(report)
  }
  const commit = new GroupCommit(store, { maxBytes: maxPendingBytes, onCommit })
  const proxies = new TrustedProxies(options.trustProxy ?? [])
  const connections = new Connections(proxies, options.limits)
  const keys = new WriteKeys(options.writeKeys)
  const app = createIntake({
    keys,
    commit,
    backlog: new Backlog(store, { events: maxBacklog, dead: options.maxDead }),
    metrics,
    log,
    proxies,
    connections,
    budget: new ByteBudget(options.maxBodyBytes ?? 128 * MIB),
    maxRequestBytes: options.maxRequestBytes ?? 4 * MIB,
    publicUrl: options.publicUrl,
    watcher: options.watcher
  })
  const { token } = admin
  const adminServer = await startServer(
    createAdmin({
      store,
      metrics,
      maxBacklog,
      token,
      checks: options.checks,
      stopped: options.stopped,
      reload: options.reload
    }),
    admin
  )
  const intakeServer = await startServer(app, options.intake, connections).catch(async (error) => {
    await adminServer.close()
    throw error
  })
  return {
    port: intakeServer.port,
    adminPort: adminServer.port,
    metrics,
    replaceKeys: (writeKeys) => keys.replace(writeKeys),
    close: async () => {
      await intakeServer.close()
      await commit.flush()
      await adminServer.close()
    }
  }
}

/** @throws UsageError if the operators' port is open to everybody */
export function checkAdmin({ token, hostname }: LiveServerOptions['admin']): void {
  if (token !== undefined || LOOPBACK.includes(hostname)) return
  throw new UsageError(
    `Set TIKTOK_ADMIN_TOKEN to use the operators' address ${hostname}; only a loopback address needs none.`
  )
}

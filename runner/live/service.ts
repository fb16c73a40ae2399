import type { Logger } from 'pino'
import { createDeliveryLog } from './deliver/metrics'
import type { EventOutcome } from './deliver/report'
import type { DelivererSettings } from './deliver/supervisor'
import { DelivererSupervisor } from './deliver/supervisor'
import type { EventWatcher } from './event-watcher'
import { createAdmin } from './http/admin'
import type { LiveServerOptions } from './http/live-server'
import { checkAdmin, startLiveServer } from './http/live-server'
import type { ListenOptions } from './http/server'
import { startServer } from './http/server'
import { codeOf } from './log'
import { LiveMetrics } from './metrics'
import { watchReplication } from './replication'
import type { Store } from './store/store'

/** Milliseconds between removals of what is old. */
const PRUNE_INTERVAL = 10 * 60 * 1000

export interface ServiceOptions {
  store: Store
  log: Logger
  admin: ListenOptions & { token?: string }
  maxBacklog: number
  /** Milliseconds for which dead letters are kept. */
  keepDead: number
  /** Absent where this process takes no events. */
  intake?: Pick<LiveServerOptions, 'intake' | 'writeKeys' | 'trustProxy' | 'publicUrl' | 'maxRequestBytes'>
  /** Absent where this process delivers no events. */
  deliver?: DelivererSettings
  /** Sees the events that this process takes, and the results of those that it delivers. */
  watcher?: EventWatcher
}

export interface Service {
  /** Of the intake. */
  port?: number
  adminPort: number
  /** Finishes the requests under way. The store stays open. */
  close(): Promise<void>
}

/** Takes events, delivers them, or does both. @throws an Error where a port is taken */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { store, log, keepDead, deliver, watcher } = options
  const metrics = new LiveMetrics()
  let supervisor: DelivererSupervisor | undefined
  const server = await startServers(options, metrics, () => supervisor?.problem)
  if (deliver !== undefined) {
    const settled = watcher && ((outcomes: readonly EventOutcome[]) => watcher.settled(outcomes))
    const listener = { ...createDeliveryLog(metrics, log), settled }
    supervisor = new DelivererSupervisor({ ...deliver, isWatched: watcher !== undefined }, listener)
  }
  const prune = () => {
    store.prune({ keepDead }).catch((error) => log.error({ code: codeOf(error) }, 'Old events could not be removed.'))
  }
  prune()
  const timer = setInterval(prune, PRUNE_INTERVAL)
  const endWatch = watchReplication(store, metrics, log)
  return {
    port: server.port,
    adminPort: server.adminPort,
    close: async () => {
      clearInterval(timer)
      endWatch()
      await Promise.all([server.close(), supervisor?.stop()])
    }
  }
}

async function startServers(options: ServiceOptions, metrics: LiveMetrics, check: () => string | undefined) {
  const { store, log, admin, maxBacklog, intake, watcher } = options
  const checks = [check]
  if (intake !== undefined)
    return startLiveServer({ ...intake, store, log, admin, maxBacklog, metrics, checks, watcher })

  checkAdmin(admin)
  const { port, close } = await startServer(
    createAdmin({ store, metrics, maxBacklog, token: admin.token, checks }),
    admin
  )
  return { port: undefined, adminPort: port, close }
}

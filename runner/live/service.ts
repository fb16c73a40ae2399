import type { Logger } from 'pino'
import { codeOf } from '../errors'
import { describeStore } from '../store-location'
import { deadLimitOf, trimDeadLetters } from './dead-limit'
import type { DestinationSettings } from './deliver/destinations'
import { createDeliveryLog } from './deliver/metrics'
import type { EventOutcome } from './deliver/report'
import type { DelivererSettings } from './deliver/supervisor'
import { DelivererSupervisor } from './deliver/supervisor'
import { createAdmin } from './http/admin'
import type { LiveServerOptions } from './http/live-server'
import { checkAdmin, startLiveServer } from './http/live-server'
import type { ListenOptions } from './http/server'
import { startServer } from './http/server'
import { LiveMetrics } from './metrics'
import type { EventWatcher } from './recent-events'
import { watchReplication } from './replication'
import { isOutage } from './store/postgres-outage'
import type { Store } from './store/store'
import { storeReason } from './store/store-error'
import type { WriteKeyOptions } from './write-keys'

/** Milliseconds between removals of what is old. */
const PRUNE_INTERVAL = 10 * 60 * 1000

/** Settings that a reload takes over. */
export interface ReloadableSettings {
  writeKeys: readonly WriteKeyOptions[]
  destinations: readonly DestinationSettings[]
}

export interface ServiceOptions {
  store: Store
  log: Logger
  admin: ListenOptions & { token?: string }
  maxBacklog: number
  /** Dead letters that may be kept. */
  maxDead: number
  /** Milliseconds that dead letters are kept. */
  keepDead: number
  /** Absent if this process accepts no events. */
  intake?: Pick<LiveServerOptions, 'intake' | 'writeKeys' | 'trustProxy' | 'publicUrl' | 'maxRequestBytes'>
  /** Absent if this process delivers no events. */
  deliver?: DelivererSettings
  /** Sees the events that this process accepts, and the results of the events that it delivers. */
  watcher?: EventWatcher
  /** Reads the settings again. @throws UsageError for faulty ones, which change nothing */
  read?: () => Promise<ReloadableSettings>
}

export interface Service {
  /** Port of the intake. */
  port?: number
  adminPort: number
  /** Reads the settings again, and takes them over without losing a request. @throws UsageError for faulty ones */
  reload(): Promise<void>
  /** Finishes the requests in flight. The store stays open. */
  close(): Promise<void>
}

/** Accepts events, delivers them, or does both. @throws an Error if a port is taken */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { store, log, deliver, watcher } = options
  const metrics = new LiveMetrics()
  let supervisor: DelivererSupervisor | undefined
  let served = deliver?.destinations
  const reload = async () => {
    const settings = await options.read?.()
    if (settings === undefined) return
    server.replaceKeys(settings.writeKeys)
    supervisor?.replace(settings.destinations)
    if (supervisor !== undefined) served = settings.destinations
    log.info('The settings were read again.')
    await lookForUnserved(options, metrics, served)
  }
  const server = await startServers(options, metrics, {
    check: () => supervisor?.problem,
    stopped: () => supervisor?.stopped ?? [],
    reload
  })
  if (deliver !== undefined) {
    const settled = watcher && ((outcomes: readonly EventOutcome[]) => watcher.settled(outcomes))
    const listenerOf = createDeliveryLog(metrics, log)
    const storeChanged = (code?: string) => logStore(log, deliver.store, code)
    supervisor = new DelivererSupervisor(
      { ...deliver, isWatched: watcher !== undefined },
      { listenerOf, settled, storeChanged }
    )
  }
  const tidy = () => void Promise.all([prune(store, options, metrics), lookForUnserved(options, metrics, served)])
  tidy()
  const timer = setInterval(tidy, PRUNE_INTERVAL)
  const endWatch = watchReplication(store, metrics, log)
  return {
    port: server.port,
    adminPort: server.adminPort,
    reload,
    close: async () => {
      clearInterval(timer)
      endWatch()
      await Promise.all([server.close(), supervisor?.stop()])
    }
  }
}

/** One line when the store fails, and one when it works again. */
function logStore(log: Logger, location: string, code?: string): void {
  const store = describeStore(location)
  if (code === undefined) log.info(`${store} works again.`)
  else {
    const verb = isOutage({ code }) ? 'reached' : 'used'
    log.error({ code }, `${store} cannot be ${verb}: ${storeReason({ code })}. Waiting for it.`)
  }
}

async function prune(
  store: Store,
  { log, keepDead, maxDead, deliver }: ServiceOptions,
  metrics: LiveMetrics
): Promise<void> {
  try {
    await store.prune({ keepDead })
    const letters = await trimDeadLetters(store, deadLimitOf(maxDead))
    metrics.countTrimmed(letters)
    if (letters > 0) log.error({ letters }, 'There are too many dead letters: the oldest were removed.')
  } catch (error) {
    // The deliverer reports an outage.
    if (deliver === undefined || !isOutage(error)) {
      log.error({ code: codeOf(error) }, 'Old events could not be removed.')
    }
  }
}

/** Events of a destination that is no longer configured would wait unseen. */
async function lookForUnserved(
  { store, log }: ServiceOptions,
  metrics: LiveMetrics,
  served: readonly DestinationSettings[] | undefined
): Promise<void> {
  if (served === undefined) return
  const waiting = await store.waiting.byDestination().catch(() => ({}))
  const unserved = Object.entries(waiting).filter(([name]) => served.every((each) => each.name !== name))
  metrics.setUnserved(Object.fromEntries(unserved))
  for (const [destination, events] of unserved) {
    log.error({ destination, events }, 'Events wait for a destination that is not configured.')
  }
}

interface Operations {
  check: () => string | undefined
  stopped: () => readonly string[]
  reload: () => Promise<void>
}

async function startServers(options: ServiceOptions, metrics: LiveMetrics, { check, ...operations }: Operations) {
  const { store, log, admin, maxBacklog, intake, watcher } = options
  const checks = [check]
  if (intake !== undefined) {
    const maxDead = deadLimitOf(options.maxDead)
    return startLiveServer({
      ...intake,
      store,
      log,
      admin,
      maxBacklog,
      maxDead,
      metrics,
      checks,
      watcher,
      ...operations
    })
  }

  checkAdmin(admin)
  const app = createAdmin({ store, metrics, maxBacklog, token: admin.token, checks, ...operations })
  const { port, close } = await startServer(app, admin)
  return { port: undefined, adminPort: port, replaceKeys: () => {}, close }
}

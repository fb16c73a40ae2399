import { once } from 'node:events'
import type { ExitCode } from '../../errors'
import { EXIT, portError, reasonOf, UsageError } from '../../errors'
import { RecentEvents } from '../../live/recent-events'
import type { Service, ServiceOptions } from '../../live/service'
import { Screen } from '../../terminal/screen'
import { action } from '../action'
import { isGiven as isFlagGiven } from '../flags'
import type { ServeFlags } from '../serve-flags'
import { withServeFlags } from '../serve-flags'
import type { ServeSettings } from '../serve-settings'
import type { ServeStudio } from '../serve-studio'
import type { StoreCommand } from '../store-option'
import { createStore, locationOf } from '../store-option'

const NO_INTAKE =
  '--studio shows the events that a process takes, and --only deliver takes none. Start it beside the intake.'

/** `tiktok-conversions serve`: accepts events and delivers them until SIGTERM or Ctrl-C. */
export const serveCommand = (): ReturnType<typeof withServeFlags> => withServeFlags().action(action(serve))

async function serve(given: ServeFlags, command: StoreCommand): Promise<ExitCode> {
  if (given.studio && given.only === 'deliver') throw new UsageError(NO_INTAKE)
  const isGiven = (flag: keyof ServeFlags) => isFlagGiven(command, flag)
  const { readServeSettings } = await import('../serve-settings')
  const flags = { ...given, store: await locationOf(command) }
  if (flags.migrate) return migrate(flags)
  const settings = await readServeSettings(given, isGiven)
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const { default: pino } = await import('pino')
  const screen = new Screen(process.stdout)
  const { describeStart, terminalLog } = await import('../serve-terminal')
  // People read a terminal; whoever collects the log gets JSON.
  const log = screen.isTerminal ? pino({ level: flags.logLevel }, terminalLog(screen)) : pino({ level: flags.logLevel })
  const store = await createStore(flags.store, { schema: flags.schema, isPatient: true })
  let studio: ServeStudio | undefined
  try {
    const watcher = flags.studio === true ? new RecentEvents() : undefined
    studio = watcher && (await startStudio(watcher, log, { ...flags, ...settings.shown }))
    await reportAdvice(settings, log)
    const read = async () => {
      const again = await readServeSettings(given, isGiven)
      await reportAdvice(again, log)
      return again
    }
    const service = await start({ store, log, ...partsOf(flags, settings), watcher, read }, flags)
    const endReloads = reloadOnHangUp(service, log)
    if (screen.isTerminal) console.log(await describeStart(service, settings, flags))
    else log.info({ port: service.port, adminPort: service.adminPort }, 'The server is started.')
    // The log goes to standard output, and may be kept: the token does not belong there.
    if (studio !== undefined) console.error(`The studio is at ${studio.url}`)
    await ended
    log.info('Shutting down: finishing requests in flight.')
    await service.close()
    endReloads()
  } finally {
    await studio?.close()
    await store.close()
  }
  return EXIT.allDelivered
}

async function reportAdvice({ destinations }: ServeSettings, log: ServiceOptions['log']): Promise<void> {
  const { adviceOnNames, namesWithoutEventId } = await import('../../mappings/advice')
  for (const { name: destination, delivery } of destinations) {
    for (const mapping of namesWithoutEventId(delivery.mappings)) {
      log.warn({ destination, mapping }, 'This mapping has no event_id: the message ID is used.')
    }
    for (const advice of adviceOnNames(delivery.mappings)) log.warn({ destination }, advice)
  }
}

/** A faulty file changes nothing. @returns a way to stop */
function reloadOnHangUp(service: Service, log: ServiceOptions['log']): () => void {
  const reload = () => {
    service.reload().catch((error) => {
      const reason = error instanceof UsageError ? error.message : reasonOf(error)
      log.error({ reason }, 'The settings were not read again: nothing has changed.')
    })
  }
  process.on('SIGHUP', reload)
  return () => process.off('SIGHUP', reload)
}

/** Whatever opens a store migrates it. */
async function migrate({ store: location, schema }: ServeFlags): Promise<ExitCode> {
  const store = await createStore(location, { schema })
  await store.close()
  console.log('The schema of the store is up to date.')
  return EXIT.allDelivered
}

async function start(
  options: Omit<ServiceOptions, 'admin' | 'maxBacklog' | 'maxDead' | 'keepDead'>,
  { host, adminHost, adminPort, maxBacklog, maxDead, keepDead }: ServeFlags
): Promise<Service> {
  const { startService } = await import('../../live/service')
  const admin = { hostname: adminHost, port: adminPort, token: process.env.TIKTOK_ADMIN_TOKEN || undefined }
  return startService({ ...options, admin, maxBacklog, maxDead, keepDead }).catch((error) => {
    if (error instanceof UsageError) throw error
    const { code, port, address, hostname = address } = error as NodeJS.ErrnoException & Listened
    if (port !== undefined && code !== 'EADDRNOTAVAIL') {
      throw portError(port, error, port === adminPort ? '--admin-port' : '--port')
    }
    // The operators' port is opened first.
    const flag = hostname === adminHost ? '--admin-host' : '--host'
    throw new UsageError(
      hostname === host || hostname === adminHost
        ? `${flag} ${hostname} cannot be used (${reasonOf(error)}). It must be an address of this machine; 0.0.0.0 stands for all.`
        : `The server cannot start (${reasonOf(error)}).`
    )
  })
}

/** What an error of a port names: the address, or the name of a host that was not found. */
interface Listened {
  port?: number
  address?: string
  hostname?: string
}

async function startStudio(recent: RecentEvents, log: ServiceOptions['log'], flags: ServeFlags): Promise<ServeStudio> {
  const { studioPort, mappings, only, consentCategory } = flags
  const { ServeStudio } = await import('../serve-studio')
  const settings = {
    port: studioPort,
    mappings,
    hasResults: only === undefined,
    optOut: { consentCategories: consentCategory }
  }
  return ServeStudio.start(settings, recent, () => log.error('The studio has ended.'))
}

function partsOf(flags: ServeFlags, { writeKeys, destinations }: ServeSettings) {
  const { only, store, schema, lease: leaseMs, keepUnmatched: keepsUnmatched } = flags
  const intake = {
    writeKeys,
    intake: { hostname: flags.host, port: flags.port },
    trustProxy: flags.trustProxy,
    publicUrl: flags.publicUrl,
    maxRequestBytes: flags.maxRequest
  }
  return {
    intake: only === 'deliver' ? undefined : intake,
    deliver: only === 'intake' ? undefined : { store, schema, destinations, leaseMs, keepsUnmatched }
  }
}

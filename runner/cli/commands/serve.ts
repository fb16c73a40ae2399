import { once } from 'node:events'
import type { ExitCode } from '../../errors'
import { codeOf, EXIT, portError, UsageError } from '../../errors'
import { RecentEvents } from '../../live/recent-events'
import type { Service, ServiceOptions } from '../../live/service'
import type { Store } from '../../live/store/store'
import { limitsOf } from '../delivery-flags'
import type { ServeFlags } from '../serve-flags'
import { withServeFlags } from '../serve-flags'
import type { ServeStudio } from '../serve-studio'
import { createStore } from '../store-option'

const NO_INTAKE =
  '--studio shows the events that a process takes, and --only deliver takes none. Start it beside the intake.'

/** `tiktok-conversions serve`: takes events and delivers them until SIGTERM or Ctrl-C. */
export const serveCommand = (exitWith: (code: ExitCode) => void): ReturnType<typeof withServeFlags> =>
  withServeFlags().action(async (flags) => exitWith(await serve(flags)))

async function serve(flags: ServeFlags): Promise<ExitCode> {
  if (flags.studio && flags.only === 'deliver') throw new UsageError(NO_INTAKE)
  if (flags.migrate) return migrate(flags)
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const parts = {
    intake: flags.only === 'deliver' ? undefined : await intakeOptions(flags),
    deliver: flags.only === 'intake' ? undefined : await deliverOptions(flags)
  }
  const { default: pino } = await import('pino')
  const log = pino()
  const { adviceOnNames, namesWithoutEventId } = await import('../../mappings/advice')
  const mappings = parts.deliver?.delivery.mappings ?? []
  const store = await createStore(flags.store, { schema: flags.schema, isPatient: true })
  let studio: ServeStudio | undefined
  try {
    const watcher = flags.studio === true ? new RecentEvents() : undefined
    studio = watcher && (await startStudio(watcher, log, flags))
    for (const mapping of namesWithoutEventId(mappings))
      log.warn({ mapping }, 'This mapping has no event_id: the message ID is used.')
    for (const advice of adviceOnNames(mappings)) log.warn(advice)
    const service = await start(store, log, flags, { ...parts, watcher })
    const { adminPort } = service
    log.info({ port: service.port, adminPort }, 'The server is started.')
    // The log goes to standard output, and may be kept: the token does not belong there.
    if (studio !== undefined) console.error(`The studio is at ${studio.url}`)
    await ended
    log.info('Shutting down: finishing requests in flight.')
    await service.close()
  } finally {
    await studio?.close()
    await store.close()
  }
  return EXIT.allDelivered
}

/** Whatever opens a store migrates it. */
async function migrate({ store: location, schema }: ServeFlags): Promise<ExitCode> {
  const store = await createStore(location, { schema })
  await store.close()
  console.log('The schema of the store is up to date.')
  return EXIT.allDelivered
}

async function start(
  store: Store,
  log: ServiceOptions['log'],
  { adminHost, adminPort, maxBacklog, keepDead }: ServeFlags,
  parts: Pick<ServiceOptions, 'intake' | 'deliver' | 'watcher'>
): Promise<Service> {
  const { startService } = await import('../../live/service')
  const admin = { hostname: adminHost, port: adminPort, token: process.env.TIKTOK_ADMIN_TOKEN || undefined }
  return startService({ store, log, admin, maxBacklog, keepDead, ...parts }).catch((error) => {
    const { port } = error as { port?: number }
    if (port !== undefined) throw portError(port, error)
    throw new UsageError(`The server cannot start (${codeOf(error)}).`)
  })
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

async function intakeOptions(flags: ServeFlags): Promise<ServiceOptions['intake']> {
  const { readWriteKeys } = await import('../../live/read-write-keys')
  return {
    writeKeys: readWriteKeys(process.env.TIKTOK_WRITE_KEYS),
    intake: { hostname: flags.host, port: flags.port },
    trustProxy: flags.trustProxy,
    publicUrl: flags.publicUrl,
    maxRequestBytes: flags.maxRequest
  }
}

async function deliverOptions(flags: ServeFlags): Promise<ServiceOptions['deliver']> {
  const { sandboxPort, concurrency } = flags
  const { liveEndpoint, sandboxEndpoint } = await import('../../delivery/endpoint')
  const { chooseMappings } = await import('../../mappings/presets')
  const endpoint = sandboxPort === undefined ? liveEndpoint() : sandboxEndpoint({ port: sandboxPort })
  const optOut = { consentCategories: flags.consentCategory }
  const delivery = {
    ...limitsOf(flags),
    endpoint,
    mappings: chooseMappings(flags.mappings),
    optOut,
    keepsRequests: false
  }
  return { store: flags.store, schema: flags.schema, delivery, concurrency, leaseMs: flags.lease }
}

import { once } from 'node:events'
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import type { ExitCode } from '../../errors'
import { codeOf, EXIT, UsageError } from '../../errors'
import { RecentEvents } from '../../live/recent-events'
import type { Service, ServiceOptions } from '../../live/service'
import type { Store } from '../../live/store/store'
import { collect, seconds, wholeNumber } from '../flags'
import type { ServeStudio } from '../serve-studio'
import { createStore, storeOption } from '../store-option'

const DAY = 24 * 60 * 60 * 1000
const MAX_RATE = 1000
const port = wholeNumber(0, 65535)
const NO_INTAKE =
  '--studio shows the events that a process takes, and --only deliver takes none. Start it beside the intake.'

const HELP = `
Secrets come from the environment:
  TIKTOK_WRITE_KEYS     keys of those who send events: source:key,source:key or a JSON list
  TIKTOK_ACCESS_TOKEN   the Access Token, to deliver
  TIKTOK_PIXEL_CODE     the Pixel Code, to deliver
  TIKTOK_ADMIN_TOKEN    a bearer token for operators, needed unless --admin-host is a loopback address
  TIKTOK_STORE          the store, where its URL holds a password

Examples:
  $ TIKTOK_WRITE_KEYS=shop:key-1 tiktok-conversions serve --sandbox-port 8099
  $ tiktok-conversions serve --store events.db --mappings mappings.json
  $ tiktok-conversions serve --studio
  $ tiktok-conversions serve --only intake --store postgres://db.example.com/events --host 0.0.0.0
  $ tiktok-conversions serve --only deliver --store postgres://db.example.com/events

Operators find /healthz, /readyz, /metrics and /dead on the second port. SIGTERM finishes what is under way.
`

const withFlags = () =>
  new Command('serve')
    .description('take events over HTTP, store them, and deliver them')
    .addOption(storeOption())
    .addOption(new Option('--only <part>', 'only take events, or only deliver them').choices(['intake', 'deliver']))
    .option('--host <address>', 'the address to take events on', '127.0.0.1')
    .option('--port <port>', 'the port to take events on; 0 is a free one', port, 8080)
    .option('--admin-host <address>', "the operators' address", '127.0.0.1')
    .option('--admin-port <port>', "the operators' port; 0 is a free one", port, 8081)
    .option('--public-url <url>', 'the address that clients see, if a proxy changes it')
    .option('--trust-proxy <address>', 'address or CIDR range of a proxy; may be given several times', collect)
    .option('--max-request <bytes>', 'bytes of a request (default: 512000)', wholeNumber(1, 64 * 1024 * 1024))
    .option('--max-backlog <n>', 'events that may wait before more are refused', wholeNumber(1, Infinity), 1_000_000)
    .option('--mappings <file>', 'a JSON file of mappings, as a CDP exports it, instead of the presets')
    .option('--sandbox-port <port>', 'deliver to a local TikTok that is already running', wholeNumber(1, 65535))
    .option('--consent-category <name>', 'category that events with consent must grant; may be repeated', collect)
    .option('--concurrency <n>', 'requests at a time', wholeNumber(1, 64), 4)
    .option('--rate <n>', 'requests a second of all processes on the store', wholeNumber(1, MAX_RATE), MAX_RATE)
    .option('--max-attempts <n>', 'attempts for an event before it is given up', wholeNumber(1, 1000), 100)
    .option(
      '--retry-delay <seconds>',
      'longest pause before the second attempt; doubled each time (default: 1)',
      seconds
    )
    .option('--timeout <seconds>', 'time for one request before it is tried again (default: 60)', seconds)
    .option(
      '--lease <seconds>',
      'time after which events of a dead process are delivered by another (default: 60)',
      seconds
    )
    .option('--studio', 'show the last events taken, without their values, on a page that only this machine can reach')
    .addOption(
      new Option('--studio-port <port>', 'the port of that page (default: a free one)')
        .argParser(port)
        .implies({ studio: true })
    )
    .option('--keep-dead <days>', 'how long dead letters are kept, such as 30d', days, 30 * DAY)
    .addHelpText('after', HELP)

type ServeFlags = ReturnType<ReturnType<typeof withFlags>['opts']>

/** `tiktok-conversions serve`: takes events and delivers them until SIGTERM or Ctrl-C. */
export const serveCommand = (exitWith: (code: ExitCode) => void) =>
  withFlags().action(async (flags) => exitWith(await serve(flags)))

async function serve(flags: ServeFlags): Promise<ExitCode> {
  if (flags.studio && flags.only === 'deliver') throw new UsageError(NO_INTAKE)
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  const parts = {
    intake: flags.only === 'deliver' ? undefined : await intakeOptions(flags),
    deliver: flags.only === 'intake' ? undefined : await deliverOptions(flags)
  }
  const { default: pino } = await import('pino')
  const log = pino()
  const store = await createStore(flags.store)
  let studio: ServeStudio | undefined
  try {
    const watcher = flags.studio === true ? new RecentEvents() : undefined
    studio = watcher && (await startStudio(watcher, log, flags))
    const service = await start(store, log, flags, { ...parts, watcher })
    const { adminPort } = service
    log.info({ port: service.port, adminPort }, 'The server is started.')
    // The log goes to standard output, and may be kept: the token does not belong there.
    if (studio !== undefined) console.error(`The studio is at ${studio.url}`)
    await ended
    log.info('The server finishes what is under way.')
    await service.close()
  } finally {
    await studio?.close()
    await store.close()
  }
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
  const { sandboxPort, rate, maxAttempts, retryDelay = 1000, timeout = 60_000, concurrency } = flags
  const { liveEndpoint, sandboxEndpoint } = await import('../../delivery/endpoint')
  const { chooseMappings } = await import('../../delivery/mappings')
  const endpoint = sandboxPort === undefined ? liveEndpoint() : sandboxEndpoint({ port: sandboxPort })
  const optOut = { consentCategories: flags.consentCategory }
  const limits = { rate, maxAttempts, retryDelay, timeout }
  const delivery = { ...limits, endpoint, mappings: chooseMappings(flags.mappings), optOut, keepsRequests: false }
  return { store: flags.store, delivery, concurrency, leaseMs: flags.lease }
}

/** Parses days, such as `30d`. @returns milliseconds */
function days(text: string): number {
  const [, number] = /^(\d{1,4})d$/.exec(text) ?? []
  if (number === undefined) throw new InvalidArgumentError('It is not a number of days, such as 30d.')
  return Number(number) * DAY
}

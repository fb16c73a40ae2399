import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { TrustedProxies } from '../live/ip-address'
import {
  attemptsOption,
  concurrencyOption,
  configOption,
  consentOption,
  mappingsOption,
  rateOption,
  retryDelayOption,
  sandboxPortOption,
  timeoutOption
} from './delivery-flags'
import { collect, envFileOption, seconds, wholeNumber } from './flags'
import { schemaOption, storeOption } from './store-option'

const DAY = 24 * 60 * 60 * 1000
const port = wholeNumber(0, 65535)

const HELP = `
Secrets come from the environment:
  TIKTOK_WRITE_KEYS     keys of senders: source:key,source:key or a JSON list
  TIKTOK_ACCESS_TOKEN   the Access Token, to deliver
  TIKTOK_PIXEL_CODE     the Pixel Code, to deliver
  TIKTOK_ADMIN_TOKEN    a bearer token for operators, needed unless
                        --admin-host is a loopback address
  TIKTOK_STORE          the store, where its URL holds a password

Examples:
  $ TIKTOK_WRITE_KEYS=shop:key-1 npx tiktok-conversions serve --sandbox-port 8099
  $ npx tiktok-conversions serve --store events.db --mappings mappings.json
  $ npx tiktok-conversions serve --studio
  $ npx tiktok-conversions serve --only intake --store postgres://db.example.com/events --host 0.0.0.0
  $ npx tiktok-conversions serve --only deliver --store postgres://db.example.com/events

Operators find /healthz, /readyz, /metrics and /dead on the second port.
SIGTERM finishes requests in flight.
`

/** The command with its flags. */
export const withServeFlags = () =>
  new Command('serve')
    .description('accept events over HTTP, store them, and deliver them')
    .addOption(storeOption())
    .addOption(schemaOption())
    .addOption(configOption())
    .addOption(envFileOption())
    .option('--migrate', 'bring the schema of the store to the newest version, and end')
    .addOption(new Option('--only <part>', 'only accept events, or only deliver them').choices(['intake', 'deliver']))
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the port to listen on; 0 is a free one', port, 8080)
    .option('--admin-host <address>', "the operators' address", '127.0.0.1')
    .option('--admin-port <port>', "the operators' port; 0 is a free one", port, 8081)
    .option('--public-url <url>', 'the address that clients see, if a proxy changes it')
    .option('--trust-proxy <address>', 'address or CIDR range of a proxy; may be given several times', proxies)
    .option('--max-request <bytes>', 'bytes of a request (default: 4 MiB)', wholeNumber(1, 64 * 1024 * 1024))
    .option('--max-backlog <n>', 'events that may wait before more are refused', wholeNumber(1, Infinity), 1_000_000)
    .option(
      '--max-dead <n>',
      'dead letters to keep at most; 4 KiB each on average',
      wholeNumber(1, Infinity),
      1_000_000
    )
    .option('--keep-unmatched', 'keep events that no mapping matches for a day: dead list --unmatched')
    .addOption(
      new Option('--log-level <level>', 'least level of log lines; debug has one for each transaction of the intake')
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info')
    )
    .addOption(mappingsOption())
    .addOption(sandboxPortOption('deliver'))
    .addOption(consentOption('may be repeated'))
    .addOption(concurrencyOption())
    .addOption(rateOption('requests a second of all processes on the store'))
    .addOption(attemptsOption(100))
    .addOption(retryDelayOption())
    .addOption(timeoutOption())
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
    .addOption(
      new Option('--keep-dead <days>', 'how long dead letters are kept').argParser(days).default(30 * DAY, '30d')
    )
    .addHelpText('after', HELP)

export type ServeFlags = ReturnType<ReturnType<typeof withServeFlags>['opts']>

/** Parses days, such as `30d`. @returns milliseconds */
function days(text: string): number {
  const [, number] = /^(\d{1,4})d$/.exec(text) ?? []
  if (number === undefined) throw new InvalidArgumentError('It is not a number of days, such as 30d.')
  return Number(number) * DAY
}

/** Parses an address or a CIDR range, and adds it to earlier ones. */
function proxies(range: string, before?: readonly string[]): string[] {
  try {
    new TrustedProxies([range])
  } catch {
    throw new InvalidArgumentError('It is neither an IP address nor a CIDR range, such as 10.0.0.0/8.')
  }
  return collect(range, before)
}

import type { DestinationStream } from 'pino'
import { isSandboxRunning } from '../delivery/unreachable'
import { count } from '../figures'
import type { Service } from '../live/service'
import { DEFAULT_DESTINATION } from '../live/store/store'
import { storeReason } from '../live/store/store-error'
import { formatReceiver } from '../terminal/plan'
import type { Screen } from '../terminal/screen'
import { visible } from '../terminal/text'
import type { ServeFlags } from './serve-flags'
import type { ServeSettings } from './serve-settings'

/** Levels of the log that are named, by their numbers. */
const LEVELS: Record<number, string> = { 40: 'warning', 50: 'error' }

/** Keys of the log that people do not need. */
const HIDDEN = ['pid', 'hostname', 'level', 'time', 'msg']

/** Writes the log of a server for people: a time, words, and the values behind them. */
export function terminalLog(screen: Screen): DestinationStream {
  return {
    write: (text) => {
      const entry = JSON.parse(text) as Record<string, unknown> & { level: number; time: number; msg: string }
      const values = Object.entries(entry).flatMap(([key, value]) =>
        HIDDEN.includes(key) || isEmpty(value) || (key === 'code' && entry.msg.includes(storeReason({ code: value })))
          ? []
          : [key === 'code' ? storeReason({ code: value }) : `${key} ${formatValue(value)}`]
      )
      const level = entry.level in LEVELS ? `${screen.paint('yellow', LEVELS[entry.level])}: ` : ''
      const time = new Date(entry.time).toTimeString().slice(0, 8)
      const rest = values.length > 0 ? visible(` (${values.join(', ')})`) : ''
      console.log(screen.wrap(`${time} ${level}${visible(entry.msg)}${rest}`, time.length + 1))
    }
  }
}

/** Describes where a server listens and delivers, and how to try it. No key is shown. */
export async function describeStart(
  { port, adminPort }: Service,
  { writeKeys, destinations }: ServeSettings,
  flags: ServeFlags
): Promise<string> {
  const receivers = await Promise.all(destinations.map(describeReceiver))
  const sources = [...new Set(writeKeys.map(({ source }) => source))]
  return [
    port === undefined
      ? 'Events are accepted by other processes (serve --only intake).'
      : `Listening on ${urlOf(flags.host, port)} for events of ${sources.join(', ')}`,
    ...(receivers.length > 0 ? receivers : ['Events are delivered by other processes (serve --only deliver).']),
    `For operators: ${urlOf(flags.adminHost, adminPort)}/readyz, /metrics, /dead`,
    ...(port === undefined ? [] : ['', ...tryIt(flags.publicUrl ?? urlOf(reachable(flags.host), port), sources[0])]),
    '',
    'Ctrl-C finishes requests in flight, and ends it.'
  ].join('\n')
}

async function describeReceiver({ name, delivery }: ServeSettings['destinations'][number]): Promise<string> {
  const { endpoint, mappings } = delivery
  const receiver = `Delivering to ${formatReceiver(endpoint)}, through ${count(mappings.length, 'mapping')}`
  const line = name === DEFAULT_DESTINATION ? receiver : `${name}: ${receiver}`
  if (endpoint.kind !== 'sandbox' || (await isSandboxRunning(endpoint))) return line
  return `${line}\n  No sandbox listens there yet: npx tiktok-conversions sandbox --port ${endpoint.port}`
}

/** Counts by name, such as those of `skipped`, as in "2 × unmatched". */
function formatValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, number]) => `${number} × ${name}`)
    .join(' and ')
}

/** Counts of nothing, and what is not so. */
function isEmpty(value: unknown): boolean {
  return value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
}

function tryIt(url: string, source: string): string[] {
  return [
    `Try it, with the key of ${source}:`,
    `  curl -u WRITE_KEY: ${url}/v1/track -d '{`,
    '    "event": "Order Completed", "userId": "u1",',
    '    "properties": {"revenue": 1, "currency": "USD"}',
    "  }'"
  ]
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** An address that stands for all addresses of this machine cannot be called. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
}

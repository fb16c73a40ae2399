import type { Row } from '../delivery/result'
import type { MatchKeys, Tally } from '../delivery/tally'
import { MATCH_KEYS } from '../delivery/tally'

/** Longer reasons are cut for people; machines get all of them. */
const MAX_REASON = 200

const STATUS_WORDS: Record<Row['status'], string> = {
  delivered: 'delivered',
  rejected: 'rejected',
  gaveUp: 'given up',
  unmatched: 'no matching mapping',
  optedOut: 'opted out',
  unreadable: ''
}

/** Formats the result of one line. @param success the word for delivered events */
export function formatRow({ line, name, mapping, tiktokEvent, status, reason }: Row, success: string): string {
  if (status === 'unreadable') return `line ${line}  ${reason}`
  const columns = [name.padEnd(25), (mapping ?? '–').padEnd(17), (tiktokEvent ?? '–').padEnd(17)]
  const verdict = status === 'delivered' ? success : STATUS_WORDS[status]
  return `line ${String(line).padEnd(4)} ${columns.join(' ')} ${verdict}${reason === undefined ? '' : `: ${reason}`}`
}

/** Formats the result of a run. @param success the word for delivered events */
export function formatSummary(tally: Tally, success: string, seconds: number): string {
  const { read, delivered, rejected, gaveUp, unmatched, optedOut, unreadable, requests, retries } = tally
  const lines = [
    `${read} events: ${delivered} ${success}, ${rejected} rejected, ${gaveUp} given up, ${unmatched} without a matching mapping${optedOut > 0 ? `, ${optedOut} opted out` : ''}`,
    `${unreadable} unreadable lines, ${requests} requests, ${retries} retries, ${seconds.toFixed(1)} s`,
    ...formatReasons(tally),
    ...formatMatchKeys(tally),
    ...formatOldEvents(tally)
  ]
  return lines.join('\n')
}

function formatReasons({ reasons }: Tally): string[] {
  const rows = Object.entries(reasons).sort(([, a], [, b]) => b.count - a.count)
  if (rows.length === 0) return []
  return [
    '',
    'Reasons for failures:',
    ...rows.map(([text, { count, example }]) => `${count} × ${text.slice(0, MAX_REASON)} (${example})`)
  ]
}

const HEADINGS: Record<keyof MatchKeys, string> = {
  events: 'events',
  email: 'email',
  phone: 'phone',
  external_id: 'ext. ID',
  ttclid: 'click ID',
  ttp: 'cookie',
  ip_and_user_agent: 'IP+agent',
  content_ids: 'products'
}

/** TikTok matches products with a catalog, not with people. */
const PEOPLE_KEYS = MATCH_KEYS.filter((key) => key !== 'content_ids')

/** Formats the share of events that carried each key, by TikTok event. */
function formatMatchKeys({ matchKeys }: Tally): string[] {
  const events = Object.keys(matchKeys)
  if (events.length === 0) return []

  const keys = ['events', ...MATCH_KEYS] as const
  const width = Math.max(...events.map((event) => event.length), 'TikTok event'.length)
  const row = (first: string, cells: string[]) =>
    [first.padEnd(width), ...cells.map((cell) => cell.padStart(8))].join('  ')
  const rows = events.map((event) => {
    const { events: count, ...counts } = matchKeys[event]
    return row(event, [String(count), ...MATCH_KEYS.map((key) => `${Math.round((100 * counts[key]) / count)} %`)])
  })
  return [
    '',
    'Keys that TikTok can match by:',
    row(
      'TikTok event',
      keys.map((key) => HEADINGS[key])
    ),
    ...rows,
    ...unmatchable(matchKeys).map(
      (event) => `Warning: no ${event} event carries anything that TikTok can match with a person.`
    )
  ]
}

/** Events that TikTok gives up, each with advice. */
const OLD_EVENTS: Record<string, string> = {
  PlaceAnOrder: 'map Purchase instead (tiktok-conversions presets --rename PlaceAnOrder=Purchase)',
  ClickButton: 'map a standard event that fits instead, such as Contact, or Purchase for an order'
}

function formatOldEvents({ matchKeys }: Tally): string[] {
  return Object.keys(OLD_EVENTS)
    .filter((event) => Object.hasOwn(matchKeys, event))
    .map((event) => `Warning: TikTok supports ${event} until 2027 only: ${OLD_EVENTS[event]}.`)
}

function unmatchable(matchKeys: Tally['matchKeys']): string[] {
  return Object.keys(matchKeys).filter((event) => PEOPLE_KEYS.every((key) => matchKeys[event][key] === 0))
}

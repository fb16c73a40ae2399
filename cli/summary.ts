import type { Row } from './deliver-chunk'
import type { MatchKeys, Tally } from './tally'
import { MATCH_KEYS } from './tally'

/** Longer reasons are cut where people read them; machines get all. */
const MAX_REASON = 200

/** One line for what became of an event. */
export function formatRow({ line, name, mapping, tiktokEvent, verdict }: Row): string {
  if (name === '') return `line ${line}  ${verdict}`
  const columns = [name.padEnd(25), (mapping ?? '–').padEnd(17), (tiktokEvent ?? '–').padEnd(17)]
  return `line ${String(line).padEnd(4)} ${columns.join(' ')} ${verdict}`
}

/** What became of all events, for people. */
export function formatSummary(tally: Tally, success: string, seconds: number): string {
  const { read, delivered, refused, gaveUp, unwanted, unreadable, requests, retries } = tally
  const lines = [
    `${read} events: ${delivered} ${success}, ${refused} refused, ${gaveUp} given up, ${unwanted} not wanted by any mapping`,
    `${unreadable} unreadable lines, ${requests} requests, ${retries} retries, ${seconds.toFixed(1)} s`,
    ...formatReasons(tally),
    ...formatMatchKeys(tally)
  ]
  return lines.join('\n')
}

function formatReasons({ reasons }: Tally): string[] {
  const rows = Object.entries(reasons).sort(([, a], [, b]) => b.count - a.count)
  if (rows.length === 0) return []
  return [
    '',
    'Why events failed:',
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

/** Products are matched with a catalogue, not with people. */
const PEOPLE_KEYS = MATCH_KEYS.filter((key) => key !== 'content_ids')

/** The share of events that carried what TikTok can match, by TikTok event. */
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
    'What TikTok can match by:',
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

function unmatchable(matchKeys: Tally['matchKeys']): string[] {
  return Object.keys(matchKeys).filter((event) => PEOPLE_KEYS.every((key) => matchKeys[event][key] === 0))
}

import type { MatchKeys, Tally } from '../delivery/tally'
import { MATCH_KEYS } from '../delivery/tally'
import { formatNumber } from '../figures'
import { PEOPLE_KEYS } from '../match-keys'
import { warnOfOldEvent } from '../old-events'
import type { Screen } from './screen'
import { toWidth, visible } from './text'

const TITLE = 'TikTok event'

/** The keys by TikTok's own short names, as wide as 80 columns allow beside the longest standard event. */
const HEADINGS: Record<keyof MatchKeys, string> = {
  events: ' events',
  email: ' email',
  phone: ' phone',
  external_id: ' ext.ID',
  ttclid: ' ttclid',
  ttp: '  ttp',
  ip_and_user_agent: ' IP+UA',
  lead_id: '  lead',
  content_ids: 'products'
}

/** Blanks before each further line of a warning. */
const INDENT = 4

const COLUMNS = ['events', ...MATCH_KEYS] as const

/** Formats the share of events that carried each key, by TikTok event. */
export function formatMatchKeys({ matchKeys }: Tally, screen: Screen): string[] {
  const events = Object.keys(matchKeys)
  if (events.length === 0) return []

  // Only CRM events need the column, which has no room beside the longest name.
  const hasLead = events.some((event) => matchKeys[event].lead_id > 0)
  const columns = COLUMNS.filter((key) => key !== 'lead_id' || hasLead)
  const counts = events.map((event) => formatNumber(matchKeys[event].events))
  const widths = columns.map((key) => HEADINGS[key].length)
  widths[0] = Math.max(widths[0], ...counts.map(({ length }) => length))
  const room = screen.tableColumns - widths.reduce((sum, width) => sum + width + 1, 0)
  const nameWidth = Math.max(TITLE.length, Math.min(room, Math.max(...events.map(({ length }) => length))))
  const format = (name: string, cells: string[]) =>
    [toWidth(name, nameWidth), ...cells.map((cell, index) => cell.padStart(widths[index]))].join(' ')

  return [
    '',
    'Keys that TikTok can match by:',
    format(
      TITLE,
      columns.map((key) => HEADINGS[key])
    ),
    ...events.map((event) => format(event, sharesOf(matchKeys[event], columns))),
    ...[...warningsOfUnmatchable(matchKeys), ...warningsOfOldEvents(matchKeys)].map((warning) =>
      screen.wrap(screen.paint('yellow', visible(warning)), INDENT)
    )
  ]
}

function sharesOf(counts: MatchKeys, columns: readonly (keyof MatchKeys)[]): string[] {
  const { events } = counts
  return columns.map((key) =>
    key === 'events' ? formatNumber(events) : `${Math.round((100 * counts[key]) / events)} %`
  )
}

function warningsOfUnmatchable(matchKeys: Tally['matchKeys']): string[] {
  return Object.keys(matchKeys)
    .filter((event) => PEOPLE_KEYS.every((key) => matchKeys[event][key] === 0))
    .map((event) => `Warning: no ${event} event carries anything that TikTok can match with a person.`)
}

function warningsOfOldEvents(matchKeys: Tally['matchKeys']): string[] {
  return Object.keys(matchKeys).flatMap((event) => {
    const warning = warnOfOldEvent(event)
    return warning === undefined ? [] : [`Warning: ${warning}`]
  })
}

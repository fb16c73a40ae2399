import type { MatchKeys, Tally } from '../delivery/tally'
import { MATCH_KEYS } from '../delivery/tally'
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
  content_ids: 'products'
}

/** Events that TikTok gives up, each with advice. */
const OLD_EVENTS: Record<string, string> = {
  PlaceAnOrder: 'map Purchase instead (tiktok-conversions presets --rename PlaceAnOrder=Purchase)',
  ClickButton: 'map a standard event that fits instead, such as Contact, or Purchase for an order'
}

/** Blanks before each further line of a warning. */
const INDENT = 4

const COLUMNS = ['events', ...MATCH_KEYS] as const

/** TikTok matches products with a catalog, not with people. */
const PEOPLE_KEYS = MATCH_KEYS.filter((key) => key !== 'content_ids')

/** Formats the share of events that carried each key, by TikTok event. */
export function formatMatchKeys({ matchKeys }: Tally, screen: Screen): string[] {
  const events = Object.keys(matchKeys)
  if (events.length === 0) return []

  const counts = events.map((event) => String(matchKeys[event].events))
  const widths = COLUMNS.map((key) => HEADINGS[key].length)
  widths[0] = Math.max(widths[0], ...counts.map(({ length }) => length))
  const room = screen.tableColumns - widths.reduce((sum, width) => sum + width + 1, 0)
  const nameWidth = Math.min(room, Math.max(TITLE.length, ...events.map(({ length }) => length)))
  const format = (name: string, cells: string[]) =>
    [toWidth(name, nameWidth), ...cells.map((cell, index) => cell.padStart(widths[index]))].join(' ')

  return [
    '',
    'Keys that TikTok can match by:',
    format(
      TITLE,
      COLUMNS.map((key) => HEADINGS[key])
    ),
    ...events.map((event) => format(event, sharesOf(matchKeys[event]))),
    ...[...warningsOfUnmatchable(matchKeys), ...warningsOfOldEvents(matchKeys)].map((warning) =>
      screen.wrap(screen.paint('yellow', visible(warning)), INDENT)
    )
  ]
}

function sharesOf({ events, ...counts }: MatchKeys): string[] {
  return [String(events), ...MATCH_KEYS.map((key) => `${Math.round((100 * counts[key]) / events)} %`)]
}

function warningsOfUnmatchable(matchKeys: Tally['matchKeys']): string[] {
  return Object.keys(matchKeys)
    .filter((event) => PEOPLE_KEYS.every((key) => matchKeys[event][key] === 0))
    .map((event) => `Warning: no ${event} event carries anything that TikTok can match with a person.`)
}

function warningsOfOldEvents(matchKeys: Tally['matchKeys']): string[] {
  return Object.keys(OLD_EVENTS)
    .filter((event) => Object.hasOwn(matchKeys, event))
    .map((event) => `Warning: TikTok supports ${event} until 2027 only: ${OLD_EVENTS[event]}.`)
}

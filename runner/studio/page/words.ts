import { count } from '../../figures'
import type { CoverageKey, FindingSeverity, RowFilter, RowVerdict } from './types'

export { count as formatCount, formatNumber, formatShare } from '../../figures'

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })

/** Each verdict as a word and a sign: colour is never the only difference. */
export const VERDICTS: Record<RowVerdict, { word: string; sign: string; tone: Tone }> = {
  delivered: { word: 'Delivered', sign: '✓', tone: 'good' },
  rejected: { word: 'Rejected', sign: '✗', tone: 'bad' },
  unmatched: { word: 'Unmatched', sign: '○', tone: 'idle' },
  optedOut: { word: 'Opted out', sign: '⊘', tone: 'idle' },
  unreadable: { word: 'Unreadable', sign: '!', tone: 'bad' },
  waiting: { word: 'Waiting', sign: '…', tone: 'idle' },
  gaveUp: { word: 'Failed after retries', sign: '✗', tone: 'bad' },
  deliverable: { word: 'Would be delivered', sign: '›', tone: 'good' }
}

/** Words for events that are only looked at: nothing of them was sent. */
const FORESEEN: Partial<Record<RowFilter, string>> = { delivered: 'Would be delivered', rejected: 'Would be rejected' }

/** The word for a verdict. @param isSent whether it is TikTok's answer to an event of a server */
export function wordFor(verdict: RowVerdict, isSent: boolean): string {
  return (isSent ? undefined : FORESEEN[verdict]) ?? VERDICTS[verdict].word
}

/** The name of a filter. @param isSent whether its events were sent by a server */
export function filterName(filter: RowFilter, isSent: boolean): string {
  return (isSent ? undefined : FORESEEN[filter]) ?? FILTERS[filter]
}

export type Tone = 'good' | 'bad' | 'warn' | 'idle'

export const FILTERS: Record<RowFilter, string> = {
  all: 'All',
  waiting: 'Waiting',
  deliverable: 'Would be delivered',
  delivered: 'Delivered',
  rejected: 'Rejected',
  gaveUp: 'Failed after retries',
  unmatched: 'Unmatched',
  warnings: 'With warnings',
  optedOut: 'Opted out',
  unreadable: 'Unreadable'
}

export const SEVERITIES: Record<FindingSeverity, { word: string; sign: string; tone: Tone }> = {
  error: { word: 'Error', sign: '✗', tone: 'bad' },
  warning: { word: 'Warning', sign: '▲', tone: 'warn' },
  info: { word: 'Info', sign: 'i', tone: 'idle' }
}

/** The keys whose coverage is shown: first those by which TikTok matches people. */
export const COVERAGE: Record<'matching' | 'other', [CoverageKey, string][]> = {
  matching: [
    ['email', 'Email'],
    ['phone', 'Phone'],
    ['external_id', 'External ID'],
    ['ttclid', 'Click ID'],
    ['ttp', 'Cookie'],
    ['ip_and_user_agent', 'IP and agent'],
    ['lead_id', 'Lead ID'],
    ['name_or_address', 'Name or place']
  ],
  other: [
    ['event_id', 'Event ID'],
    ['url', 'Page URL'],
    ['value', 'Value'],
    ['currency', 'Currency'],
    ['content_ids', 'Content IDs']
  ]
}

/** A time of the event in UTC, as TikTok gets it. @param time Unix milliseconds */
export function formatTime(time: number | undefined): string {
  return time === undefined ? 'no time' : TIME.format(time)
}

/** A value on one line, cut if it is long. */
export function formatValue(value: unknown, length = 80): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > length ? `${text.slice(0, length)}…` : text
}

const AMOUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

/** A sum of money, without its currency. */
export function formatSum(value: number): string {
  return AMOUNT.format(value)
}

const UNITS: [name: string, milliseconds: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000]
]

/** A length of time in its largest whole unit. */
export function formatDuration(milliseconds: number): string {
  const [name, length] = UNITS.find(([, unit]) => milliseconds % unit === 0) ?? UNITS[3]
  return count(milliseconds / length, name)
}

import type { LeftOut } from '../../src/reportWebEvent/left-out'
import { LEFT_OUT_REASONS } from '../../src/reportWebEvent/left-out'
import type { TikTokEvent } from '../../src/reportWebEvent/types'
import { newDictionary } from '../json'
import { CARRIES, PEOPLE_KEYS } from '../match-keys'

/** Counts of a run, without any personal value. They are plain data, which checkpoints keep. */
export interface Tally {
  /** Events times the mappings that match them; an event that matches none, or opted out, counts once. */
  read: number
  delivered: number
  /** Events unmatched. */
  unmatched: number
  /** Events that opt out of this destination. */
  optedOut: number
  rejected: number
  gaveUp: number
  /** Lines that do not hold an event. */
  unreadable: number
  requests: number
  retries: number
  /** Reasons why events were rejected or failed after retries, and lines unreadable. */
  reasons: Record<string, Reason>
  /** Values that were left out of delivered events: the field and why. */
  warnings: Record<string, Reason>
  /** Errors by which Segment rejects events that are sent from here. Only a dry run counts them. */
  segmentErrors?: Record<string, Reason>
  /** The number of accepted events that carried each match key, by TikTok event. */
  matchKeys: Record<string, MatchKeys>
}

export interface Reason {
  count: number
  /** One position where it happened, such as `events.ndjson:12`. */
  example: string
}

export type MatchKey = (typeof MATCH_KEYS)[number]

export type MatchKeys = Record<'events' | MatchKey, number>

/** TikTok matches products with a catalog. */
export const MATCH_KEYS = [...PEOPLE_KEYS, 'content_ids'] as const

export const MATCH_KEY_COUNTS = ['events', ...MATCH_KEYS] as const

/** Further reasons are counted together, so that input cannot make the tally grow. */
export const MAX_REASONS = 100
const OTHER_REASONS = 'other reasons'

export const COUNTS = [
  'read',
  'delivered',
  'unmatched',
  'optedOut',
  'rejected',
  'gaveUp',
  'unreadable',
  'requests',
  'retries'
] as const

export function newTally(): Tally {
  const counts = Object.fromEntries(COUNTS.map((count) => [count, 0])) as Record<(typeof COUNTS)[number], number>
  return { ...counts, reasons: newDictionary(), warnings: newDictionary(), matchKeys: newDictionary() }
}

/** Adds the counts of a part to a sum. */
export function addTally(sum: Tally, part: Tally): void {
  for (const count of COUNTS) sum[count] += part[count]
  for (const [text, { count, example }] of Object.entries(part.reasons)) addReason(sum, text, example, count)
  for (const [text, { count, example }] of Object.entries(part.warnings))
    countReason(sum.warnings, text, example, count)
  for (const [text, { count, example }] of Object.entries(part.segmentErrors ?? {}))
    addSegmentError(sum, text, example, count)
  for (const [event, counts] of Object.entries(part.matchKeys)) addMatchKeys(sum, event, counts)
}

/** Counts a reason, without the parts of it that differ from request to request. */
export function addReason(tally: Tally, text: string, example: string, count = 1): void {
  const kind = text.replace(/,? ?request_id [^):]*/, '').replace(/\bdata\.\d+/g, 'data.N')
  countReason(tally.reasons, kind, example, count)
}

/** Counts an event that Segment rejects. */
export function addSegmentError(tally: Tally, text: string, example: string, count = 1): void {
  tally.segmentErrors ??= Object.create(null) as Record<string, Reason>
  countReason(tally.segmentErrors, text, example, count)
}

/** Counts a value that was left out of an event. */
export function addWarning(tally: Tally, { field, reason }: LeftOut, example: string): void {
  countReason(tally.warnings, `${field} ${LEFT_OUT_REASONS[reason]}`, example, 1)
}

function countReason(reasons: Record<string, Reason>, text: string, example: string, count: number): void {
  const isKnown = Object.hasOwn(reasons, text) || Object.keys(reasons).length < MAX_REASONS
  const name = isKnown ? text : OTHER_REASONS
  reasons[name] ??= { count: 0, example }
  reasons[name].count += count
}

/** The keys of one event by which TikTok matches. */
export function matchKeysOf(event: TikTokEvent): MatchKeys {
  const counts = { events: 1 } as MatchKeys
  for (const key of MATCH_KEYS) counts[key] = CARRIES[key](event) ? 1 : 0
  return counts
}

/** Counts accepted events of one name. */
export function addMatchKeys(tally: Tally, event: string, counts: MatchKeys): void {
  // An event may be named `constructor`.
  if (!Object.hasOwn(tally.matchKeys, event)) {
    tally.matchKeys[event] = Object.fromEntries(MATCH_KEY_COUNTS.map((key) => [key, 0])) as MatchKeys
  }
  const sum = tally.matchKeys[event]
  for (const key of MATCH_KEY_COUNTS) sum[key] += counts[key]
}

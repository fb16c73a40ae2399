import type { TikTokEvent } from '../src/reportWebEvent/types'

/** What became of events, in numbers and without a personal value. Plain data: it is kept in checkpoints. */
export interface Tally {
  /** Events times the mappings they match; one that matches none counts once. */
  read: number
  delivered: number
  unwanted: number
  refused: number
  gaveUp: number
  /** Lines that hold no event. */
  unreadable: number
  requests: number
  retries: number
  /** Why events were refused or given up, and lines unreadable. */
  reasons: Record<string, Reason>
  /** For each TikTok event, how many of the accepted ones carried what TikTok matches with people and products. */
  matchKeys: Record<string, MatchKeys>
}

export interface Reason {
  count: number
  /** One place where it happened, such as `events.ndjson:12`. */
  example: string
}

export type MatchKey = (typeof MATCH_KEYS)[number]

export type MatchKeys = Record<'events' | MatchKey, number>

export const MATCH_KEYS = [
  'email',
  'phone',
  'external_id',
  'ttclid',
  'ttp',
  'ip_and_user_agent',
  'content_ids'
] as const

const KEYS = ['events', ...MATCH_KEYS] as const

/** More kinds of reasons than anybody reads, such as an attacker could make, are counted together. */
const MAX_REASONS = 100
const OTHER_REASONS = 'other reasons'

const COUNTS = ['read', 'delivered', 'unwanted', 'refused', 'gaveUp', 'unreadable', 'requests', 'retries'] as const

export function newTally(): Tally {
  const counts = Object.fromEntries(COUNTS.map((count) => [count, 0])) as Record<(typeof COUNTS)[number], number>
  return { ...counts, reasons: {}, matchKeys: {} }
}

/** Adds what became of some events to what became of others. */
export function addTally(sum: Tally, part: Tally): void {
  for (const count of COUNTS) sum[count] += part[count]
  for (const [text, { count, example }] of Object.entries(part.reasons)) addReason(sum, text, example, count)
  for (const [event, counts] of Object.entries(part.matchKeys)) addMatchKeys(sum, event, counts)
}

/** Counts a reason. What tells requests apart, not reasons, is left out of it. */
export function addReason(tally: Tally, text: string, example: string, count = 1): void {
  const kind = text.replace(/,? ?request_id [^):]*/, '').replace(/\bdata\.\d+/g, 'data.N')
  const isKnown = Object.hasOwn(tally.reasons, kind) || Object.keys(tally.reasons).length < MAX_REASONS
  const name = isKnown ? kind : OTHER_REASONS
  tally.reasons[name] ??= { count: 0, example }
  tally.reasons[name].count += count
}

/** Counts an event that TikTok accepted. */
export function countMatchKeys(tally: Tally, { event, user = {}, properties = {} }: TikTokEvent): void {
  const isThere = (value: unknown) => (value === undefined ? 0 : 1)
  addMatchKeys(tally, event, {
    events: 1,
    email: isThere(user.email),
    phone: isThere(user.phone),
    external_id: isThere(user.external_id),
    ttclid: isThere(user.ttclid),
    ttp: isThere(user.ttp),
    ip_and_user_agent: isThere(user.ip) * isThere(user.user_agent),
    content_ids: isThere(properties.content_ids)
  })
}

function addMatchKeys(tally: Tally, event: string, counts: MatchKeys): void {
  // An event may be called `constructor`.
  if (!Object.hasOwn(tally.matchKeys, event)) {
    tally.matchKeys[event] = Object.fromEntries(KEYS.map((key) => [key, 0])) as MatchKeys
  }
  for (const key of KEYS) tally.matchKeys[event][key] += counts[key]
}

import type { TikTokEvent } from '../../src/reportWebEvent/types'

/** Counts of a run, without any personal value. They are plain data, which checkpoints keep. */
export interface Tally {
  /** Events times the mappings that match them; an event that matches none, or opted out, counts once. */
  read: number
  delivered: number
  /** Events without a matching mapping. */
  unmatched: number
  /** Events that say themselves that they are not for this destination. */
  optedOut: number
  rejected: number
  gaveUp: number
  /** Lines that do not hold an event. */
  unreadable: number
  requests: number
  retries: number
  /** Reasons why events were rejected or given up, and lines unreadable. */
  reasons: Record<string, Reason>
  /** For each TikTok event, the number of accepted ones that carried each key by which TikTok matches. */
  matchKeys: Record<string, MatchKeys>
}

export interface Reason {
  count: number
  /** One position where it happened, such as `events.ndjson:12`. */
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

/** Further reasons are counted together, so that input cannot make the tally grow. */
const MAX_REASONS = 100
const OTHER_REASONS = 'other reasons'

const COUNTS = [
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
  return { ...counts, reasons: {}, matchKeys: {} }
}

/** Adds the counts of a part to a sum. */
export function addTally(sum: Tally, part: Tally): void {
  for (const count of COUNTS) sum[count] += part[count]
  for (const [text, { count, example }] of Object.entries(part.reasons)) addReason(sum, text, example, count)
  for (const [event, counts] of Object.entries(part.matchKeys)) addMatchKeys(sum, event, counts)
}

/** Counts a reason, without the parts of it that differ from request to request. */
export function addReason(tally: Tally, text: string, example: string, count = 1): void {
  const kind = text.replace(/,? ?request_id [^):]*/, '').replace(/\bdata\.\d+/g, 'data.N')
  const isKnown = Object.hasOwn(tally.reasons, kind) || Object.keys(tally.reasons).length < MAX_REASONS
  const name = isKnown ? kind : OTHER_REASONS
  tally.reasons[name] ??= { count: 0, example }
  tally.reasons[name].count += count
}

/** Counts an event that TikTok accepted. */
export function countMatchKeys(tally: Tally, { event, user = {}, properties = {} }: TikTokEvent): void {
  const isPresent = (value: unknown) => (value === undefined ? 0 : 1)
  addMatchKeys(tally, event, {
    events: 1,
    email: isPresent(user.email),
    phone: isPresent(user.phone),
    external_id: isPresent(user.external_id),
    ttclid: isPresent(user.ttclid),
    ttp: isPresent(user.ttp),
    ip_and_user_agent: isPresent(user.ip) * isPresent(user.user_agent),
    content_ids: isPresent(properties.content_ids)
  })
}

function addMatchKeys(tally: Tally, event: string, counts: MatchKeys): void {
  // An event may be named `constructor`.
  if (!Object.hasOwn(tally.matchKeys, event)) {
    tally.matchKeys[event] = Object.fromEntries(KEYS.map((key) => [key, 0])) as MatchKeys
  }
  for (const key of KEYS) tally.matchKeys[event][key] += counts[key]
}

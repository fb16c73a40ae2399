import type { TikTokEvent } from '../../src/reportWebEvent/types'

/** For each key, whether an event carries it. */
const CARRIES = {
  email: ({ user }) => user?.email !== undefined,
  phone: ({ user }) => user?.phone !== undefined,
  external_id: ({ user }) => user?.external_id !== undefined,
  ttclid: ({ user }) => user?.ttclid !== undefined,
  ttp: ({ user }) => user?.ttp !== undefined,
  ip_and_user_agent: ({ user }) => user?.ip !== undefined && user.user_agent !== undefined,
  name_or_address: ({ user }) =>
    [user?.first_name, user?.last_name, user?.city, user?.zip_code].some((value) => value !== undefined),
  event_id: ({ event_id }) => event_id !== undefined,
  url: ({ page }) => page !== undefined,
  value: ({ properties }) => properties?.value !== undefined,
  currency: ({ properties }) => properties?.currency !== undefined,
  content_ids: ({ properties }) => properties?.content_ids !== undefined
} satisfies Record<string, (event: TikTokEvent) => boolean>

export type CoveredKey = keyof typeof CARRIES

const COVERED_KEYS = Object.keys(CARRIES) as CoveredKey[]

/** Keys by which TikTok can match an event with a person by themselves. */
export const MATCHING_KEYS: readonly CoveredKey[] = [
  'email',
  'phone',
  'external_id',
  'ttclid',
  'ttp',
  'ip_and_user_agent'
]

/** Number of events, and of those that carry each key. */
export type Coverage = Record<'events' | CoveredKey, number>

export function newCoverage(): Coverage {
  return Object.fromEntries(['events', ...COVERED_KEYS].map((key) => [key, 0])) as Coverage
}

export function cover(coverage: Coverage, event: TikTokEvent): void {
  coverage.events++
  for (const key of COVERED_KEYS) if (CARRIES[key](event)) coverage[key]++
}

export function addCoverage(sum: Coverage, part: Coverage): void {
  for (const key of ['events', ...COVERED_KEYS] as const) sum[key] += part[key]
}

/** Whether TikTok can match an event with a person. */
export function isMatchable(event: TikTokEvent): boolean {
  return event.lead !== undefined || MATCHING_KEYS.some((key) => CARRIES[key](event))
}

import type { TikTokEvent } from '../src/reportWebEvent/types'

/** Reports for each key whether an event carries it. */
export const CARRIES = {
  email: ({ user }) => user?.email !== undefined,
  phone: ({ user }) => user?.phone !== undefined,
  external_id: ({ user }) => user?.external_id !== undefined,
  ttclid: ({ user }) => user?.ttclid !== undefined,
  ttp: ({ user }) => user?.ttp !== undefined,
  ip_and_user_agent: ({ user }) => user?.ip !== undefined && user.user_agent !== undefined,
  lead_id: ({ lead }) => lead !== undefined,
  name_or_address: ({ user }) =>
    [user?.first_name, user?.last_name, user?.city, user?.zip_code].some((value) => value !== undefined),
  event_id: ({ event_id }) => event_id !== undefined,
  url: ({ page }) => page !== undefined,
  value: ({ properties }) => properties?.value !== undefined,
  currency: ({ properties }) => properties?.currency !== undefined,
  content_ids: ({ properties }) => properties?.content_ids !== undefined
} satisfies Record<string, (event: TikTokEvent) => boolean>

export type EventKey = keyof typeof CARRIES

/** Match keys of people: by each of them, TikTok can match an event with a person. */
export const PEOPLE_KEYS = [
  'email',
  'phone',
  'external_id',
  'ttclid',
  'ttp',
  'ip_and_user_agent',
  'lead_id'
] as const satisfies readonly EventKey[]

/** Whether TikTok can match an event with a person. */
export function isMatchable(event: TikTokEvent): boolean {
  return PEOPLE_KEYS.some((key) => CARRIES[key](event))
}

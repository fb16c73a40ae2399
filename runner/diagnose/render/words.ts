import { count, formatNumber, formatShare } from '../../figures'
import type { EventKey } from '../../match-keys'
import { PEOPLE_KEYS } from '../../match-keys'
import type { Detail, Finding, Report } from '../report'
import type { Severity } from '../rules'

export const SEVERITIES: Record<Severity, string> = { error: 'Error', warning: 'Warning', info: 'Info' }

/** Short headings of the keys, in the order in which they are shown. */
export const HEADINGS: Record<EventKey, string> = {
  email: 'email',
  phone: 'phone',
  external_id: 'ext. ID',
  ttclid: 'click ID',
  ttp: 'cookie',
  ip_and_user_agent: 'IP+agent',
  lead_id: 'lead ID',
  name_or_address: 'name/place',
  event_id: 'event ID',
  url: 'page URL',
  value: 'value',
  currency: 'currency',
  content_ids: 'products'
}

export const MATCHING_COLUMNS: readonly EventKey[] = [...PEOPLE_KEYS, 'name_or_address']
export const OTHER_COLUMNS: readonly EventKey[] = ['event_id', 'url', 'value', 'currency', 'content_ids']

function formatCount({ count: number, isEstimate }: Pick<Finding, 'count' | 'isEstimate'>): string {
  return `${isEstimate ? 'about ' : ''}${formatNumber(number)}`
}

/** The number that a finding concerns, such as `12 (3 %)`. */
export function formatAmount(part: Detail | Finding): string {
  const isEstimate = 'isEstimate' in part && part.isEstimate
  const share = part.share === undefined ? '' : ` (${formatShare(part.share)})`
  return `${formatCount({ count: part.count, isEstimate })}${share}`
}

/** What stands in the place of findings. Nothing can be said of files without events. */
export function formatNoFindings({ events }: Report): string {
  return events === 0 ? 'No events were read.' : 'No problems found.'
}

export function formatTotals({ events, unmatched, optedOut, rejected, unreadable }: Report): string {
  return (
    `${count(events, 'event')}: ${formatNumber(events - unmatched - optedOut - rejected)} would be sent, ` +
    `${formatNumber(rejected)} cannot be sent, ${formatNumber(unmatched)} unmatched, ` +
    `${formatNumber(optedOut)} opted out, ${count(unreadable, 'unreadable line')}`
  )
}

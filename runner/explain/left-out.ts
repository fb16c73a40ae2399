import { isWeb } from '../../src/reportWebEvent/event/origin'
import type { Payload } from '../../src/reportWebEvent/generated-types'
import type { LeftOut } from '../../src/reportWebEvent/left-out'
import { LEFT_OUT_REASONS } from '../../src/reportWebEvent/left-out'
import { newDictionary } from '../json'
import type { Leaf } from './leaves'
import { formatKeys } from './leaves'

const NEEDS_WEB = 'TikTok accepts it for web events only.'
const FOR_OTHER_FIELDS = 'It decides how other fields are filled.'
const FOR_THE_CDP = 'It tells the CDP how to send events, and is not part of the request.'

/** The reasons why TikTok does not get the value of a field although nothing is wrong with it, by the field. */
const REASONS = newDictionary({
  referrer: 'TikTok accepts a referrer only with Page URL.',
  contents: 'No product has any details.',
  content_type: 'TikTok accepts it only with products.',
  customer_type: NEEDS_WEB,
  limited_data_use: NEEDS_WEB,
  lead_event_source: 'TikTok accepts it for CRM events with a lead only.',
  event_spec_type: 'There are no fields of that kind to send.',
  include_anonymous_id: FOR_OTHER_FIELDS,
  calculate_value: FOR_OTHER_FIELDS,
  other_sources: 'It is looked into only where a mapped field lacks a usable value.',
  enable_batching: FOR_THE_CDP,
  batch_size: FOR_THE_CDP,
  batch_keys: FOR_THE_CDP
})

/**
 * Explains why the value of a leaf is not in the request, or not all of it.
 * @param value as the mapping gives it, not `null`
 * @param leftOut what the destination itself reports as left out
 */
export function reasonFor(leaf: Leaf, value: unknown, payload: Payload, leftOut: readonly LeftOut[] = []): string {
  const [field] = leaf.keys
  if ([value].flat().every((text) => typeof text === 'string' && text.trim() === '')) return 'It is blank.'
  const key = formatKeys(leaf.keys)
  const reasons = leftOut.filter((each) => each.field === key || each.field.startsWith(`${key}.`))
  if (reasons.length > 0) {
    const told = reasons.map(({ reason }) => `It ${LEFT_OUT_REASONS[reason]}.`)
    return [...new Set(told)].join(' ')
  }
  return reasonOfKind(field, payload) ?? REASONS[key] ?? REASONS[field] ?? 'No usable value.'
}

/** Fields of travel and of vehicles go with events of their kind only. */
function reasonOfKind(field: string, payload: Payload): string | undefined {
  const kind = field === 'travel_fields' ? 'travel' : field === 'vehicle_fields' ? 'vehicle' : undefined
  if (kind === undefined) return undefined
  if (payload.event_spec_type !== kind) return `Event Specification is not "${kind}".`
  return isWeb(payload) ? undefined : NEEDS_WEB
}

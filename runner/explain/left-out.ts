import type { Payload } from '../../src/reportWebEvent/generated-types'
import { isPlaceholder } from '../../src/reportWebEvent/read/placeholder'
import type { Leaf } from './leaves'

const NEEDS_WEB = 'TikTok accepts it for web events only.'
const FOR_THE_CDP = 'It tells the CDP how to send events, and is not part of the request.'
const BOTH_ENDS = 'TikTok accepts a price range only with both ends.'
const WITH_UNIT = 'TikTok accepts a mileage only with its unit.'

/** Why TikTok does not get the value of a field, by the field, for values that are there. */
const REASONS: Record<string, (payload: Payload) => string> = {
  email: () => 'It is not an email address.',
  phone_number: () => 'It is not a possible phone number. One without a country code is read by Country in Address.',
  'address.country': () => 'It is not a country.',
  ip: () => 'It is not a public IP address.',
  referrer: () => 'TikTok accepts a referrer only with Page URL.',
  contents: () => 'No product has any details.',
  content_type: () => 'TikTok accepts it only with products.',
  customer_type: () => NEEDS_WEB,
  limited_data_use: () => NEEDS_WEB,
  lead_event_source: () => 'TikTok accepts it for CRM events with a lead only.',
  event_spec_type: () => 'There are no fields of that kind to send.',
  'vehicle_fields.mileage_value': () => WITH_UNIT,
  'vehicle_fields.mileage_unit': () => WITH_UNIT,
  'vehicle_fields.preferred_price_range_min': () => BOTH_ENDS,
  'vehicle_fields.preferred_price_range_max': () => BOTH_ENDS,
  enable_batching: () => FOR_THE_CDP,
  batch_size: () => FOR_THE_CDP,
  batch_keys: () => FOR_THE_CDP
}

/** Explains why the value of a leaf is not in the request. @param value as the mapping gives it, not `null` */
export function reasonFor({ keys: [field, part], choices }: Leaf, value: unknown, payload: Payload): string {
  const texts = [value].flat()
  if (texts.every((text) => typeof text === 'string' && text.trim() === '')) return 'It is blank.'
  // One of the choices is called "none".
  const isMissing = choices.length === 0 && texts.every((text) => typeof text === 'string' && isPlaceholder(text))
  if (isMissing) return 'It is a placeholder, such as n/a.'
  const kind = field === 'travel_fields' ? 'travel' : field === 'vehicle_fields' ? 'vehicle' : undefined
  if (kind !== undefined && payload.event_spec_type !== kind) return `Event Specification is not "${kind}".`
  if (kind !== undefined && payload.event_source === 'crm') return NEEDS_WEB
  const reason = REASONS[part === undefined ? field : `${field}.${part}`]
  return reason?.(payload) ?? 'It holds nothing that TikTok accepts.'
}

import type { JSONObject } from '@segment/actions-core'
import { transform } from '@segment/actions-core'
import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc'
import { processHashing } from '../monorepo/packages/destination-actions/src/lib/hashing-utils'

dayjs.extend(utc)

type Values = Record<string, unknown>

/** Fields of the type number. The platform refused an event with another text there. */
const NUMBERS = ['value', 'num_items', 'predicted_ltv']

/**
 * A small restatement of what the destination that this one replaces sent, as the column "today" of docs/migration.md
 * describes it. It read no answer of TikTok.
 * @returns the request, with one event, or the reason why the platform refused the event
 */
export function requestOfFormer(mapping: JSONObject, event: object): Values | { refused: string } {
  const payload = withoutNull(transform(mapping, event as JSONObject))
  const bad = NUMBERS.find((key) => payload[key] !== undefined && !isNumber(payload[key]))
  if (bad !== undefined) return { refused: `${bad} must be a number` }

  const source = payload.event_source ?? 'web'
  return {
    event_source: source,
    event_source_id: 'PIXELCODE',
    partner_name: 'Segment',
    test_event_code: payload.test_event_code,
    data: [
      {
        event: payload.event,
        event_time: payload.timestamp === undefined ? undefined : timeOf(payload.timestamp),
        event_id: payload.event_id,
        user: userOf(payload),
        properties: propertiesOf(payload),
        page: { url: payload.url, referrer: payload.referrer },
        lead: source === 'crm' ? payload.lead_fields : undefined,
        limited_data_use: payload.limited_data_use ?? false
      }
    ]
  }
}

function withoutNull(payload: JSONObject): Values {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null))
}

const isNumber = (value: unknown) => Number.isFinite(Number(value)) && value !== ''

/** JSON has no NaN: a time that could not be read was sent as null. */
function timeOf(timestamp: unknown): number | null {
  const seconds = dayjs.utc(timestamp as string).unix()
  return Number.isNaN(seconds) ? null : seconds
}

function userOf(payload: Values): Values {
  const address = (payload.address ?? {}) as Record<string, string | undefined>
  return {
    external_id: hashList(payload.external_id, (text) => text.toLowerCase()),
    phone: hashList(payload.phone_number, (text) => `+${text.replace(/\D/g, '').slice(0, 14)}`),
    email: hashList(payload.email, (text) => text.toLowerCase()),
    first_name: hashName(payload.first_name),
    last_name: hashName(payload.last_name),
    city: address.city?.toLowerCase().replace(/[^a-z]/g, ''),
    state: address.state?.toLowerCase().replace(/[^a-z]/g, ''),
    country: address.country?.toLowerCase().replace(/[^a-z]/g, ''),
    zip_code: hashName(address.zip_code),
    ttclid: clickIdIn(payload.url) ?? payload.ttclid,
    ttp: payload.ttp,
    ip: payload.ip,
    user_agent: payload.user_agent,
    locale: payload.locale
  }
}

function hashList(value: unknown, clean: (text: string) => string): string[] | undefined {
  if (value === undefined) return undefined
  return (Array.isArray(value) ? value : [value]).map((text) => processHashing(String(text), 'sha256', 'hex', clean))
}

function hashName(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return processHashing(String(value), 'sha256', 'hex', (text) => text.toLowerCase().replace(/\s/g, ''))
}

/** An address that is not absolute had no click ID. */
function clickIdIn(url: unknown): string | undefined {
  try {
    return new URL(String(url)).searchParams.get('ttclid') ?? undefined
  } catch {
    return undefined
  }
}

function propertiesOf(payload: Values): Values {
  const { travel_fields: travel, vehicle_fields: vehicle, event_spec_type: kind } = payload
  return {
    contents: contentsOf(payload.contents),
    content_type: payload.content_type ?? 'product',
    content_ids: payload.content_ids ?? [],
    num_items: numberOf(payload.num_items),
    currency: payload.currency,
    value: numberOf(payload.value),
    order_id: payload.order_id,
    shop_id: payload.shop_id,
    description: payload.description,
    query: payload.query,
    search_string: payload.search_string ?? payload.query,
    customer_type: payload.customer_type,
    delivery_category: payload.delivery_category,
    predicted_ltv: numberOf(payload.predicted_ltv),
    ...(kind === 'travel_fields' ? (travel as Values) : {}),
    ...(kind === 'vehicle_fields' ? vehicleOf(vehicle as Values) : {})
  }
}

function contentsOf(contents: unknown): Values[] {
  const products = (Array.isArray(contents) ? contents : contents === undefined ? [] : [contents]) as Values[]
  return products.map(({ price, quantity, ...rest }) => ({
    ...rest,
    price: numberOf(price),
    quantity: numberOf(quantity)
  }))
}

const numberOf = (value: unknown) => (isNumber(value ?? '') ? Number(value) : undefined)

function vehicleOf(vehicle: Values): Values {
  const {
    mileage_value: value,
    mileage_unit: unit,
    preferred_price_range_min: min,
    preferred_price_range_max: max,
    ...rest
  } = vehicle
  return {
    ...rest,
    mileage: value === undefined ? undefined : { value, unit },
    preferred_price_range: min === undefined ? undefined : [min, max]
  }
}

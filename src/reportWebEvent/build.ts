import { PayloadValidationError } from '@segment/actions-core'
import { readPixelCode } from '../credentials'
import type { Settings } from '../generated-types'
import { PARTNER_NAME } from './constants'
import { toEventName } from './event-name'
import type { Payload } from './generated-types'
import { hash, hashAll } from './hash'
import {
  isPlaceholder,
  normalizeCountry,
  normalizeEmail,
  normalizeExternalId,
  normalizeIp,
  normalizeName,
  normalizePhone,
  normalizeZipCode
} from './normalize'
import { toUnixSeconds } from './timestamp'
import type {
  EventSource,
  TikTokContent,
  TikTokEnvelope,
  TikTokEvent,
  TikTokLead,
  TikTokPage,
  TikTokProperties,
  TikTokTravel,
  TikTokUser,
  TikTokVehicle
} from './types'

/** Every key of `T` has to be written down; an optional one may be `undefined`, which JSON leaves out. */
type Complete<T> = { [K in keyof Required<T>]: T[K] }

/** What a mapping has in two fields each. */
type JoinedKey = 'mileage' | 'preferred_price_range'

type Item = NonNullable<Payload['contents']>[number]

/** What a payload puts at the top of the request. Events with the same envelope can share one. */
export function buildEnvelope(payload: Payload, settings: Settings): TikTokEnvelope {
  const envelope: Complete<TikTokEnvelope> = {
    event_source: eventSourceOf(payload),
    event_source_id: readPixelCode(settings),
    partner_name: PARTNER_NAME,
    test_event_code: text(payload.test_event_code)
  }
  return envelope
}

/**
 * TikTok's event from a payload of the mapping.
 * @param now Unix milliseconds, for a payload without a time
 * @throws PayloadValidationError where TikTok could not take the event, or would take it for another
 */
export function buildEvent(payload: Payload, now: number): TikTokEvent {
  const timestamp = text(payload.timestamp)
  const event: Complete<TikTokEvent> = {
    event: toEventName(payload.event),
    event_time: timestamp === undefined ? Math.floor(now / 1000) : toUnixSeconds(timestamp),
    event_id: identifier(payload.event_id),
    user: unlessEmpty(buildUser(payload)),
    properties: unlessEmpty({ ...buildOrder(payload), ...buildVertical(payload) }),
    page: buildPage(payload),
    lead: buildLead(payload),
    limited_data_use: isWeb(payload) ? payload.limited_data_use : undefined
  }
  return event
}

/** Saved mappings from before there was a choice hold none. */
function eventSourceOf(payload: Payload): EventSource {
  return payload.event_source === 'crm' ? 'crm' : 'web'
}

function isWeb(payload: Payload): boolean {
  return eventSourceOf(payload) === 'web'
}

function buildUser(payload: Payload): Complete<TikTokUser> {
  const { city, state, country, zip_code } = payload.address ?? {}
  return {
    email: hashAll(payload.email, normalizeEmail),
    phone: hashAll(payload.phone_number, (phone) => normalizePhone(phone, country)),
    external_id: hashAll(payload.external_id, normalizeExternalId),
    first_name: hash(payload.first_name ?? '', normalizeName),
    last_name: hash(payload.last_name ?? '', normalizeName),
    zip_code: hash(zip_code ?? '', (zipCode) => normalizeZipCode(zipCode, country)),
    city: placeName(city),
    state: placeName(state),
    country: normalizeCountry(country),
    ttclid: identifier(payload.ttclid) ?? clickIdIn(payload.url),
    ttp: identifier(payload.ttp),
    ip: normalizeIp(payload.ip ?? ''),
    user_agent: text(payload.user_agent),
    locale: text(payload.locale)
  }
}

function buildOrder(payload: Payload): Complete<TikTokProperties> {
  const contents = buildContents(payload.contents)
  const contentIds = texts(payload.content_ids) ?? texts(contents?.map((item) => item.content_id))
  const hasProducts = contents !== undefined || contentIds !== undefined
  const query = text(payload.query)
  const contentType = text(payload.content_type) ?? 'product'
  return {
    contents,
    content_type: hasProducts ? contentType : undefined,
    content_ids: contentIds,
    num_items: finite(payload.num_items),
    currency: currencyCode(payload.currency),
    value: finite(payload.value),
    order_id: text(payload.order_id),
    shop_id: text(payload.shop_id),
    description: text(payload.description),
    query,
    search_string: query,
    customer_type: isWeb(payload) ? text(payload.customer_type) : undefined,
    delivery_category: text(payload.delivery_category),
    predicted_ltv: finite(payload.predicted_ltv)
  }
}

/** The parameters of a trade, which TikTok takes from the web alone. */
function buildVertical(payload: Payload): TikTokTravel | TikTokVehicle | undefined {
  if (!isWeb(payload)) return undefined
  if (payload.event_spec_type === 'travel') return present(payload.travel_fields ?? {})
  return payload.event_spec_type === 'vehicle' ? buildVehicle(payload.vehicle_fields ?? {}) : undefined
}

/** Of two halves that TikTok takes together, one alone is left out. */
function buildVehicle(vehicle: NonNullable<Payload['vehicle_fields']>): TikTokVehicle {
  const { mileage_value, mileage_unit, preferred_price_range_min, preferred_price_range_max, ...others } = vehicle
  const same: Omit<TikTokVehicle, JoinedKey> = present(others)
  const joined: Complete<Pick<TikTokVehicle, JoinedKey>> = {
    mileage: joinMileage(finite(mileage_value), text(mileage_unit)),
    preferred_price_range: joinRange(finite(preferred_price_range_min), finite(preferred_price_range_max))
  }
  return { ...same, ...joined }
}

function joinMileage(value?: number, unit?: string): TikTokVehicle['mileage'] {
  return value === undefined || unit === undefined ? undefined : { value, unit }
}

function joinRange(min?: number, max?: number): TikTokVehicle['preferred_price_range'] {
  return min === undefined || max === undefined ? undefined : [min, max]
}

function buildContents(items: readonly Item[] = []): TikTokContent[] | undefined {
  const contents: TikTokContent[] = []
  for (const item of items) {
    const content = unlessEmpty(buildContent(item))
    if (content !== undefined) contents.push(content)
  }
  return contents.length > 0 ? contents : undefined
}

function buildContent(item: Item): Complete<TikTokContent> {
  return {
    price: finite(item.price),
    quantity: finite(item.quantity),
    content_category: text(item.content_category),
    content_id: text(item.content_id),
    content_name: text(item.content_name),
    brand: text(item.brand)
  }
}

/** TikTok wants the URL wherever there is a page, so that a referrer alone makes none. */
function buildPage(payload: Payload): Complete<TikTokPage> | undefined {
  const url = text(payload.url)
  return url === undefined ? undefined : { url, referrer: text(payload.referrer) }
}

/** @throws PayloadValidationError for a CRM event without a lead, by which alone TikTok could place it */
function buildLead(payload: Payload): Complete<TikTokLead> | undefined {
  const leadId = text(payload.lead_id)
  if (leadId !== undefined) {
    return { lead_id: leadId, lead_event_source: isWeb(payload) ? undefined : text(payload.lead_event_source) }
  }
  if (isWeb(payload)) return undefined

  throw new PayloadValidationError(
    'TikTok Lead ID is missing. TikTok takes CRM events only with the ID of their lead: ' +
      'map TikTok Lead ID, or choose Web as Event Source, and send the event again.'
  )
}

/** The click id TikTok put into a landing page's address. A pattern, because addresses need not be valid URLs. */
function clickIdIn(url = ''): string | undefined {
  const [, clickId] = /[?&#;]ttclid=([^&#]+)/.exec(url) ?? []
  if (clickId === undefined) return undefined
  try {
    return identifier(decodeURIComponent(clickId))
  } catch {
    return identifier(clickId)
  }
}

/** @throws PayloadValidationError for what cannot be an ISO 4217 code: TikTok would read the value as another sum */
function currencyCode(currency?: string): string | undefined {
  const code = text(currency)
  if (code === undefined || /^[a-z]{3}$/i.test(code)) return code?.toUpperCase()

  throw new PayloadValidationError(
    'Currency is not a currency code. TikTok expects the three letters of ISO 4217, such as USD: ' +
      'change the mapping of Currency and send the event again.'
  )
}

/** A text that tells one thing from another: `undefined`, sent as a text, would make all of them one. */
function identifier(value = ''): string | undefined {
  return isPlaceholder(value) ? undefined : text(value)
}

/** JSON has no other numbers. */
function finite(value?: number | null): number | undefined {
  return Number.isFinite(value) ? (value as number) : undefined
}

function placeName(name = ''): string | undefined {
  return isPlaceholder(name) ? undefined : normalizeName(name)
}

/** A text without the spaces around it; a blank one is absent. */
function text(value?: string | null): string | undefined {
  return value?.trim() || undefined
}

/** The texts of a list that are not blank; a list without any is absent. */
function texts(values: readonly (string | undefined)[] = []): string[] | undefined {
  const present = values.map(text).filter((value): value is string => value !== undefined)
  return present.length > 0 ? present : undefined
}

/** An object with its texts trimmed, and without what is blank. */
function present<T extends Record<string, string | string[] | number | undefined>>(object: T): T {
  const entries = Object.entries(object).map(([key, value]) => {
    if (Array.isArray(value)) return [key, texts(value)]
    return [key, typeof value === 'number' ? finite(value) : text(value)]
  })
  return Object.fromEntries(entries)
}

/** An object whose keys are all absent is absent itself. */
function unlessEmpty<T extends object>(object: T): T | undefined {
  for (const key in object) if (object[key] !== undefined) return object
  return undefined
}

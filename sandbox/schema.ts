import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'

/**
 * The keys of the Events API 2.0 and what each may hold. Keys that are not listed are tolerated, as TikTok does.
 * https://business-api.tiktok.com/portal/docs?id=1771101303285761
 */

const not = (what: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'Missing.' : `Not a valid ${what}.`)
})
const object = <T extends z.ZodRawShape>(keys: T) => z.looseObject(keys, not('object'))
const oneOf = <T extends string>(...values: T[]) => z.enum(values, not(`choice: ${values.join(', ')}`))

const text = z.string(not('string'))
const texts = z.array(text, not('list of strings'))
const textOrTexts = z.union([text, texts], not('string or list of strings'))
const number = z.number(not('number'))
const integer = z.int(not('integer'))
const boolean = z.boolean(not('boolean'))

/** Twelve digits or more are milliseconds. */
const unixSeconds = integer.min(0, not('time in Unix seconds')).max(99_999_999_999, not('time in Unix seconds'))

/** Standard, older and custom names: only the custom ones have a rule, and the others follow it. */
const webEventName = text.regex(/^[a-z][\w-]{0,49}$/i, not('event name'))

const currency = text.regex(/^[A-Z]{3}$/, not('currency: three upper-case letters'))

/** Special-purpose ranges (RFC 6890), but for those of documentation: examples need addresses that are nobody's. */
const NOT_PUBLIC = new BlockList()
NOT_PUBLIC.addSubnet('0.0.0.0', 8)
NOT_PUBLIC.addSubnet('10.0.0.0', 8)
NOT_PUBLIC.addSubnet('100.64.0.0', 10)
NOT_PUBLIC.addSubnet('127.0.0.0', 8)
NOT_PUBLIC.addSubnet('169.254.0.0', 16)
NOT_PUBLIC.addSubnet('172.16.0.0', 12)
NOT_PUBLIC.addSubnet('192.0.0.0', 24)
NOT_PUBLIC.addSubnet('192.168.0.0', 16)
NOT_PUBLIC.addSubnet('198.18.0.0', 15)
NOT_PUBLIC.addSubnet('224.0.0.0', 3)

/** The global unicast addresses of IPv6, 2000::/3 (RFC 4291), without a zone. */
const GLOBAL_IPV6 = /^[23][\da-f]{3}:[^%]*$/i

const publicAddress = text.refine(
  (ip) => (isIPv4(ip) ? !NOT_PUBLIC.check(ip) : isIPv6(ip) && GLOBAL_IPV6.test(ip)),
  not('public IPv4 or IPv6 address')
)

const user = object({
  email: textOrTexts,
  phone: textOrTexts,
  external_id: textOrTexts,
  first_name: text,
  last_name: text,
  zip_code: text,
  city: text,
  state: text,
  country: text,
  ttclid: text,
  ttp: text,
  ip: publicAddress,
  user_agent: text,
  locale: text
}).partial()

/** What the API takes as SHA-256 digests in lower-case hex only. */
export const HASHED_KEYS = ['email', 'phone', 'external_id', 'first_name', 'last_name', 'zip_code'] as const

const content = object({
  content_id: text,
  content_category: text,
  content_name: text,
  brand: text,
  price: number,
  quantity: number
}).partial()

const date = text.regex(/^\d{4}-?\d{2}-?\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2}))?$/, not('date'))
const yearOfFourDigits = integer.min(1000, not('year of four digits')).max(9999, not('year of four digits'))

/** Parameters of travel events, of the web alone. */
const travel = {
  city: text,
  region: text,
  country: text,
  checkin_date: date,
  checkout_date: date,
  num_adults: number,
  num_children: number,
  num_infants: number,
  suggested_hotels: texts,
  departing_departure_date: date,
  departing_arrival_date: date,
  returning_departure_date: date,
  returning_arrival_date: date,
  origin_airport: text,
  destination_airport: text,
  destination_ids: texts,
  suggested_destinations: texts,
  travel_class: oneOf('eco', 'prem', 'bus', 'first'),
  user_score: number,
  preferred_num_stops: integer,
  travel_start: date,
  travel_end: date
}

const BODY_STYLES = [
  'Convertible',
  'Coupe',
  'Hatchback',
  'Minivan',
  'Truck',
  'SUV',
  'Sedan',
  'Van',
  'Wagon',
  'Crossover'
]

/** Parameters of vehicle events, of the web alone. */
const vehicle = {
  postal_code: text,
  make: text,
  model: text,
  year: yearOfFourDigits,
  state_of_vehicle: oneOf('New', 'Used', 'CPO'),
  condition_of_vehicle: oneOf('Excellent', 'Good', 'Fair', 'Poor', 'Other'),
  exterior_color: text,
  interior_color: text,
  transmission: oneOf('Automatic', 'Manual', 'Other'),
  trim: text,
  vin: text.max(17, not('VIN of at most 17 characters')),
  body_style: oneOf(...BODY_STYLES, 'Other'),
  fuel_type: oneOf('Diesel', 'Electric', 'Flex', 'Gasoline', 'Hybrid', 'Other'),
  drivetrain: oneOf('AWD', 'FOUR_WD', 'FWD', 'RWD', 'TWO_WD', 'Other'),
  mileage: object({ value: number, unit: oneOf('MI', 'KM') }),
  preferred_price_range: z.tuple([number, number], not('list of two numbers')),
  viewcontent_type: text,
  search_type: text,
  registration_type: text
}

const properties = object({
  ...travel,
  ...vehicle,
  contents: z.array(content, not('list of objects')),
  content_type: oneOf('product', 'product_group'),
  content_ids: texts,
  currency,
  value: number,
  num_items: integer,
  search_string: text,
  query: text,
  description: text,
  order_id: text,
  shop_id: text,
  customer_type: oneOf('new', 'returning'),
  delivery_category: oneOf('in_store', 'curbside', 'home_delivery'),
  predicted_ltv: number
}).partial()

const page = object({ url: text, referrer: text.optional() })

const lead = object({ lead_id: text, lead_event_source: text.optional() })

const event = object({
  event: text,
  event_time: unixSeconds,
  event_id: text.optional(),
  user: user.optional(),
  properties: properties.optional(),
  page: page.optional(),
  lead: lead.optional(),
  limited_data_use: boolean.optional()
})

/** An event of `data`, as the API takes it. */
export type TrackedEvent = z.infer<typeof event>

const misplaced = z.undefined('Not a key of this event source.').optional()
const webKeys = ['customer_type', ...Object.keys(travel), ...Object.keys(vehicle)]
const misplacedKeys = Object.fromEntries(webKeys.map((key) => [key, misplaced]))
const appEvent = event.extend({ properties: properties.extend(misplacedKeys).optional() })
const offlineEvent = appEvent.extend({ limited_data_use: misplaced })

/** The events of each event source. */
export const EVENT_SCHEMAS = {
  web: filled(event.extend({ event: webEventName })),
  app: filled(appEvent),
  offline: filled(offlineEvent),
  crm: filled(offlineEvent.extend({ lead }))
}

/** The top of a request. What its events may hold depends on the event source. */
export const REQUEST_SCHEMA = z.looseObject(
  {
    event_source: oneOf('web', 'crm', 'app', 'offline'),
    event_source_id: filled(text),
    test_event_code: filled(text).optional(),
    data: z.array(z.unknown(), not('list'))
  },
  'The body is no JSON object with Content-Type application/json.'
)

/** A request whose events are still to be judged. */
export type TrackRequest = z.infer<typeof REQUEST_SCHEMA>

/** Where a value breaks a schema first, and how. The value itself stays out of it: it can be personal. */
export function describeProblem(schema: z.ZodType, value: unknown, path?: string): string | undefined {
  const issue = schema.safeParse(value).error?.issues[0]
  if (issue === undefined) return undefined
  const keys = path === undefined ? issue.path : [path, ...issue.path]
  return keys.length === 0 ? issue.message : `${keys.join('.')}: ${issue.message}`
}

/** A blank key is to be left out: nothing is null, a blank text or an empty list, whatever the key. */
function filled<T extends z.ZodType>(schema: T) {
  return z
    .unknown()
    .superRefine((value, context) => {
      refuseBlanks(value, [], context)
    })
    .pipe(schema)
}

function refuseBlanks(value: unknown, path: string[], context: z.RefinementCtx): void {
  const isBlankText = typeof value === 'string' && value.trim() === ''
  const isEmptyList = Array.isArray(value) && value.length === 0
  if (value === null || isBlankText || isEmptyList) {
    context.addIssue({ code: 'custom', path, message: 'Blank: leave the key out.' })
  } else if (typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) refuseBlanks(child, [...path, key], context)
  }
}

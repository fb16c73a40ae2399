import type {
  TikTokContent,
  TikTokEvent,
  TikTokLead,
  TikTokPage,
  TikTokProperties,
  TikTokRequest,
  TikTokTravel,
  TikTokUser,
  TikTokVehicle
} from './types'

type Key =
  | keyof (TikTokRequest & TikTokEvent & TikTokUser & TikTokProperties & TikTokTravel & TikTokVehicle)
  | keyof (TikTokContent & TikTokPage & TikTokLead)
  | 'batch'
  | 'unit'

/** The keys of a request, and whether their values are lists. TikTok's messages also call `data` a batch. */
const IS_LIST: Record<Key, boolean> = {
  batch: true,
  event_source: false,
  event_source_id: false,
  partner_name: false,
  test_event_code: false,
  data: true,
  event: false,
  event_time: false,
  event_id: false,
  limited_data_use: false,
  user: false,
  email: true,
  phone: true,
  external_id: true,
  first_name: false,
  last_name: false,
  zip_code: false,
  city: false,
  state: false,
  country: false,
  ttclid: false,
  ttp: false,
  ip: false,
  user_agent: false,
  locale: false,
  page: false,
  url: false,
  referrer: false,
  lead: false,
  lead_id: false,
  lead_event_source: false,
  properties: false,
  contents: true,
  content_id: false,
  content_name: false,
  content_category: false,
  brand: false,
  price: false,
  quantity: false,
  content_type: false,
  content_ids: true,
  num_items: false,
  currency: false,
  value: false,
  order_id: false,
  shop_id: false,
  description: false,
  query: false,
  search_string: false,
  customer_type: false,
  delivery_category: false,
  predicted_ltv: false,
  region: false,
  checkin_date: false,
  checkout_date: false,
  num_adults: false,
  num_children: false,
  num_infants: false,
  suggested_hotels: true,
  departing_departure_date: false,
  departing_arrival_date: false,
  returning_departure_date: false,
  returning_arrival_date: false,
  origin_airport: false,
  destination_airport: false,
  destination_ids: true,
  suggested_destinations: true,
  travel_class: false,
  user_score: false,
  preferred_num_stops: false,
  travel_start: false,
  travel_end: false,
  postal_code: false,
  make: false,
  model: false,
  year: false,
  state_of_vehicle: false,
  condition_of_vehicle: false,
  exterior_color: false,
  interior_color: false,
  transmission: false,
  trim: false,
  vin: false,
  body_style: false,
  fuel_type: false,
  drivetrain: false,
  mileage: false,
  unit: false,
  preferred_price_range: true,
  viewcontent_type: false,
  search_type: false,
  registration_type: false
}

/** The keys of a request, and `batch`. */
export const KEYS: ReadonlySet<string> = new Set(Object.keys(IS_LIST))

/** The keys whose values are lists. */
export const LISTS: ReadonlySet<string> = new Set(
  Object.entries(IS_LIST).flatMap(([key, isList]) => (isList ? [key] : []))
)

/** Words without a meaning of their own. Those that are also names of people, such as "will", are left out. */
const FUNCTION_WORDS = `
  a all an and another any are as at be been both but by can cannot could do does each either for from had has have
  here if in into is it its more most must neither no nor not of on only or other out over per please same should some
  such than that the their them then there these they this those to too under until up us was were when which while
  with within without you your`

/** Words of TikTok's messages, of the fields of a request, and of the sandbox. */
const SUBJECT_WORDS = `
  1000 1,000 17 above accept accepted access account address admin advertiser again agent allowed api app application
  application/json authorized bad below blank body boolean character characters check choice code content-type correct
  could crm date device digest digits duplicate empty error errors events exceed exceeded exceeds exist exists expired fail
  failed field fields format found four future hash hashed header hex id identifier incorrect integer internal invalid
  ipv4 ipv6 item items json key keys large leave length letters limit list long lower-case mail maintenance many
  match maximum message messages milliseconds minimum missing name negative new null number numbers object objects
  offline ok operate operator parameter parameters params part partly partner past permission pixel position positive
  present product product_group public rate refresh registered rejected request requests required retry returning revoked says
  scope seconds server sha-256 sha256 shorter longer small source string strings stub supported system text
  three tiktok time timestamp token two type unauthorized unavailable unix unknown unsupported upper-case valid
  values vehicle web wrong write years`

/** The words of TikTok's messages that can be repeated, in lower case. */
export const KNOWN_WORDS: ReadonlySet<string> = new Set([
  ...KEYS,
  ...`${FUNCTION_WORDS} ${SUBJECT_WORDS}`.trim().split(/\s+/)
])

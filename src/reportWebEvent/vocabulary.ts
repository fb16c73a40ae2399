/** The keys of a request whose values are lists. TikTok's messages also call `data` a batch. */
const LIST_KEYS = `
  batch data email phone external_id contents content_ids suggested_hotels destination_ids suggested_destinations
  preferred_price_range`

const OTHER_KEYS = `
  event_source event_source_id partner_name test_event_code event event_time event_id limited_data_use user first_name
  last_name zip_code city state country ttclid ttp ip user_agent locale page url referrer lead lead_id
  lead_event_source properties content_id content_name content_category brand price quantity content_type num_items
  currency value order_id shop_id description query search_string customer_type delivery_category predicted_ltv region
  checkin_date checkout_date num_adults num_children num_infants departing_departure_date departing_arrival_date
  returning_departure_date returning_arrival_date origin_airport destination_airport travel_class user_score
  preferred_num_stops travel_start travel_end postal_code make model year state_of_vehicle condition_of_vehicle
  exterior_color interior_color transmission trim vin body_style fuel_type drivetrain mileage unit viewcontent_type
  search_type registration_type`

/** The keys whose values are lists. */
export const LISTS: ReadonlySet<string> = new Set(wordsOf(LIST_KEYS))

/** The keys of a request, and `batch`. */
export const KEYS: ReadonlySet<string> = new Set([...LISTS, ...wordsOf(OTHER_KEYS)])

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
  ...wordsOf(FUNCTION_WORDS),
  ...wordsOf(SUBJECT_WORDS)
])

function wordsOf(text: string): string[] {
  return text.trim().split(/\s+/)
}

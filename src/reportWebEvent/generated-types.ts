// Generated file. DO NOT MODIFY IT BY HAND.

export interface Payload {
  /**
   * The conversion to report. TikTok campaigns can be optimized for standard events. Custom names work only for web events, in reports and audiences: at most 50 letters, digits, "_", and "-", beginning with a letter. An event without a valid name is not sent.
   */
  event: string
  /**
   * The source of the event: your website, or your CRM for an event about a lead. The default is Web. For CRM, the Pixel Code in the settings must be the ID of your CRM event set.
   */
  event_source?: string
  /**
   * The ID by which TikTok recognizes duplicates. If the TikTok Pixel reports the same event with the same ID, the event counts once. Without an ID, an event that is sent again counts again.
   */
  event_id?: string
  /**
   * The time of the event, in ISO 8601 format or as Unix time in seconds or milliseconds. The default is the time of sending.
   */
  timestamp?: string
  /**
   * One or more phone numbers, which help TikTok match the event with a TikTok user. Include the country code, as in +12025550123. Numbers without one are read as numbers of the country in Address. Missing and invalid numbers are left out. Hashed with SHA-256 before sending. A value that is already a SHA-256 hash is sent as is.
   */
  phone_number?: string[]
  /**
   * One or more email addresses, which help TikTok match the event with a TikTok user. Missing and invalid addresses are left out. Hashed with SHA-256 before sending. A value that is already a SHA-256 hash is sent as is.
   */
  email?: string[]
  /**
   * One or more of your own IDs for the person, such as a user ID, which help TikTok match the event with a TikTok user. Send the same IDs, in the same upper and lower case, with the TikTok Pixel. Missing IDs are left out. Hashed with SHA-256 before sending. A value that is already a SHA-256 hash is sent as is.
   */
  external_id?: string[]
  /**
   * Whether the anonymous ID is sent as a second External ID when the event has a user ID. Turn it on if the TikTok Pixel sends the anonymous ID. Off by default.
   */
  include_anonymous_id?: boolean
  /**
   * The person's first name, which helps TikTok match the event with a TikTok user. Left out when it is missing. Hashed with SHA-256 before sending. A value that is already a SHA-256 hash is sent as is.
   */
  first_name?: string
  /**
   * The person's last name, which helps TikTok match the event with a TikTok user. Left out when it is missing. Hashed with SHA-256 before sending. A value that is already a SHA-256 hash is sent as is.
   */
  last_name?: string
  /**
   * The person's address, which helps TikTok match the event with a TikTok user. Missing parts are left out. The zip code is hashed with SHA-256 before sending, unless it is already a SHA-256 hash. City, state, and country are sent without hashing.
   */
  address?: {
    /**
     * The name of the city.
     */
    city?: string
    /**
     * The name or code of the state, such as CA.
     */
    state?: string
    /**
     * The two-letter country code (ISO 3166-1 alpha-2), such as US. Names and three-letter codes are converted; anything else is left out. Phone numbers without a country code are read as numbers of this country.
     */
    country?: string
    /**
     * The zip or postal code. If Country is US, only its first five digits are used. Hashed with SHA-256 before sending. A value that is already a SHA-256 hash is sent as is.
     */
    zip_code?: string
  }
  /**
   * The ID that TikTok adds to the address of your landing page as "ttclid". TikTok uses it to attribute the event to a click on an ad. A missing ID is taken from Page URL if possible.
   */
  ttclid?: string
  /**
   * The value of the first-party cookie "_ttp" of the TikTok Pixel, which helps TikTok match the event with a TikTok user. Left out when it is missing.
   */
  ttp?: string
  /**
   * The ID by which TikTok identifies the lead of the event. CRM events are not sent without it. For web events, it is optional.
   */
  lead_id?: string
  /**
   * The name of your CRM, such as HubSpot or Salesforce. Sent with CRM events only, and left out when it is missing.
   */
  lead_event_source?: string
  /**
   * The lead of mappings that were saved before TikTok Lead ID and Lead Event Source existed. New mappings use those two fields.
   */
  lead_fields?: {
    [k: string]: unknown
  }
  /**
   * The address of the page where the event happened. Left out when it is missing. A missing TikTok Click ID is taken from the "ttclid" parameter of this address.
   */
  url?: string
  /**
   * The address of the page that led to Page URL. Left out when it or Page URL is missing.
   */
  referrer?: string
  /**
   * The public IP address (IPv4 or IPv6) of the person's browser. Together with User Agent, it helps TikTok match the event with a TikTok user. Sent without hashing. A missing, private, or invalid address is left out; of several, the first public one is sent.
   */
  ip?: string
  /**
   * The user agent of the person's browser. Together with IP Address, it helps TikTok match the event with a TikTok user. Sent without hashing, and left out when it is missing.
   */
  user_agent?: string
  /**
   * The language of the person's browser, such as en-US. Left out when it is missing.
   */
  locale?: string
  /**
   * The products of the event, which TikTok uses for catalog ads such as Video Shopping Ads. Missing details and products without any details are left out.
   */
  contents?: {
    /**
     * The price of one unit, in Currency. A price in another currency is left out.
     */
    price?: string
    /**
     * The number of units.
     */
    quantity?: string
    /**
     * The category of the product. Several categories are joined with commas.
     */
    content_category?: string[]
    /**
     * The ID of the product or product group, the same as in your TikTok catalog.
     */
    content_id?: string
    /**
     * The name of the product.
     */
    content_name?: string
    /**
     * The brand of the product.
     */
    brand?: string[]
  }[]
  /**
   * Whether the IDs in Contents and Content IDs are those of products (SKUs) or of product groups. The default for events with products is Product. Events without products have no content type.
   */
  content_type?: string
  /**
   * The IDs of the products or product groups, which TikTok uses for Video Shopping Ads. When they are missing, they are the IDs in Contents.
   */
  content_ids?: string[]
  /**
   * The number of items in the checkout or order, as a whole number. When it is missing, it is the sum of the quantities in Contents, where a missing one is 1.
   */
  num_items?: string
  /**
   * The currency of Value and of the prices in Contents, as a three-letter ISO 4217 code such as USD. Names and signs of a currency are read as well. A currency that cannot be read is left out, together with Value.
   */
  currency?: string
  /**
   * The total value of the order or of the products, in Currency, such as 12.50 or $1,234.56; it keeps a currency that it names itself. When it is missing, it is calculated from Contents, unless the event has a total that is not mapped; 0 counts as a value. An event with a negative value is not sent.
   */
  value?: string
  /**
   * Whether a missing Value is the sum of price times quantity in Contents, and a missing Number of Items the sum of the quantities. Without a currency, and beside a total of the event that is not mapped, no value is calculated. On by default.
   */
  calculate_value?: boolean
  /**
   * The ID of the order. Left out when it is missing.
   */
  order_id?: string
  /**
   * The ID of the shop. Left out when it is missing.
   */
  shop_id?: string
  /**
   * A description of the item or page. Left out when it is missing.
   */
  description?: string
  /**
   * The text the person searched for. Left out when it is missing.
   */
  query?: string
  /**
   * The searched text, if it is to differ from Query. The default is Query.
   */
  search_string?: string
  /**
   * Whether the customer is new or returning. Sent with web events only, and left out when it is missing.
   */
  customer_type?: string
  /**
   * The way the customer gets the order: in store, curbside, or by home delivery. Left out when it is missing.
   */
  delivery_category?: string
  /**
   * The total value that you expect from the customer. Left out when it is missing, but 0 counts as a value.
   */
  predicted_ltv?: string
  /**
   * The kind of the event. Travel sends Travel Fields, and Vehicle sends Vehicle Fields. None, the default, sends neither.
   */
  event_spec_type?: string
  /**
   * Details of the trip. Missing ones are left out. Write dates as YYYY-MM-DD or YYYYMMDD, or with a time and time zone, such as 2026-12-01T08:00+00:00.
   */
  travel_fields?: {
    /**
     * The city of the hotel.
     */
    city?: string
    /**
     * The state or region of the hotel.
     */
    region?: string
    /**
     * The country of the hotel.
     */
    country?: string
    /**
     * The date on which the hotel stay begins.
     */
    checkin_date?: string
    /**
     * The date on which the hotel stay ends.
     */
    checkout_date?: string
    /**
     * The number of adults traveling.
     */
    num_adults?: string
    /**
     * The number of children traveling.
     */
    num_children?: string
    /**
     * The number of infants traveling.
     */
    num_infants?: string
    /**
     * The hotels suggested to the person.
     */
    suggested_hotels?: string[]
    /**
     * The start of the outbound journey.
     */
    departing_departure_date?: string
    /**
     * The end of the outbound journey.
     */
    departing_arrival_date?: string
    /**
     * The start of the return journey.
     */
    returning_departure_date?: string
    /**
     * The end of the return journey.
     */
    returning_arrival_date?: string
    /**
     * The airport where the journey begins.
     */
    origin_airport?: string
    /**
     * The airport where the journey ends.
     */
    destination_airport?: string
    /**
     * The IDs of the destinations in your destination catalog.
     */
    destination_ids?: string[]
    /**
     * IDs of suggested destinations; not for Search.
     */
    suggested_destinations?: string[]
    /**
     * Economy (eco), premium (prem), business (bus), or first.
     */
    travel_class?: string
    /**
     * The value of the customer relative to other customers.
     */
    user_score?: string
    /**
     * The number of stops preferred; 0 is a direct flight.
     */
    preferred_num_stops?: string
    /**
     * The date on which the trip begins.
     */
    travel_start?: string
    /**
     * The date on which the trip ends.
     */
    travel_end?: string
  }
  /**
   * Details of the vehicle. Missing ones are left out, as are a mileage without its unit and a price range without both ends. A value of 0 is sent.
   */
  vehicle_fields?: {
    /**
     * The postal code of the place where the vehicle is.
     */
    postal_code?: string
    /**
     * The make of the vehicle.
     */
    make?: string
    /**
     * The model of the vehicle.
     */
    model?: string
    /**
     * The year of the vehicle, in four digits.
     */
    year?: string
    /**
     * New, Used, or CPO (certified pre-owned).
     */
    state_of_vehicle?: string
    /**
     * Excellent, Good, Fair, Poor, or Other.
     */
    condition_of_vehicle?: string
    /**
     * The color of the exterior.
     */
    exterior_color?: string
    /**
     * The color of the interior.
     */
    interior_color?: string
    /**
     * Automatic, Manual, or Other.
     */
    transmission?: string
    /**
     * The trim level of the vehicle.
     */
    trim?: string
    /**
     * The vehicle identification number, at most 17 characters.
     */
    vin?: string
    /**
     * The style of the body, such as SUV or Sedan.
     */
    body_style?: string
    /**
     * The fuel the vehicle runs on, such as Gasoline or Electric.
     */
    fuel_type?: string
    /**
     * The driven wheels: AWD, FOUR_WD, FWD, RWD, TWO_WD, or Other.
     */
    drivetrain?: string
    /**
     * The distance the vehicle has been driven, in Mileage Unit.
     */
    mileage_value?: string
    /**
     * The unit of Mileage Value: MI (miles) or KM (kilometers).
     */
    mileage_unit?: string
    /**
     * The lowest price the person wants to pay.
     */
    preferred_price_range_min?: string
    /**
     * The highest price the person wants to pay.
     */
    preferred_price_range_max?: string
    /**
     * Your name for this soft-lead page, to tell it from others.
     */
    viewcontent_type?: string
    /**
     * Your name for this kind of search, to tell it from others.
     */
    search_type?: string
    /**
     * Your name for this kind of registration, to tell it from others.
     */
    registration_type?: string
  }
  /**
   * Parts of the event in which to look when a mapped value is blank or unusable, such as a trait behind a blank property. Only fields that are mapped are filled from here. Clear a row to stop looking there.
   */
  other_sources?: {
    [k: string]: unknown
  }
  /**
   * Whether TikTok must limit its use of the data of this web event. Left out when it is missing. If the value is true, map a public IP Address too.
   */
  limited_data_use?: boolean
  /**
   * The code from TikTok Events Manager under Test Events. Events with a code appear there as tests and do not count as live events, so leave it blank in production.
   */
  test_event_code?: string
  /**
   * Off by default, because TikTok recommends real-time events for campaign performance. Turn it on to send up to 1,000 events in one request.
   */
  enable_batching?: boolean
  /**
   * The largest number of events in one batch. The default is 1,000, the most that TikTok accepts in one request.
   */
  batch_size?: number
  /**
   * The fields that must have the same value in all events of a batch, because a request to TikTok has only one value of each.
   */
  batch_keys?: string[]
}

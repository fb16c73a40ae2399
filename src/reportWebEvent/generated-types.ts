// Generated file. DO NOT MODIFY IT BY HAND.

export interface Payload {
  /**
   * The conversion to report; an event without a valid name is not sent. Choose a standard event, which TikTok campaigns can be optimized for, or, for web events only, enter a custom name for reports and audiences: at most 50 letters, digits, "_", and "-", beginning with a letter.
   */
  event: string
  /**
   * Where the event comes from: your website, or your CRM if it is about a lead. When it is missing, Web is used; for CRM, the Pixel Code in the settings must be the ID of your CRM event set.
   */
  event_source?: string
  /**
   * The ID by which TikTok recognizes an event it already has: if the TikTok Pixel reports the same event with the same ID, the event counts once. When it is missing, TikTok cannot deduplicate the event, and an event that is sent again counts again.
   */
  event_id?: string
  /**
   * When the event happened, as an ISO 8601 time or as Unix time in seconds or milliseconds. When it is missing, the time of sending is used.
   */
  timestamp?: string
  /**
   * One or more phone numbers, best with the country code (such as +12025550123), which help TikTok match the event with a TikTok user. A number without a country code is read as a number of the country in Address; missing and invalid numbers are left out. Hashed with SHA-256 before it is sent; a value that is already a SHA-256 hash is sent as it is.
   */
  phone_number?: string[]
  /**
   * One or more email addresses, which help TikTok match the event with a TikTok user. Missing and invalid addresses are left out. Hashed with SHA-256 before it is sent; a value that is already a SHA-256 hash is sent as it is.
   */
  email?: string[]
  /**
   * One or more of your own IDs for the person, such as a user ID, which help TikTok match the event with a TikTok user: send the same IDs, in the same upper and lower case, with the TikTok Pixel. Missing IDs are left out. Hashed with SHA-256 before it is sent; a value that is already a SHA-256 hash is sent as it is.
   */
  external_id?: string[]
  /**
   * The person's first name, which helps TikTok match the event with a TikTok user. Left out when it is missing. Hashed with SHA-256 before it is sent; a value that is already a SHA-256 hash is sent as it is.
   */
  first_name?: string
  /**
   * The person's last name, which helps TikTok match the event with a TikTok user. Left out when it is missing. Hashed with SHA-256 before it is sent; a value that is already a SHA-256 hash is sent as it is.
   */
  last_name?: string
  /**
   * The person's address, which helps TikTok match the event with a TikTok user; missing parts are left out. The zip code is hashed with SHA-256 before it is sent, unless it is already a SHA-256 hash, which is sent as it is; city, state, and country are sent without hashing.
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
     * The two-letter country code (ISO 3166-1 alpha-2), such as US; anything else, such as the full name of the country, is left out. Phone numbers without a country code are read as numbers of this country.
     */
    country?: string
    /**
     * The zip or postal code; if Country is US, only its first five digits are used. Hashed with SHA-256 before it is sent; a value that is already a SHA-256 hash is sent as it is.
     */
    zip_code?: string
  }
  /**
   * The ID that TikTok adds to the address of your landing page as "ttclid" and uses to attribute the event to a click on an ad. When it is missing, it is taken from Page URL, if that contains it.
   */
  ttclid?: string
  /**
   * The value of the first-party cookie "_ttp", which the TikTok Pixel sets and which helps TikTok match the event with a TikTok user. Left out when it is missing.
   */
  ttp?: string
  /**
   * The ID of the lead at TikTok, which tells TikTok which lead the event is about. CRM events are not sent without it; web events can do without.
   */
  lead_id?: string
  /**
   * The name of your CRM, such as HubSpot or Salesforce, reported with the lead. Left out when it is missing.
   */
  lead_event_source?: string
  /**
   * The address of the page where the event happened, reported with the event when there is one. If TikTok Click ID is missing, it is taken from the "ttclid" parameter of this address.
   */
  url?: string
  /**
   * The address of the page that led to Page URL, reported with the event when there is one. Left out when Page URL is missing.
   */
  referrer?: string
  /**
   * The public IP address (IPv4 or IPv6) of the person's browser, which helps TikTok match the event with a TikTok user, best together with User Agent. It is sent without hashing; a missing, private, or invalid address is left out.
   */
  ip?: string
  /**
   * The user agent of the person's browser, which helps TikTok match the event with a TikTok user, best together with IP Address. It is sent without hashing, and left out when it is missing.
   */
  user_agent?: string
  /**
   * The language of the person's browser, such as en-US, reported with the event. Left out when it is missing.
   */
  locale?: string
  /**
   * The products the event is about, which TikTok uses for catalog ads such as Video Shopping Ads. Missing details are left out, and so are products without any details.
   */
  contents?: {
    /**
     * The price of one unit, in Currency.
     */
    price?: number | null
    /**
     * The number of units.
     */
    quantity?: number | null
    /**
     * The category of the product.
     */
    content_category?: string
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
    brand?: string
  }[]
  /**
   * Whether Contents and Content IDs hold the IDs of products (SKUs) or of product groups. When it is missing, "product" is sent for events with products; it is left out of events without any.
   */
  content_type?: string
  /**
   * The IDs of the products or product groups, which TikTok uses for Video Shopping Ads. When they are missing, the IDs in Contents are used.
   */
  content_ids?: string[]
  /**
   * The number of items in the checkout or order, as a whole number, reported with the event. Left out when it is missing.
   */
  num_items?: number
  /**
   * The currency of Value and of the prices in Contents, as a three-letter ISO 4217 code such as USD. Left out when it is missing; an event with anything but three letters here is not sent.
   */
  currency?: string
  /**
   * The total value of the order or of the products, in Currency. When it is missing, the event is reported without a value; 0 counts as a value.
   */
  value?: number
  /**
   * The ID of the order, reported with the event when there is one.
   */
  order_id?: string
  /**
   * The ID of the shop, reported with the event when there is one.
   */
  shop_id?: string
  /**
   * A description of the item or page, reported with the event when there is one.
   */
  description?: string
  /**
   * The text the person searched for, reported with the event when there is one.
   */
  query?: string
  /**
   * Whether the customer is new or returning, reported with web events. Left out when it is missing.
   */
  customer_type?: string
  /**
   * How the customer gets the order: in store, curbside, or by home delivery. Reported with the event, and left out when it is missing.
   */
  delivery_category?: string
  /**
   * How much you expect the customer to be worth to you in total, reported with the event. Left out when it is missing; 0 counts as a value.
   */
  predicted_ltv?: number
  /**
   * Whether the event is about travel or about a vehicle, so that it can be reported with Travel Fields or Vehicle Fields. With None, or when it is missing, neither is sent.
   */
  event_spec_type?: string
  /**
   * Details of the trip, reported with the event; missing ones are left out. Write dates as YYYY-MM-DD or YYYYMMDD, or with a time and time zone, such as 2026-12-01T08:00+00:00; an event with a travel class other than eco, prem, bus, or first is not sent.
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
    num_adults?: number
    /**
     * The number of children traveling.
     */
    num_children?: number
    /**
     * The number of infants traveling.
     */
    num_infants?: number
    /**
     * The hotels suggested to the person.
     */
    suggested_hotels?: string[]
    /**
     * When the outbound journey begins.
     */
    departing_departure_date?: string
    /**
     * When the outbound journey ends.
     */
    departing_arrival_date?: string
    /**
     * When the return journey begins.
     */
    returning_departure_date?: string
    /**
     * When the return journey ends.
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
     * How valuable the customer is to you, relative to other customers.
     */
    user_score?: number
    /**
     * The number of stops preferred; 0 is a direct flight.
     */
    preferred_num_stops?: number
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
   * Details of the vehicle, reported with the event; missing ones are left out, and so are a mileage without its unit and a price range without both ends (0 counts as a value). An event with a value that is not among the choices of its field is not sent.
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
    year?: number
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
    mileage_value?: number
    /**
     * The unit of Mileage Value: MI (miles) or KM (kilometers).
     */
    mileage_unit?: string
    /**
     * The least the person wants to pay.
     */
    preferred_price_range_min?: number
    /**
     * The most the person wants to pay.
     */
    preferred_price_range_max?: number
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
   * Whether TikTok must limit how it uses the data of this web event; left out when it is missing. If the value is true, map a public IP Address as well.
   */
  limited_data_use?: boolean
  /**
   * The code shown in TikTok Events Manager under Test Events, where events with this code appear. Leave it blank in production: an event with a code is a test, not a live event.
   */
  test_event_code?: string
  /**
   * Off by default, because TikTok recommends real-time events for campaign performance. Turn it on if you have more events than single requests can carry: up to 1,000 events are then sent in one request.
   */
  enable_batching?: boolean
  /**
   * The largest number of events in one batch, at most 1,000, which is as many as TikTok accepts in one request. The default is 1,000.
   */
  batch_size?: number
  /**
   * The fields that must have the same value in all events of a batch, because TikTok takes only one value of each per request.
   */
  batch_keys?: string[]
}

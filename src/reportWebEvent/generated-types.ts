// Generated file. DO NOT MODIFY IT BY HAND.

export interface Payload {
  /**
   * The conversion TikTok is told of. Choose a standard event, which ads can be optimised for, or type a name of your own for reports and audiences: at most 50 letters, digits, "_" and "-", beginning with a letter.
   */
  event: string
  /**
   * Where the event comes from: your website, or your CRM, for what became of a lead. For a CRM, the Pixel Code in the settings is to hold the ID of the CRM event set.
   */
  event_source?: string
  /**
   * The ID by which TikTok recognises an event it has already. Give the TikTok Pixel the same one, and an event that both report counts once. Without it, an event that is sent again counts again.
   */
  event_id?: string
  /**
   * When the event happened: an ISO 8601 time, or Unix time in seconds or milliseconds. Without it, TikTok gets the time of sending.
   */
  timestamp?: string
  /**
   * One or more phone numbers, best with their country code (E.164, such as +12025550123). A number without one is read with the country of Address; one that is not possible is left out. Hashed with SHA-256 before it is sent.
   */
  phone_number?: string[]
  /**
   * One or more email addresses. What is no address is left out. Hashed with SHA-256 before it is sent.
   */
  email?: string[]
  /**
   * One or more of your own IDs for the person, such as a user ID, exactly as the TikTok Pixel gets them: upper and lower case count. Hashed with SHA-256 before it is sent.
   */
  external_id?: string[]
  /**
   * The person's first name. Hashed with SHA-256 before it is sent.
   */
  first_name?: string
  /**
   * The person's last name. Hashed with SHA-256 before it is sent.
   */
  last_name?: string
  /**
   * The person's address. The zip code is hashed with SHA-256 before it is sent; city, state and country are sent as they are, which is how TikTok takes them.
   */
  address?: {
    /**
     * The name of the city.
     */
    city?: string
    /**
     * The name or the code of the state, such as CA.
     */
    state?: string
    /**
     * The two-letter country code (ISO 3166-1 alpha-2, such as US). A name is not sent.
     */
    country?: string
    /**
     * The zip or postal code. Of a United States code the first five digits count. Hashed with SHA-256 before it is sent.
     */
    zip_code?: string
  }
  /**
   * The click ID TikTok adds to the address of the landing page as "ttclid": the surest match of an event with an ad. Where it is blank, it is taken from Page URL.
   */
  ttclid?: string
  /**
   * The value of the first-party cookie "_ttp", which the TikTok Pixel sets.
   */
  ttp?: string
  /**
   * The ID of a lead from TikTok's own lead forms, by which TikTok finds the ad that won it. CRM events are refused without it.
   */
  lead_id?: string
  /**
   * The name of your CRM, such as HubSpot or Salesforce, which TikTok shows with the events of the lead.
   */
  lead_event_source?: string
  /**
   * The address of the page on which the event happened. Without Click ID, the parameter "ttclid" of this address stands in for it.
   */
  url?: string
  /**
   * The address of the page that led there. Sent only together with Page URL.
   */
  referrer?: string
  /**
   * The public IP address of the person's browser (IPv4 or IPv6), not hashed. A private or malformed one is left out. TikTok matches best when User Agent comes with it.
   */
  ip?: string
  /**
   * The user agent of the person's browser, not hashed.
   */
  user_agent?: string
  /**
   * The language of the person's browser (BCP 47, such as en-US).
   */
  locale?: string
  /**
   * The products the event is about. TikTok uses them for catalogue ads. Products without any value are left out.
   */
  contents?: {
    /**
     * The price of one unit of the product.
     */
    price?: number | null
    /**
     * How many units.
     */
    quantity?: number | null
    /**
     * The category of the product.
     */
    content_category?: string
    /**
     * The product's ID, the same as in your TikTok catalogue.
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
   * Whether the content IDs are those of products (SKUs) or of product groups. With products and nothing chosen, "product" is sent.
   */
  content_type?: string
  /**
   * The IDs of the products, which Video Shopping Ads want. Where there are none, they are taken from Contents.
   */
  content_ids?: string[]
  /**
   * The number of items in the checkout or order, a whole number.
   */
  num_items?: number
  /**
   * The currency of Value and of the prices: three letters (ISO 4217, such as USD). An event with anything else is refused.
   */
  currency?: string
  /**
   * The total value of the order or of the products. 0 is a value. TikTok needs it, with Currency, to measure return on ad spend.
   */
  value?: number
  /**
   * The ID of the order.
   */
  order_id?: string
  /**
   * The ID of the shop.
   */
  shop_id?: string
  /**
   * A description of the item or page, for your own reports.
   */
  description?: string
  /**
   * The text the person searched for.
   */
  query?: string
  /**
   * Whether the customer is new to you, so that TikTok can tell what new customers cost.
   */
  customer_type?: string
  /**
   * How the order reaches the customer.
   */
  delivery_category?: string
  /**
   * What you expect the customer to spend in all, in Currency. 0 is a value.
   */
  predicted_ltv?: number
  /**
   * Whether the event is about travel or about vehicles, which have parameters of their own. TikTok uses them for travel and automotive ads.
   */
  event_spec_type?: string
  /**
   * What TikTok uses for travel ads: where the trip leads, when, and for whom. Each is left out when it is missing.
   */
  travel_fields?: {
    /**
     * The city the hotel is in.
     */
    city?: string
    /**
     * The state or region the hotel is in.
     */
    region?: string
    /**
     * The country the hotel is in.
     */
    country?: string
    /**
     * The day the stay begins: YYYYMMDD, YYYY-MM-DD or ISO 8601 with time and zone.
     */
    checkin_date?: string
    /**
     * The day the stay ends: YYYYMMDD, YYYY-MM-DD or ISO 8601 with time and zone.
     */
    checkout_date?: string
    /**
     * How many adults travel.
     */
    num_adults?: number
    /**
     * How many children travel.
     */
    num_children?: number
    /**
     * How many infants travel.
     */
    num_infants?: number
    /**
     * The IDs of hotels suggested to the person.
     */
    suggested_hotels?: string[]
    /**
     * When the outbound journey begins: YYYYMMDD, YYYY-MM-DD or ISO 8601 with time and zone.
     */
    departing_departure_date?: string
    /**
     * When the outbound journey ends: YYYYMMDD, YYYY-MM-DD or ISO 8601 with time and zone.
     */
    departing_arrival_date?: string
    /**
     * When the return journey begins: YYYYMMDD, YYYY-MM-DD or ISO 8601 with time and zone.
     */
    returning_departure_date?: string
    /**
     * When the return journey ends: YYYYMMDD, YYYY-MM-DD or ISO 8601 with time and zone.
     */
    returning_arrival_date?: string
    /**
     * The code of the airport the journey begins at.
     */
    origin_airport?: string
    /**
     * The code of the airport the journey leads to.
     */
    destination_airport?: string
    /**
     * IDs of destinations in your destination catalogue.
     */
    destination_ids?: string[]
    /**
     * IDs of destinations suggested to the person. Not for Search events.
     */
    suggested_destinations?: string[]
    /**
     * The class of the journey.
     */
    travel_class?: string
    /**
     * The value of the customer to you, relative to other customers.
     */
    user_score?: number
    /**
     * The stops the person wants at most; 0 is a direct flight.
     */
    preferred_num_stops?: number
    /**
     * The day the trip begins: YYYYMMDD, YYYY-MM-DD or ISO 8601 with time and zone.
     */
    travel_start?: string
    /**
     * The day the trip ends: YYYYMMDD, YYYY-MM-DD or ISO 8601 with time and zone.
     */
    travel_end?: string
  }
  /**
   * What TikTok uses for automotive ads: the vehicle the event is about. Each is left out when it is missing.
   */
  vehicle_fields?: {
    /**
     * The postal code of the place the vehicle is at.
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
     * The year the vehicle was built in: four digits.
     */
    year?: number
    /**
     * New, used or certified pre-owned.
     */
    state_of_vehicle?: string
    /**
     * How well the vehicle is kept.
     */
    condition_of_vehicle?: string
    /**
     * The color of the body.
     */
    exterior_color?: string
    /**
     * The color of the interior.
     */
    interior_color?: string
    /**
     * How the gears change.
     */
    transmission?: string
    /**
     * The trim of the vehicle.
     */
    trim?: string
    /**
     * The vehicle identification number: at most 17 characters.
     */
    vin?: string
    /**
     * The shape of the body.
     */
    body_style?: string
    /**
     * What the vehicle runs on.
     */
    fuel_type?: string
    /**
     * Which wheels are driven.
     */
    drivetrain?: string
    /**
     * How far the vehicle has run; 0 is a value. Sent together with Mileage Unit.
     */
    mileage_value?: number
    /**
     * Miles or kilometres. Sent together with Mileage Value.
     */
    mileage_unit?: string
    /**
     * The least the person wants to pay; 0 is a value. Sent together with the maximum.
     */
    preferred_price_range_min?: number
    /**
     * The most the person wants to pay. Sent together with the minimum.
     */
    preferred_price_range_max?: number
    /**
     * Tells pages for soft leads from others.
     */
    viewcontent_type?: string
    /**
     * Tells kinds of searches apart.
     */
    search_type?: string
    /**
     * Tells kinds of registrations apart.
     */
    registration_type?: string
  }
  /**
   * Whether TikTok is to use the event in a limited way only, as privacy laws of some US states demand. With "true", map IP Address as well: TikTok finds the state by it. Sent only when given.
   */
  limited_data_use?: boolean
  /**
   * The code shown in TikTok Events Manager under Test Events. Events with it appear there and do not count. Leave it blank in production.
   */
  test_event_code?: string
  /**
   * TikTok recommends real-time events for the performance of campaigns, so leave this off unless you send more events than single requests can carry. Switched on, up to 1,000 events go out in one request, some minutes later.
   */
  enable_batching?: boolean
  /**
   * The largest number of events in one batch. TikTok takes up to 1,000 in one request.
   */
  batch_size?: number
  /**
   * The fields whose values the events of one batch share, because they live at the top of a request.
   */
  batch_keys?: string[]
}

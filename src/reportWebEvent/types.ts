/** The body of a request to the Events API 2.0. */
export interface TikTokRequest extends TikTokEnvelope {
  data: TikTokEvent[]
}

export type EventSource = 'web' | 'crm'

/** The keys at the top of a request, which all of its events share. */
export interface TikTokEnvelope {
  event_source: EventSource
  /** The Pixel Code for `web`, the CRM event set ID for `crm`. */
  event_source_id: string
  partner_name: string
  /** Works only here. Inside an event, TikTok ignores it and counts the test event as a live event. */
  test_event_code?: string
}

export interface TikTokEvent {
  event: string
  /** Unix seconds, UTC. */
  event_time: number
  event_id?: string
  user?: TikTokUser
  /** Travel and vehicle parameters have no object of their own. */
  properties?: TikTokProperties & TikTokTravel & TikTokVehicle
  page?: TikTokPage
  lead?: TikTokLead
  limited_data_use?: boolean
}

/** The person. Digests are SHA-256 in lower-case hex; other values are plain text. */
export interface TikTokUser {
  /** Digests. */
  email?: string[]
  /** Digests. */
  phone?: string[]
  /** Digests. */
  external_id?: string[]
  /** Digest. */
  first_name?: string
  /** Digest. */
  last_name?: string
  /** Digest. */
  zip_code?: string
  city?: string
  state?: string
  country?: string
  ttclid?: string
  ttp?: string
  ip?: string
  user_agent?: string
  locale?: string
}

export interface TikTokProperties {
  contents?: TikTokContent[]
  content_type?: string
  content_ids?: string[]
  num_items?: number
  currency?: string
  value?: number
  order_id?: string
  shop_id?: string
  description?: string
  query?: string
  search_string?: string
  customer_type?: string
  delivery_category?: string
  predicted_ltv?: number
}

/** https://business-api.tiktok.com/portal/docs?id=1771101303285761, travel parameters */
export interface TikTokTravel {
  city?: string
  region?: string
  country?: string
  checkin_date?: string
  checkout_date?: string
  num_adults?: number
  num_children?: number
  num_infants?: number
  suggested_hotels?: string[]
  departing_departure_date?: string
  departing_arrival_date?: string
  returning_departure_date?: string
  returning_arrival_date?: string
  origin_airport?: string
  destination_airport?: string
  destination_ids?: string[]
  suggested_destinations?: string[]
  travel_class?: string
  user_score?: number
  preferred_num_stops?: number
  travel_start?: string
  travel_end?: string
}

/** https://business-api.tiktok.com/portal/docs?id=1771101303285761, automotive parameters */
export interface TikTokVehicle {
  postal_code?: string
  make?: string
  model?: string
  /** Four digits. */
  year?: number
  state_of_vehicle?: string
  condition_of_vehicle?: string
  exterior_color?: string
  interior_color?: string
  transmission?: string
  trim?: string
  vin?: string
  body_style?: string
  fuel_type?: string
  drivetrain?: string
  mileage?: { value: number; unit: string }
  preferred_price_range?: [min: number, max: number]
  viewcontent_type?: string
  search_type?: string
  registration_type?: string
}

export interface TikTokContent {
  price?: number
  quantity?: number
  content_category?: string
  content_id?: string
  content_name?: string
  brand?: string
}

export interface TikTokPage {
  url: string
  referrer?: string
}

export interface TikTokLead {
  lead_id: string
  /** The name of the CRM. */
  lead_event_source?: string
}

/** The body of a request to the Events API 2.0. */
export interface TikTokRequest extends TikTokEnvelope {
  data: TikTokEvent[]
}

/** What lives at the top of a request, and so is shared by all of its events. */
export interface TikTokEnvelope {
  event_source: 'web'
  /** The Pixel Code. */
  event_source_id: string
  partner_name: string
  /** Works at the top only: inside an event it is ignored, and the test event counts as live. */
  test_event_code?: string
}

export interface TikTokEvent {
  event: string
  /** Unix seconds, UTC. */
  event_time: number
  event_id?: string
  user?: TikTokUser
  properties?: TikTokProperties
  page?: TikTokPage
  lead?: TikTokLead
  limited_data_use?: boolean
}

/** Texts, except where a line says that they are SHA-256 digests. */
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
}

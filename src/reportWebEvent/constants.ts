import { TIKTOK_CONVERSIONS_API_VERSION } from '../versioning-info'

/**
 * The address of the Events API. The trailing slash is part of it.
 * https://business-api.tiktok.com/portal/docs?id=1771101303285761
 */
export const EVENTS_URL = `https://business-api.tiktok.com/open_api/${TIKTOK_CONVERSIONS_API_VERSION}/event/track/`

/** Maximum number of events per request. TikTok rejects a larger request as a whole. */
export const MAX_EVENTS_PER_REQUEST = 1000

/** The most requests for one batch. Events not settled by then are left to a retry. */
export const MAX_REQUESTS_PER_BATCH = 128

/**
 * The longest texts that are sent, in UTF-16 code units. TikTok documents no lengths, but a longer text is no value of
 * its kind, and costs memory and time of its whole batch.
 */
export const MAX_LENGTHS = {
  /** Usual web servers refuse a longer address or header, so that no visitor had one. */
  text: 8192,
  /** Click IDs have some hundred characters. Databases and shops hold other IDs in 255. */
  identifier: 1000,
  /** The longest place name has 168 characters. */
  name: 200
}

/** The partner name that TikTok has registered for Segment. It rejects others with code 40063. */
export const PARTNER_NAME = 'Segment'

/** TikTok's current standard events. Names are case-sensitive. */
export const STANDARD_EVENTS = [
  'AddPaymentInfo',
  'AddToCart',
  'AddToWishlist',
  'ApplicationApproval',
  'CompleteRegistration',
  'Contact',
  'CustomizeProduct',
  'Download',
  'FindLocation',
  'InitiateCheckout',
  'Lead',
  'Purchase',
  'Schedule',
  'Search',
  'StartTrial',
  'SubmitApplication',
  'Subscribe',
  'ViewContent'
] as const

/** An event name that TikTok accepts beside the current standard events. */
export interface OtherEvent {
  /** The name to use instead. */
  replacement?: EventName
  /** The year until which TikTok supports the name. TikTok converts other older names to their replacement. */
  endsIn?: number
  /** A remark for marketers on a name that is not an older one. */
  remark?: string
}

type OtherEvents = 'ClickButton' | 'CompletePayment' | 'PlaceAnOrder' | 'SubmitForm' | 'Pageview'

/** Other event names that TikTok accepts, most of them older. */
export const OTHER_EVENTS: Record<OtherEvents, OtherEvent> = {
  ClickButton: { endsIn: 2027 },
  CompletePayment: { replacement: 'Purchase' },
  PlaceAnOrder: { replacement: 'Purchase', endsIn: 2027 },
  SubmitForm: { replacement: 'Lead' },
  Pageview: { remark: "the Pixel's page view" }
}

type StandardEvents = typeof STANDARD_EVENTS

/** An event name that TikTok knows. */
export type EventName = StandardEvents[number] | OtherEvents

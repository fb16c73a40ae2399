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

/** Other event names that TikTok accepts, most of them older, each with a remark for marketers. */
export const OTHER_EVENTS = {
  ClickButton: 'older name',
  CompletePayment: 'older name, now Purchase',
  PlaceAnOrder: 'older name',
  SubmitForm: 'older name, now Lead',
  Pageview: "the Pixel's page view"
} as const

type StandardEvents = typeof STANDARD_EVENTS

/** An event name that TikTok knows. */
export type EventName = StandardEvents[number] | keyof typeof OTHER_EVENTS

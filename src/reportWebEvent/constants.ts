import { TIKTOK_CONVERSIONS_API_VERSION } from '../versioning-info'

/**
 * Where the Events API takes events. The trailing slash is part of the address.
 * https://business-api.tiktok.com/portal/docs?id=1771101303285761
 */
export const EVENTS_URL = `https://business-api.tiktok.com/open_api/${TIKTOK_CONVERSIONS_API_VERSION}/event/track/`

/** TikTok refuses a whole request that holds more. */
export const MAX_EVENTS_PER_REQUEST = 1000

/** What finding the bad events of one batch may cost before the rest is left to a retry. */
export const MAX_REQUESTS_PER_BATCH = 128

/** The partner name TikTok has registered; it refuses others with code 40063. */
export const PARTNER_NAME = 'Segment'

/** TikTok's standard events of today. Names are case-sensitive. */
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

/** What TikTok takes besides, each with what marketers should know of it: names of earlier days, mostly. */
export const OTHER_EVENTS = {
  ClickButton: 'older name',
  CompletePayment: 'older name, now Purchase',
  PlaceAnOrder: 'older name',
  SubmitForm: 'older name, now Lead',
  Pageview: "the Pixel's page view"
} as const

type StandardEvents = typeof STANDARD_EVENTS

/** The presets name only events that TikTok knows. */
export type EventName = StandardEvents[number] | keyof typeof OTHER_EVENTS

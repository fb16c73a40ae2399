import type { SegmentEvent } from '@segment/actions-core'
import type { Rule } from './rule'
import { bySubject } from './rule'

/** What Segment's TikTok Pixel destination reports in the browser, by the event that starts it. */
export const PIXEL_EVENTS: ReadonlyMap<string, string> = new Map([
  ['Order Completed', 'CompletePayment'],
  ['Order Placed', 'PlaceAnOrder'],
  ['Form Submitted', 'SubmitForm'],
  ['Product Clicked', 'ClickButton'],
  ['Product Viewed', 'ViewContent'],
  ['Products Searched', 'Search'],
  ['Product Added to Wishlist', 'AddToWishlist'],
  ['Product Added', 'AddToCart'],
  ['Checkout Started', 'InitiateCheckout'],
  ['Payment Info Entered', 'AddPaymentInfo'],
  ['Callback Started', 'Contact'],
  ['Subscription Created', 'Subscribe'],
  ['Download Link Clicked', 'Download'],
  ['Signed Up', 'CompleteRegistration']
])

/** The risk that the TikTok Pixel reports the same conversion under another name. */
export const pixelRules: Rule[] = [
  {
    id: 'pixel-name-differs',
    severity: 'info',
    title: 'The TikTok Pixel may report these events under another name',
    meaning:
      "Segment's TikTok Pixel destination has another name for them. TikTok pairs events by name and ID, so both count.",
    suggestion:
      'If that destination is in use, map the same names. docs/pixel.md explains how, and examples/with-pixel.json has the mappings.',
    note: ({ event, built }) => {
      const pixelEvent = pixelEventFor(event)
      return pixelEvent === undefined || pixelEvent === built.event
        ? []
        : [`${event.event}: ${built.event} here, ${pixelEvent} by the Pixel`]
    },
    find: bySubject
  }
]

function pixelEventFor({ type, event }: SegmentEvent): string | undefined {
  return type === 'track' && typeof event === 'string' ? PIXEL_EVENTS.get(event) : undefined
}

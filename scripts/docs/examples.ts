import type { JSONObject } from '@segment/actions-core'
import { defaultValues } from '@segment/actions-core'
import stringify from 'json-stringify-pretty-compact'
import destination from '../../src'
import { presets } from '../../src/presets'

/** Name, trigger and TikTok event of a mapping, and the products it reports. */
type Row = [name: string, subscribe: string, event: string, contents?: 'products' | 'product']

/**
 * The mappings that Segment's earlier TikTok Conversions destination set up, and that its TikTok Pixel destination still
 * sets up in the browser, where the page view is a call of its own.
 */
const FORMER_PRESETS: Row[] = [
  ['Complete Payment', 'event = "Order Completed"', 'CompletePayment', 'products'],
  ['Contact', 'event = "Callback Started"', 'Contact'],
  ['Subscribe', 'event = "Subscription Created"', 'Subscribe'],
  ['Submit Form', 'event = "Form Submitted"', 'SubmitForm'],
  ['Page View', 'type = "page"', 'Pageview', 'products'],
  ['Click Button', 'event = "Product Clicked"', 'ClickButton', 'product'],
  ['View Content', 'event = "Product Viewed"', 'ViewContent', 'product'],
  ['Search', 'event = "Products Searched"', 'Search', 'product'],
  ['Add to Wishlist', 'event = "Product Added to Wishlist"', 'AddToWishlist', 'product'],
  ['Add to Cart', 'event = "Product Added"', 'AddToCart', 'product'],
  ['Initiate Checkout', 'event = "Checkout Started"', 'InitiateCheckout', 'products'],
  ['Add Payment Info', 'event = "Payment Info Entered"', 'AddPaymentInfo', 'products'],
  ['Place an Order', 'event = "Order Placed"', 'PlaceAnOrder', 'products'],
  ['Download', 'event = "Download Link Clicked"', 'Download'],
  ['Complete Registration', 'event = "Signed Up"', 'CompleteRegistration']
]

/** Former presets that a new destination does not set up. */
const NOT_PRESETS = [
  'Complete Payment',
  'Contact',
  'Subscribe',
  'Submit Form',
  'Page View',
  'Click Button',
  'Download',
  'Complete Registration'
]

/** Fields of travel and vehicle events, and of batches: mappings that need them add them. */
const LEFT_OUT = ['travel_fields', 'vehicle_fields', 'enable_batching', 'batch_size', 'batch_keys']

/** Writes `examples/mappings.json`: the former presets that are no presets now. */
export function writeMappings(): string {
  return write(FORMER_PRESETS.filter(([name]) => NOT_PRESETS.includes(name)).map((row) => mappingOf(row)))
}

/** Writes `examples/with-pixel.json`: a mapping for each event of Segment's TikTok Pixel, under the same name. */
export function writePixelMappings(): string {
  // The Pixel sends a page view without an ID, so that a second one of the server would count again.
  return write(FORMER_PRESETS.map((row) => mappingOf(row, row[0] !== 'Page View')))
}

function mappingOf([name, subscribe, event, contents]: Row, enabled = true): object {
  const fields = defaultValues(destination.actions.reportWebEvent.fields)
  const mapping = { event, ...withoutLeftOut(fields as JSONObject), ...(contents && { contents: CONTENTS[contents] }) }
  return { name, subscribe, partnerAction: 'reportWebEvent', mapping, enabled }
}

function withoutLeftOut(fields: JSONObject): JSONObject {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !LEFT_OUT.includes(key)))
}

/** The products of today's presets. */
const CONTENTS = {
  products: contentsOf('Place an Order'),
  product: contentsOf('Add to Cart')
}

function contentsOf(name: string): unknown {
  return presets.find((preset) => preset.name === name)?.mapping?.contents
}

function write(mappings: readonly object[]): string {
  return `${stringify(mappings, { maxLength: 300 })}\n`
}

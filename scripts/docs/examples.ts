import type { JSONObject } from '@segment/actions-core'
import { defaultValues } from '@segment/actions-core'
import stringify from 'json-stringify-pretty-compact'
import { PIXEL_EVENTS } from '../../runner/diagnose/rules/pixel'
import destination from '../../src'
import { presets } from '../../src/presets'

/** Name of a mapping, the event that starts it, and the products it reports. */
type Row = [name: string, start: string, contents?: 'products' | 'product']

/** A call of its own, which no event of the Pixel starts. */
const PAGE_VIEW = 'Page View'

/**
 * The mappings that Segment's earlier TikTok Conversions destination set up, and that its TikTok Pixel destination still
 * sets up in the browser, where the page view is a call of its own.
 */
const FORMER_PRESETS: Row[] = [
  ['Complete Payment', 'Order Completed', 'products'],
  ['Contact', 'Callback Started'],
  ['Subscribe', 'Subscription Created'],
  ['Submit Form', 'Form Submitted'],
  [PAGE_VIEW, 'page', 'products'],
  ['Click Button', 'Product Clicked', 'product'],
  ['View Content', 'Product Viewed', 'product'],
  ['Search', 'Products Searched', 'product'],
  ['Add to Wishlist', 'Product Added to Wishlist', 'product'],
  ['Add to Cart', 'Product Added', 'product'],
  ['Initiate Checkout', 'Checkout Started', 'products'],
  ['Add Payment Info', 'Payment Info Entered', 'products'],
  ['Place an Order', 'Order Placed', 'products'],
  ['Download', 'Download Link Clicked'],
  ['Complete Registration', 'Signed Up']
]

/** Former presets that a new destination does not set up. */
const NOT_PRESETS = [
  'Complete Payment',
  'Contact',
  'Subscribe',
  'Submit Form',
  PAGE_VIEW,
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
  return write(FORMER_PRESETS.map((row) => mappingOf(row, row[0] !== PAGE_VIEW)))
}

function mappingOf([name, start, contents]: Row, enabled = true): object {
  const [subscribe, event] =
    name === PAGE_VIEW ? [`type = "${start}"`, 'Pageview'] : [`event = "${start}"`, PIXEL_EVENTS.get(start)]
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

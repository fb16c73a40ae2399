import type { JSONObject, Preset } from '@segment/actions-core'
import { defaultValues, omit } from '@segment/actions-core'
import reportWebEvent from './reportWebEvent'
import type { EventName } from './reportWebEvent/constants'
import { firstOf, path, property } from './reportWebEvent/fields/paths'

/** A product of Segment's ecommerce spec. https://segment.com/docs/connections/spec/ecommerce/v2/ */
const unnamedProduct = {
  price: path('price'),
  quantity: path('quantity'),
  content_category: path('category'),
  content_id: firstOf(path('product_id'), path('sku')),
  brand: path('brand')
}
const product = { ...unnamedProduct, content_name: path('name') }

/**
 * Products, unless the first one is a text: a CDP rejects an event with text in their place. Then they are found in Other
 * Sources, also as JSON. Only a text or a list has something at the second position.
 */
const allProducts = {
  '@if': {
    exists: property('products', '0', '0'),
    else: { '@arrayPath': ['$.properties.products', product] }
  }
}
const oneProduct = { '@arrayPath': ['$.properties', product] }
/** A page is about a product if it has the ID of one. The name of a page is not that of a product. */
const pageProduct = ifExists('product_id', pageItem(), ifExists('sku', pageItem()))

function pageItem(): JSONObject {
  return { '@arrayPath': ['$.properties', unnamedProduct] }
}

function ifExists(key: string, then: JSONObject, otherwise?: JSONObject): JSONObject {
  return { '@if': { exists: property(key), then, ...(otherwise !== undefined && { else: otherwise }) } }
}

/** Fields that few events have. Each look-up for them would cost every event time; travel and vehicle have 43. */
const RARE_FIELDS = [
  'travel_fields',
  'vehicle_fields',
  'content_ids',
  'delivery_category',
  'predicted_ltv',
  'lead_event_source'
]

/** The default mapping without rare fields. */
const commonMapping = omit(defaultValues(reportWebEvent.fields), RARE_FIELDS)

/** The mappings of a new destination. */
export const presets: Preset[] = [
  preset('Add to Cart', 'event = "Product Added"', 'AddToCart', oneProduct),
  preset('Place an Order', 'event = "Order Completed"', 'PlaceAnOrder', allProducts),
  preset('Search', 'event = "Products Searched"', 'Search', oneProduct),
  preset('Initiate Checkout', 'event = "Checkout Started"', 'InitiateCheckout', allProducts),
  preset('Add Payment Info', 'event = "Payment Info Entered"', 'AddPaymentInfo', allProducts),
  preset('Add to Wishlist', 'event = "Product Added to Wishlist"', 'AddToWishlist', oneProduct),
  preset('View Content', 'type = "page"', 'ViewContent', pageProduct)
]

function preset(name: string, subscribe: string, event: EventName, contents: JSONObject): Preset {
  return {
    name,
    subscribe,
    partnerAction: 'reportWebEvent',
    mapping: { ...commonMapping, event, contents },
    type: 'automatic'
  }
}

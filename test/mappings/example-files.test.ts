import type { JSONObject } from '@segment/actions-core'
import { readMappings } from '../../runner/mappings/file'
import type { Mapping } from '../../runner/mappings/mapping'

/** What Segment's earlier TikTok Conversions destination set up: its TikTok Pixel destination has the same names. */
const FORMER: Record<string, [trigger: string, event: string, contents?: string]> = {
  'Complete Payment': ['event = "Order Completed"', 'CompletePayment', '$.properties.products'],
  Contact: ['event = "Callback Started"', 'Contact'],
  Subscribe: ['event = "Subscription Created"', 'Subscribe'],
  'Submit Form': ['event = "Form Submitted"', 'SubmitForm'],
  'Page View': ['type = "page"', 'Pageview', '$.properties.products'],
  'Click Button': ['event = "Product Clicked"', 'ClickButton', '$.properties'],
  'View Content': ['event = "Product Viewed"', 'ViewContent', '$.properties'],
  Search: ['event = "Products Searched"', 'Search', '$.properties'],
  'Add to Wishlist': ['event = "Product Added to Wishlist"', 'AddToWishlist', '$.properties'],
  'Add to Cart': ['event = "Product Added"', 'AddToCart', '$.properties'],
  'Initiate Checkout': ['event = "Checkout Started"', 'InitiateCheckout', '$.properties.products'],
  'Add Payment Info': ['event = "Payment Info Entered"', 'AddPaymentInfo', '$.properties.products'],
  'Place an Order': ['event = "Order Placed"', 'PlaceAnOrder', '$.properties.products'],
  Download: ['event = "Download Link Clicked"', 'Download'],
  'Complete Registration': ['event = "Signed Up"', 'CompleteRegistration']
}

const path = (text: string) => ({ '@path': text })
const either = (first: string, second: string) => ({
  '@if': { exists: path(first), then: path(first), else: path(second) }
})

/** The former fields and what they were mapped to. */
const FORMER_FIELDS: JSONObject = {
  event_id: path('$.messageId'),
  timestamp: path('$.timestamp'),
  phone_number: either('$.properties.phone', '$.context.traits.phone'),
  email: either('$.properties.email', '$.context.traits.email'),
  order_id: path('$.properties.order_id'),
  shop_id: path('$.properties.shop_id'),
  external_id: either('$.userId', '$.anonymousId'),
  ttclid: either('$.properties.ttclid', '$.integrations.TikTok Conversions.ttclid'),
  ttp: either('$.properties.ttp', '$.integrations.TikTok Conversions.ttp'),
  lead_id: either('$.properties.lead_id', '$.context.traits.lead_id'),
  locale: path('$.context.locale'),
  url: path('$.context.page.url'),
  referrer: path('$.context.page.referrer'),
  ip: path('$.context.ip'),
  user_agent: path('$.context.userAgent'),
  currency: path('$.properties.currency'),
  query: path('$.properties.query'),
  limited_data_use: path('$.properties.limited_data_use')
}

/** Former fields whose defaults have become longer. */
const LONGER_FIELDS = ['first_name', 'last_name', 'address', 'value']

describe.each([
  ['with-pixel.json', Object.keys(FORMER), ['Page View']],
  [
    'mappings.json',
    [
      'Complete Payment',
      'Contact',
      'Subscribe',
      'Submit Form',
      'Page View',
      'Click Button',
      'Download',
      'Complete Registration'
    ],
    []
  ]
])('examples/%s', (file, names, disabled) => {
  const mappings: (Mapping & { enabled: boolean })[] = require(`../../examples/${file}`)

  it('can be used as it stands', () => {
    const enabled = names.filter((name) => !disabled.includes(name))
    expect(readMappings(`examples/${file}`).map(({ name }) => name)).toEqual(enabled)
  })

  it.each(mappings.map((mapping) => [mapping.name, mapping] as const))(
    'has the former preset %s',
    (name, { subscribe, mapping, enabled }) => {
      const [trigger, event, products] = FORMER[name]
      expect([subscribe, mapping.event, enabled]).toEqual([trigger, event, !disabled.includes(name)])
      expect(mapping).toMatchObject(FORMER_FIELDS)
      for (const field of LONGER_FIELDS) expect(mapping).toHaveProperty(field)
      const [, path] = /"@arrayPath":\["([^"]*)"/.exec(JSON.stringify(mapping.contents) ?? '') ?? []
      expect(path).toBe(products)
    }
  )

  it('has all of them', () => expect(mappings.map(({ name }) => name)).toEqual(names))
})

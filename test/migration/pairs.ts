import type { JSONObject } from '@segment/actions-core'

const path = (text: string) => ({ '@path': text })
const first = (one: string, other: string) => ({ '@if': { exists: path(one), then: path(one), else: path(other) } })

const EVENT_AND_TIME = { event_id: path('$.messageId'), timestamp: path('$.timestamp') }

const PRODUCTS = (list: string): JSONObject => ({
  '@arrayPath': [
    list,
    {
      price: path('$.price'),
      quantity: path('$.quantity'),
      content_category: path('$.category'),
      content_id: path('$.product_id'),
      content_name: path('$.name'),
      brand: path('$.brand')
    }
  ]
})

const PERSON: JSONObject = {
  email: first('$.properties.email', '$.context.traits.email'),
  phone_number: first('$.properties.phone', '$.context.traits.phone'),
  external_id: first('$.userId', '$.anonymousId'),
  first_name: path('$.context.traits.first_name'),
  last_name: path('$.context.traits.last_name'),
  address: {
    city: path('$.context.traits.address.city'),
    state: path('$.context.traits.address.state'),
    country: path('$.context.traits.address.country'),
    zip_code: path('$.context.traits.address.postal_code')
  },
  ttclid: first('$.properties.ttclid', '$.integrations.TikTok Conversions.ttclid'),
  ttp: first('$.properties.ttp', '$.integrations.TikTok Conversions.ttp')
}

const VISIT: JSONObject = {
  url: path('$.context.page.url'),
  referrer: path('$.context.page.referrer'),
  ip: path('$.context.ip'),
  user_agent: path('$.context.userAgent'),
  locale: path('$.context.locale')
}

const ORDER: JSONObject = {
  order_id: path('$.properties.order_id'),
  shop_id: path('$.properties.shop_id'),
  currency: path('$.properties.currency'),
  value: first('$.properties.value', '$.properties.revenue'),
  query: path('$.properties.query')
}

/** Mappings in the form in which the former destination saved them. */
export const SAVED: Record<string, JSONObject> = {
  'a preset with all fields': {
    event: 'CompletePayment',
    ...EVENT_AND_TIME,
    ...PERSON,
    ...VISIT,
    ...ORDER,
    contents: PRODUCTS('$.properties.products'),
    limited_data_use: path('$.properties.limited_data_use')
  },
  'an event with one product, named by hand': {
    event: 'addtocart',
    ...EVENT_AND_TIME,
    ...PERSON,
    ...VISIT,
    contents: PRODUCTS('$.properties'),
    content_type: 'product_group'
  },
  'a lead of a CRM': {
    event: 'Lead',
    event_source: 'crm',
    ...EVENT_AND_TIME,
    email: path('$.context.traits.email'),
    lead_fields: { lead_id: path('$.properties.lead_id'), lead_event_source: 'HubSpot' }
  },
  'a trip and a customer': {
    event: 'Search',
    ...EVENT_AND_TIME,
    external_id: path('$.userId'),
    num_items: path('$.properties.num_items'),
    predicted_ltv: path('$.properties.ltv'),
    customer_type: path('$.properties.customer_type'),
    event_spec_type: 'travel_fields',
    travel_fields: { city: path('$.properties.city'), checkin_date: path('$.properties.checkin'), num_adults: 2 }
  },
  'a vehicle, whatever its source': {
    event: path('$.event') as never,
    event_source: path('$.properties.source') as never,
    ...EVENT_AND_TIME,
    email: path('$.context.traits.email'),
    referrer: path('$.context.page.referrer'),
    lead_id: path('$.properties.lead_id'),
    event_spec_type: 'vehicle_fields',
    vehicle_fields: { vin: path('$.properties.vin'), make: path('$.properties.make') }
  }
}

const TRAITS = {
  email: 'jane@example.com',
  phone: '+12025550123',
  first_name: 'Jane',
  last_name: 'Doe',
  address: { city: 'Austin', state: 'TX', country: 'us', postal_code: '78701' }
}

const PRODUCT = { product_id: 'P1', price: 20, quantity: 2, category: 'Shoes', name: 'Runner', brand: 'Acme' }

interface Parts {
  traits?: object
  properties?: object
  context?: object
  [key: string]: unknown
}

function event({ traits, properties, context, ...top }: Parts = {}): object {
  return {
    type: 'track',
    event: 'Order_Completed',
    messageId: 'm1',
    timestamp: '2026-11-22T09:00:00Z',
    userId: 'user-42',
    integrations: { 'TikTok Conversions': { ttclid: 'E.C.P.abc', ttp: 'cookie-1' } },
    ...top,
    context: {
      ip: '203.0.113.5',
      userAgent: 'Mozilla/5.0',
      locale: 'en-US',
      page: { url: 'https://shop.example.com/thanks', referrer: 'https://www.example.com/' },
      traits: { ...TRAITS, ...traits },
      ...context
    },
    properties: {
      order_id: 'A-1',
      currency: 'USD',
      value: 40,
      num_items: 2,
      ltv: 90,
      customer_type: 'new',
      lead_id: '123',
      city: 'Lisbon',
      checkin: '2026-12-01',
      vin: '1HGCM82633A004352',
      make: 'Acme',
      limited_data_use: true,
      products: [PRODUCT],
      product_id: 'P1',
      price: 20,
      ...properties
    }
  }
}

const page = (url: unknown) => ({ page: { url, referrer: 'https://www.example.com/' } })

/** Events as they come, most of them with one oddity. */
export const EVENTS: Record<string, object> = {
  'as documented': event(),
  'with spaces and capitals': event({
    userId: 'User-42',
    traits: { email: ' Jane@Example.com ', first_name: "Jane O'Neil" }
  }),
  'with a national phone': event({ traits: { phone: '(202) 555-0123' } }),
  'with letters of other languages': event({
    traits: { address: { city: 'São Paulo', state: 'SP', country: 'Brazil', postal_code: '01310-100' } }
  }),
  'of nobody': event({
    userId: 'null',
    traits: {
      email: 'n/a',
      phone: 'unknown',
      first_name: '',
      address: { city: 'n/a', country: '', postal_code: 'n/a' }
    },
    context: { ip: '10.0.0.1', userAgent: 'null' }
  }),
  'of a digest in capitals': event({
    userId: 'A'.repeat(64),
    traits: { phone: 'B'.repeat(64), email: 'C'.repeat(64), first_name: 'D'.repeat(64) }
  }),
  'of a phone in Mexico': event({ traits: { phone: '+5215541837629', address: { country: 'mx' } } }),
  'with two click IDs': event({ context: page('https://shop.example.com/?ttclid=E.C.P.url') }),
  'with a relative address': event({ integrations: {}, context: page('/thanks?ttclid=E.C.P.url') }),
  'without a page': event({ context: { page: { referrer: 'https://www.example.com/' } } }),
  'without products': event({ properties: { products: undefined, product_id: undefined, price: undefined } }),
  'without amounts': event({ properties: { value: undefined, num_items: undefined, ltv: undefined } }),
  'with a total that no field maps': event({ properties: { value: undefined, total: 45 } }),
  'without amounts or a currency': event({ properties: { value: undefined, currency: undefined } }),
  'with amounts as people write them': event({
    properties: { value: '$1,234.50', currency: 'US Dollars' }
  }),
  'with a price and its currency': event({ properties: { products: [{ ...PRODUCT, price: '20.00 USD' }] } }),
  'of a private network': event({ context: { ip: '10.0.0.1' } }),
  'with words as amounts': event({ properties: { num_items: 2.5, currency: 'gold coins', customer_type: 'vip' } }),
  'of a refund': event({ properties: { value: -40 } }),
  'of next year': event({ timestamp: '2028-11-22T09:00:00Z' }),
  'with another form of date': event({ timestamp: '22 Nov 2026 at 9:00 AM', properties: { checkin: '12/01/2026' } }),
  'without a time that can be read': event({ timestamp: 'yesterday' }),
  'without a restriction or a lead': event({ properties: { limited_data_use: undefined, lead_id: undefined } }),
  'with a long VIN': event({ properties: { vin: '1HGCM82633A00435200' } }),
  'with a name that none can be': event({ event: 'Order Completed!' }),
  'with a currency in words': event({ properties: { currency: 'US Dollars' } }),
  'of an app': event({ properties: { source: 'app' } })
}

import { hash } from '../reportWebEvent/hash'
import type { TikTokEvent, TikTokRequest } from '../reportWebEvent/types'
import { prepareTests, standInForTikTok, WAYS } from './__helpers__/tiktok'

prepareTests()

const sha256 = (text: string) => hash(text, (value) => value) as string
const path = (text: string) => ({ '@path': text })

const EVENT = {
  type: 'track',
  event: 'Order Completed',
  messageId: 'm1',
  timestamp: '2026-11-22T09:00:00Z',
  userId: 'user-42',
  anonymousId: 'anon-1',
  context: {
    ip: '203.0.113.5',
    userAgent: 'Mozilla/5.0',
    locale: 'en-US',
    page: { url: 'https://shop.example.com/thanks', referrer: 'https://www.example.com/' },
    traits: { email: 'jane@example.com', phone: '+12025550123', first_name: 'Jane', last_name: 'Doe' }
  },
  integrations: { 'TikTok Conversions': { ttclid: 'E.C.P.abc', ttp: 'cookie-1' } },
  properties: {
    order_id: 'A-1',
    shop_id: 'S-1',
    currency: 'USD',
    value: 59.9,
    query: 'shoes',
    search_string: 'red shoes',
    lead_id: '123456789',
    checkin: '2026-12-01',
    make: 'Acme',
    products: [
      { product_id: 'P1', price: 20, quantity: 2, category: 'Shoes', name: 'Runner', brand: 'Acme' },
      { product_id: 'P2', price: 19.9, quantity: 1 }
    ]
  }
}

type Saved = [feature: string, mapping: object, sent: object, envelope?: Partial<TikTokRequest>]

/** Mappings in the form in which the destination of today saves them, and the conversion that each gave with it. */
const SAVED: Saved[] = [
  ['an event name', { event: 'CompletePayment' }, { event: 'CompletePayment' }],
  ['the event ID', { event: 'Contact', event_id: path('$.messageId') }, { event: 'Contact', event_id: 'm1' }],
  ['a custom event', { event: 'quiz_finished' }, { event: 'quiz_finished' }],
  [
    'a list of emails and phones',
    { event: 'Subscribe', email: [path('$.context.traits.email')], phone_number: [path('$.context.traits.phone')] },
    { event: 'Subscribe', user: { email: [sha256('jane@example.com')], phone: [sha256('+12025550123')] } }
  ],
  [
    'one email and one phone',
    { event: 'Subscribe', email: path('$.context.traits.email'), phone_number: path('$.context.traits.phone') },
    { event: 'Subscribe', user: { email: [sha256('jane@example.com')], phone: [sha256('+12025550123')] } }
  ],
  [
    'the user ID, or else the anonymous ID',
    {
      event: 'Download',
      external_id: {
        '@if': { exists: path('$.userId'), then: path('$.userId'), else: path('$.anonymousId') }
      }
    },
    { event: 'Download', user: { external_id: [sha256('user-42')] } }
  ],
  [
    'a name',
    { event: 'Lead', first_name: path('$.context.traits.first_name'), last_name: path('$.context.traits.last_name') },
    { event: 'Lead', user: { first_name: sha256('jane'), last_name: sha256('doe') } }
  ],
  [
    'an address',
    { event: 'Lead', address: { city: 'Austin', state: 'TX', country: 'US', zip_code: '78701' } },
    { event: 'Lead', user: { city: 'austin', state: 'tx', country: 'us', zip_code: sha256('78701') } }
  ],
  [
    'the click and cookie IDs of the integrations object',
    {
      event: 'ViewContent',
      ttclid: path('$.integrations.TikTok Conversions.ttclid'),
      ttp: path('$.integrations.TikTok Conversions.ttp')
    },
    { event: 'ViewContent', user: { ttclid: 'E.C.P.abc', ttp: 'cookie-1' } }
  ],
  [
    'the page and the browser',
    {
      event: 'Pageview',
      url: path('$.context.page.url'),
      referrer: path('$.context.page.referrer'),
      ip: path('$.context.ip'),
      user_agent: path('$.context.userAgent'),
      locale: path('$.context.locale')
    },
    {
      event: 'Pageview',
      page: EVENT.context.page,
      user: { ip: '203.0.113.5', user_agent: 'Mozilla/5.0', locale: 'en-US' }
    }
  ],
  [
    'contents of a list',
    {
      event: 'InitiateCheckout',
      contents: {
        '@arrayPath': [
          '$.properties.products',
          {
            price: path('$.price'),
            quantity: path('$.quantity'),
            content_category: path('$.category'),
            content_id: path('$.product_id'),
            content_name: path('$.name'),
            brand: path('$.brand')
          }
        ]
      },
      value: path('$.properties.value'),
      content_type: 'product',
      content_ids: ['P1', 'P2'],
      num_items: 3
    },
    {
      event: 'InitiateCheckout',
      properties: {
        contents: [
          {
            price: 20,
            quantity: 2,
            content_category: 'Shoes',
            content_id: 'P1',
            content_name: 'Runner',
            brand: 'Acme'
          },
          { price: 19.9, quantity: 1, content_id: 'P2' }
        ],
        content_type: 'product',
        content_ids: ['P1', 'P2'],
        num_items: 3,
        value: 59.9
      }
    }
  ],
  [
    'contents as key and value',
    { event: 'AddToCart', contents: { content_id: 'P1', price: 5, quantity: 1 }, content_ids: ['P1'], value: 5 },
    {
      event: 'AddToCart',
      properties: {
        contents: [{ content_id: 'P1', price: 5, quantity: 1 }],
        content_type: 'product',
        content_ids: ['P1'],
        num_items: 1,
        value: 5
      }
    }
  ],
  [
    'the order',
    {
      event: 'PlaceAnOrder',
      order_id: path('$.properties.order_id'),
      shop_id: path('$.properties.shop_id'),
      currency: path('$.properties.currency'),
      value: path('$.properties.value'),
      description: 'An order'
    },
    {
      event: 'PlaceAnOrder',
      properties: { order_id: 'A-1', shop_id: 'S-1', currency: 'USD', value: 59.9, description: 'An order' }
    }
  ],
  [
    'a search string of its own',
    { event: 'Search', query: path('$.properties.query'), search_string: path('$.properties.search_string') },
    { event: 'Search', properties: { query: 'shoes', search_string: 'red shoes' } }
  ],
  [
    'a query without a search string',
    { event: 'Search', query: path('$.properties.query') },
    { event: 'Search', properties: { query: 'shoes', search_string: 'shoes' } }
  ],
  [
    'travel fields',
    {
      event: 'Search',
      event_spec_type: 'travel_fields',
      travel_fields: { city: 'Lisbon', checkin_date: path('$.properties.checkin'), num_adults: 2 }
    },
    { event: 'Search', properties: { city: 'Lisbon', checkin_date: '2026-12-01', num_adults: 2 } }
  ],
  [
    'vehicle fields',
    {
      event: 'ViewContent',
      event_spec_type: 'vehicle_fields',
      vehicle_fields: {
        make: path('$.properties.make'),
        mileage_value: 0,
        mileage_unit: 'KM',
        preferred_price_range_min: 1000,
        preferred_price_range_max: 2000
      }
    },
    {
      event: 'ViewContent',
      properties: { make: 'Acme', mileage: { value: 0, unit: 'KM' }, preferred_price_range: [1000, 2000] }
    }
  ],
  [
    'lead fields',
    {
      event: 'Lead',
      event_source: 'crm',
      lead_fields: { lead_id: path('$.properties.lead_id'), lead_event_source: 'HubSpot' }
    },
    { event: 'Lead', lead: { lead_id: '123456789', lead_event_source: 'HubSpot' } },
    { event_source: 'crm' }
  ],
  [
    'limited data use that is given',
    {
      event: 'Purchase',
      limited_data_use: false,
      customer_type: 'new',
      delivery_category: 'in_store',
      predicted_ltv: 9
    },
    {
      event: 'Purchase',
      limited_data_use: false,
      properties: { customer_type: 'new', delivery_category: 'in_store', predicted_ltv: 9 }
    }
  ],
  [
    'a test event code, a time and batching',
    {
      event: 'Purchase',
      timestamp: '2026-11-22T08:00:00Z',
      test_event_code: 'TEST1',
      enable_batching: true,
      batch_size: 1000,
      batch_keys: ['event_source', 'test_event_code']
    },
    { event: 'Purchase', event_time: 1795334400 },
    { test_event_code: 'TEST1' }
  ]
]

describe.each(WAYS)('a saved mapping, through %s', (_name, run) => {
  it.each(SAVED)('with %s gives the same conversion as before', async (...saved) => {
    const [, mapping, sent, envelope] = saved
    const tiktok = standInForTikTok()
    expect(await run(EVENT, { timestamp: path('$.timestamp'), ...mapping })).toBeUndefined()
    expect(tiktok.requests).toEqual([
      {
        event_source: 'web',
        event_source_id: 'PIXELCODE',
        partner_name: 'Segment',
        ...envelope,
        data: [{ event_time: 1795338000, ...sent }]
      }
    ])
  })
})

describe.each(WAYS)('a change of docs/migration.md, through %s', (_name, run) => {
  it.each<[change: string, mapping: object, sent: Partial<TikTokEvent>]>([
    ['keeps the case of an external ID', { external_id: ['User_42'] }, { user: { external_id: [sha256('User_42')] } }],
    [
      'prefers the mapped click ID to that of the URL',
      { ttclid: 'E.C.P.mapped', url: 'https://shop.example.com/?ttclid=E.C.P.url' },
      { user: { ttclid: 'E.C.P.mapped' }, page: { url: 'https://shop.example.com/?ttclid=E.C.P.url' } }
    ],
    ['says nothing about limited data use where nothing was given', {}, {}],
    ['gives a standard event its own spelling', { event: 'completepayment' }, { event: 'CompletePayment' }]
  ])('%s', async (_change, mapping, sent) => {
    const tiktok = standInForTikTok()
    expect(await run({}, { event: 'Purchase', timestamp: '2026-11-22T09:00:00Z', ...mapping })).toBeUndefined()
    expect(tiktok.requests[0].data).toEqual([{ event: 'Purchase', event_time: 1795338000, ...sent }])
  })

  it('refuses an event name that TikTok would refuse', async () => {
    expect((await run({}, { event: 'Order Completed!' }))?.message).toContain('Event Name is neither')
  })
})

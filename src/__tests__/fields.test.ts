import { createTestIntegration, defaultValues } from '@segment/actions-core'
import destination from '..'
import { presets } from '../presets'
import { fields } from '../reportWebEvent/fields'
import { hash } from '../reportWebEvent/hash'
import { PLATFORM_FIELDS, prepareTests, standInForTikTok, WAYS } from './__helpers__/tiktok'

prepareTests()

const sha256 = (text: string) => hash(text, (value) => value)

/** An event in which no default finds a value. */
const BARE = {
  messageId: null,
  timestamp: null,
  originalTimestamp: null,
  sentAt: null,
  receivedAt: null,
  userId: null,
  anonymousId: null,
  context: {},
  properties: {}
}

const property = (key: string, value: unknown) => ({ ...BARE, properties: { [key]: value } })
const trait = (key: string, value: unknown) => ({ ...BARE, context: { traits: { [key]: value } } })
const both = (key: string) => ({ ...property(key, 'property'), ...{ context: { traits: { [key]: 'trait' } } } })
const context = (key: string, value: unknown) => ({ ...BARE, context: { [key]: value } })
const integration = (key: string) => ({ ...BARE, integrations: { 'TikTok Conversions': { [key]: 'object' } } })

describe.each(WAYS)('defaults, through %s', (_name, run) => {
  it.each<[rule: string, event: object, sent: object]>([
    ['event_id is the message id', { ...BARE, messageId: 'm1' }, { event_id: 'm1' }],
    ['timestamp', { ...BARE, timestamp: '2026-11-22T09:00:00Z' }, { event_time: 1795338000 }],
    [
      'phone_number from the property',
      property('phone', '+12025550123'),
      { user: { phone: [sha256('+12025550123')] } }
    ],
    ['phone_number from the trait', trait('phone', '+12025550123'), { user: { phone: [sha256('+12025550123')] } }],
    [
      'several of them',
      property('phone', ['+12025550123', '+12025550124']),
      { user: { phone: [sha256('+12025550123'), sha256('+12025550124')] } }
    ],
    [
      'email from the property',
      property('email', 'jane@example.com'),
      { user: { email: [sha256('jane@example.com')] } }
    ],
    ['email from the trait', trait('email', 'jane@example.com'), { user: { email: [sha256('jane@example.com')] } }],
    [
      'external_id is the user id',
      { ...BARE, userId: 'u', anonymousId: 'a' },
      { user: { external_id: [sha256('u')] } }
    ],
    ['external_id, else the anonymous id', { ...BARE, anonymousId: 'a' }, { user: { external_id: [sha256('a')] } }],
    ['first_name from the property', both('first_name'), { user: { first_name: sha256('property') } }],
    ['first_name from the trait', trait('first_name', 'Jane'), { user: { first_name: sha256('jane') } }],
    ['first_name from the trait in camel case', trait('firstName', 'Jane'), { user: { first_name: sha256('jane') } }],
    ['last_name from the property', both('last_name'), { user: { last_name: sha256('property') } }],
    ['last_name from the trait', trait('last_name', 'Doe'), { user: { last_name: sha256('doe') } }],
    ['last_name from the trait in camel case', trait('lastName', 'Doe'), { user: { last_name: sha256('doe') } }],
    ...(['property', 'trait'] as const).flatMap((place): [string, object, object][] => {
      const address = (value: object) => (place === 'property' ? property : trait)('address', value)
      return [
        [`address.city from the ${place}`, address({ city: 'Rome' }), { user: { city: 'rome' } }],
        [`address.state from the ${place}`, address({ state: 'CA' }), { user: { state: 'ca' } }],
        [`address.country from the ${place}`, address({ country: 'US' }), { user: { country: 'us' } }],
        [
          `address.zip_code from the ${place} postal_code`,
          address({ postal_code: '1' }),
          { user: { zip_code: sha256('1') } }
        ],
        [
          `address.zip_code from the ${place} postalCode`,
          address({ postalCode: '1' }),
          { user: { zip_code: sha256('1') } }
        ]
      ]
    }),
    [
      'ttclid from the property',
      { ...integration('ttclid'), properties: { ttclid: 'property' } },
      { user: { ttclid: 'property' } }
    ],
    ['ttclid from the integrations object', integration('ttclid'), { user: { ttclid: 'object' } }],
    [
      'ttp from the property',
      { ...integration('ttp'), properties: { ttp: 'property' } },
      { user: { ttp: 'property' } }
    ],
    ['ttp from the integrations object', integration('ttp'), { user: { ttp: 'object' } }],
    ['lead_id from the property', both('lead_id'), { lead: { lead_id: 'property' } }],
    ['lead_id from the trait', trait('lead_id', '1'), { lead: { lead_id: '1' } }],
    [
      'url and referrer',
      context('page', { url: 'https://a.example.com', referrer: 'https://b.example.com' }),
      { page: { url: 'https://a.example.com', referrer: 'https://b.example.com' } }
    ],
    ['ip', context('ip', '203.0.113.7'), { user: { ip: '203.0.113.7' } }],
    ['user_agent', context('userAgent', 'Mozilla/5.0'), { user: { user_agent: 'Mozilla/5.0' } }],
    ['locale', context('locale', 'de-DE'), { user: { locale: 'de-DE' } }],
    ['num_items', property('num_items', 2), { properties: { num_items: 2 } }],
    ['currency', property('currency', 'EUR'), { properties: { currency: 'EUR' } }],
    ['value', property('value', '12.50'), { properties: { value: 12.5 } }],
    ['value from the revenue', property('revenue', 3), { properties: { value: 3 } }],
    ['value from the total', property('total', 3), { properties: { value: 3 } }],
    [
      'a value of 0 before the revenue',
      { ...BARE, properties: { value: 0, revenue: 3, total: 4 } },
      { properties: { value: 0 } }
    ],
    [
      'the revenue before the total',
      { ...BARE, properties: { value: null, revenue: 3, total: 4 } },
      { properties: { value: 3 } }
    ],
    ['order_id', property('order_id', 'o'), { properties: { order_id: 'o' } }],
    ['shop_id', property('shop_id', 's'), { properties: { shop_id: 's' } }],
    ['query', property('query', 'q'), { properties: { query: 'q', search_string: 'q' } }],
    ['limited_data_use', property('limited_data_use', true), { limited_data_use: true }]
  ])('%s', async (_rule, event, sent) => {
    const tiktok = standInForTikTok()
    expect(await run(event, { ...defaultValues(fields), event: 'Purchase' })).toBeUndefined()
    expect(tiktok.requests[0].data[0]).toEqual({ event: 'Purchase', event_time: 1795341600, ...sent })
  })
})

describe('defaults', () => {
  it('has none for the fields a marketer or a preset fills', () => {
    const without = Object.keys(fields).filter((key) => fields[key].default === undefined)
    expect(without).toEqual([
      'event',
      'lead_fields',
      'contents',
      'content_type',
      'description',
      'search_string',
      'customer_type',
      'test_event_code'
    ])
  })

  it('leaves batches off, and fills them to the limit', () => {
    expect(fields.enable_batching.default).toBe(false)
    expect(fields.batch_size).toMatchObject({ default: 1000, maximum: 1000, unsafe_hidden: true })
  })
})

/** A value for each field that shows in the request, with the other fields that it needs. */
const VISIBLE: Record<string, [value: unknown, others?: object]> = {
  event: ['Search'],
  event_source: ['crm', { lead_id: 'lead-1' }],
  event_id: ['event-1'],
  timestamp: ['2026-11-22T09:00:00Z'],
  phone_number: ['+12025550123'],
  email: ['jane@example.com'],
  external_id: ['User_1'],
  include_anonymous_id: [true, { external_id: ['User_1'], other_sources: { anonymous_id: 'anon-1' } }],
  first_name: ['Jane'],
  last_name: ['Doe'],
  address: [{ city: 'Rome' }],
  ttclid: ['E.C.P.abc'],
  ttp: ['cookie-1'],
  lead_id: ['lead-1'],
  lead_event_source: ['HubSpot', { event_source: 'crm', lead_id: 'lead-1' }],
  lead_fields: [{ lead_id: 'lead-1' }],
  url: ['https://shop.example.com/'],
  referrer: ['https://www.example.com/', { url: 'https://shop.example.com/' }],
  ip: ['203.0.113.7'],
  user_agent: ['Mozilla/5.0'],
  locale: ['en-US'],
  contents: [[{ content_name: 'Shirt' }]],
  content_type: ['product_group', { content_ids: ['sku-1'] }],
  content_ids: [['sku-1']],
  num_items: [2],
  currency: ['USD'],
  value: [25],
  calculate_value: [false, { contents: [{ content_id: 'a', price: '1' }] }],
  order_id: ['o-1'],
  shop_id: ['s-1'],
  description: ['An order'],
  query: ['shirts'],
  search_string: ['shirts'],
  customer_type: ['new'],
  delivery_category: ['curbside'],
  predicted_ltv: [100],
  event_spec_type: ['travel', { travel_fields: { city: 'Lisbon' } }],
  travel_fields: [{ city: 'Lisbon' }, { event_spec_type: 'travel' }],
  vehicle_fields: [{ make: 'Acme' }, { event_spec_type: 'vehicle' }],
  other_sources: [{ traits: { email: 'jane@example.com' } }, { email: 'n/a' }],
  limited_data_use: [false],
  test_event_code: ['TEST1']
}

interface Described {
  description?: string
}

describe('every field', () => {
  const eventFields = Object.keys(fields).filter((key) => !PLATFORM_FIELDS.includes(key))

  it.each(eventFields)('%s changes the request', async (key) => {
    const tiktok = standInForTikTok()
    const [value, others] = VISIBLE[key]
    for (const [, run] of WAYS) {
      expect(await run({}, { event: 'Purchase', ...others })).toBeUndefined()
      expect(await run({}, { event: 'Purchase', ...others, [key]: value })).toBeUndefined()
    }
    const [without, withField, ...ofBatch] = tiktok.requests
    expect(withField).not.toEqual(without)
    expect(ofBatch).toEqual([without, withField])
  })

  const parameters = ['address', 'contents', 'travel_fields', 'vehicle_fields'].flatMap((key) =>
    Object.entries(fields[key].properties ?? {}).map(([name, property]): [string, Described] => [
      `${key}.${name}`,
      property
    ])
  )
  const settings = Object.entries(destination.authentication?.fields ?? {})

  it.each<[name: string, field: Described]>([...Object.entries(fields), ...parameters, ...settings])(
    '%s is described in sentences of at most 25 words',
    (_name, { description = '' }) => {
      const sentences = description.split(/(?<=\.) /)
      expect(sentences.filter((sentence) => sentence.split(' ').length > 25)).toEqual([])
      expect(description).toMatch(/^[A-Z].*\.$/)
    }
  )
})

/** A default is mapped by all presets, and each look-up costs every event time, unless `RARE_FIELDS` of presets.ts has its field. */
it('has the keys that saved mappings hold, and presets that map all with a default but the rare ones', () => {
  const rows = Object.entries(fields).map(([key, { label, type, multiple = false, default: value }]) => {
    const count = presets.filter(({ mapping }) => mapping?.[key] !== undefined).length
    const mappedBy = count === presets.length ? 'all' : count > 0 ? 'some' : value === undefined ? 'none' : 'rare'
    return [key, label, type, multiple, mappedBy]
  })
  expect(rows).toEqual([
    ['event', 'Event Name', 'string', false, 'all'],
    ['event_source', 'Event Source', 'string', false, 'all'],
    ['event_id', 'Event ID', 'string', false, 'all'],
    ['timestamp', 'Event Timestamp', 'string', false, 'all'],
    ['phone_number', 'Phone Number', 'string', true, 'all'],
    ['email', 'Email', 'string', true, 'all'],
    ['external_id', 'External ID', 'string', true, 'all'],
    ['include_anonymous_id', 'Include Anonymous ID', 'boolean', false, 'all'],
    ['first_name', 'First Name', 'string', false, 'all'],
    ['last_name', 'Last Name', 'string', false, 'all'],
    ['address', 'Address', 'object', false, 'all'],
    ['ttclid', 'TikTok Click ID', 'string', false, 'all'],
    ['ttp', 'TikTok Cookie ID', 'string', false, 'all'],
    ['lead_id', 'TikTok Lead ID', 'string', false, 'all'],
    ['lead_event_source', 'Lead Event Source', 'string', false, 'rare'],
    ['lead_fields', 'Lead Fields', 'object', false, 'none'],
    ['url', 'Page URL', 'string', false, 'all'],
    ['referrer', 'Page Referrer', 'string', false, 'all'],
    ['ip', 'IP Address', 'string', false, 'all'],
    ['user_agent', 'User Agent', 'string', false, 'all'],
    ['locale', 'Locale', 'string', false, 'all'],
    ['contents', 'Contents', 'object', true, 'all'],
    ['content_type', 'Content Type', 'string', false, 'none'],
    ['content_ids', 'Content IDs', 'string', true, 'rare'],
    ['num_items', 'Number of Items', 'string', false, 'all'],
    ['currency', 'Currency', 'string', false, 'all'],
    ['value', 'Value', 'string', false, 'all'],
    ['calculate_value', 'Calculate Value from Products', 'boolean', false, 'all'],
    ['order_id', 'Order ID', 'string', false, 'all'],
    ['shop_id', 'Shop ID', 'string', false, 'all'],
    ['description', 'Description', 'string', false, 'none'],
    ['query', 'Query', 'string', false, 'all'],
    ['search_string', 'Search String', 'string', false, 'none'],
    ['customer_type', 'Customer Type', 'string', false, 'none'],
    ['delivery_category', 'Delivery Category', 'string', false, 'rare'],
    ['predicted_ltv', 'Predicted Lifetime Value', 'string', false, 'rare'],
    ['event_spec_type', 'Event Specification', 'string', false, 'all'],
    ['travel_fields', 'Travel Fields', 'object', false, 'rare'],
    ['vehicle_fields', 'Vehicle Fields', 'object', false, 'rare'],
    ['other_sources', 'Other Sources', 'object', false, 'all'],
    ['limited_data_use', 'Limited Data Use', 'boolean', false, 'all'],
    ['test_event_code', 'Test Event Code', 'string', false, 'none'],
    ['enable_batching', 'Send events in batches', 'boolean', false, 'all'],
    ['batch_size', 'Batch Size', 'number', false, 'all'],
    ['batch_keys', 'Batch Keys', 'string', true, 'all']
  ])
})

it('requires only the event name', () => {
  expect(Object.keys(fields).filter((key) => fields[key].required === true)).toEqual(['event'])
})

it('marks the hashed fields, and mentions the hashing in their descriptions', () => {
  const hashed = Object.keys(fields).filter((key) => fields[key].category === 'hashedPII')
  expect(hashed).toEqual(['phone_number', 'email', 'external_id', 'first_name', 'last_name', 'address'])
  for (const key of hashed) expect(fields[key].description).toMatch(/hashed with SHA-256/i)
})

it.each([
  ['content_type', 'bundle', { content_ids: ['a'] }],
  ['customer_type', 'regular', { description: 'd' }],
  ['delivery_category', 'drone', { description: 'd' }],
  ['event_spec_type', 'boat', { description: 'd' }]
])('leaves out %s with the word %p, which TikTok does not know', async (key, word, others) => {
  for (const [, run] of WAYS) {
    const tiktok = standInForTikTok()
    expect(await run({}, { event: 'Purchase', ...others })).toBeUndefined()
    expect(await run({}, { event: 'Purchase', ...others, [key]: word })).toBeUndefined()
    expect(tiktok.requests[1]).toEqual(tiktok.requests[0])
  }
})

it('suggests the current event names first, then the older ones with a remark', async () => {
  const { choices } = (await createTestIntegration(destination).testDynamicField('reportWebEvent', 'event', {
    settings: {},
    payload: {}
  } as never)) as { choices: { label: string; value: string }[] }
  expect(choices.map(({ label }) => label)).toEqual([
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
    'ViewContent',
    'ClickButton (older name)',
    'CompletePayment (older name, now Purchase)',
    'PlaceAnOrder (older name)',
    'SubmitForm (older name, now Lead)',
    "Pageview (the Pixel's page view)"
  ])
  expect(choices[19].value).toBe('CompletePayment')
})

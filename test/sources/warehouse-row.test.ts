import { parseLine } from '../../runner/sources/lines'

const ROW = {
  id: 'm1',
  anonymous_id: 'a1',
  user_id: 'user-42',
  event: 'order_completed',
  event_text: 'Order Completed',
  timestamp: '2026-11-22 10:00:00.000 UTC',
  order_id: 'A-1'
}

const read = (row: object) => {
  const [parsed] = parseLine(JSON.stringify(row))
  return 'problem' in parsed ? parsed.problem : parsed.event
}

it('reads a row of a warehouse as the event that it was', () => {
  expect(
    read({
      ...ROW,
      original_timestamp: '2026-11-22 09:59:59.000 UTC',
      received_at: '2026-11-22 10:00:01.000 UTC',
      sent_at: '2026-11-22 10:00:00.500 UTC',
      uuid_ts: '2026-11-22 10:05:00.000 UTC',
      loaded_at: '2026-11-22 10:05:00.000 UTC',
      context_ip: '203.0.113.5',
      context_user_agent: 'UA',
      context_page_url: 'https://shop.example.com/',
      context_page_initial_referrer: 'https://example.com/',
      context_traits_email: 'a@example.com',
      context_traits_first_name: 'Ann',
      context_traits_address_postal_code: '10115',
      context_user_agent_data_mobile: true,
      context_consent_category_preferences_advertising: false,
      context_consent_management_denied_consent_ids: '["C0004"]',
      context_locale: null,
      revenue: 59.9,
      currency: 'USD',
      products: '[{"product_id":"P1","price":59.9}]',
      coupon: null
    })
  ).toEqual({
    type: 'track',
    event: 'Order Completed',
    messageId: 'm1',
    userId: 'user-42',
    anonymousId: 'a1',
    timestamp: '2026-11-22 10:00:00.000 UTC',
    originalTimestamp: '2026-11-22 09:59:59.000 UTC',
    receivedAt: '2026-11-22 10:00:01.000 UTC',
    sentAt: '2026-11-22 10:00:00.500 UTC',
    context: {
      ip: '203.0.113.5',
      userAgent: 'UA',
      page: { url: 'https://shop.example.com/', initialReferrer: 'https://example.com/' },
      traits: { email: 'a@example.com', first_name: 'Ann', address: { postal_code: '10115' } },
      userAgentData: { mobile: true },
      consent: { categoryPreferences: { advertising: false } },
      consentManagement: { deniedConsentIds: '["C0004"]' }
    },
    properties: {
      order_id: 'A-1',
      revenue: 59.9,
      currency: 'USD',
      products: '[{"product_id":"P1","price":59.9}]'
    }
  })
})

const { order_id: _id, ...BARE } = ROW
const { event_text: _text, ...NAMED } = ROW
const { event: _event, ...TEXTED } = ROW

it.each<[what: string, row: object, expected: object]>([
  ['whose name is not a text', NAMED, { type: 'track', event: 'order_completed' }],
  ['whose name is the text', { ...NAMED, event: 'Order Completed' }, { type: 'track', event: 'Order Completed' }],
  ['without the name of its table', TEXTED, { type: 'track', event: 'Order Completed' }],
  ['of RudderStack', { ...ROW, context_request_ip: '203.0.113.9' }, { context: { ip: '203.0.113.9' } }],
  ['with a type', { ...TEXTED, type: 'page', url: 'https://example.com/' }, { type: 'page', userId: 'user-42' }],
  ['with a type and no property', { ...ROW, type: 'track', order_id: null }, { type: 'track', properties: {} }],
  ['with prefixed properties', { ...ROW, properties_total: 5 }, { properties: { order_id: 'A-1', total: 5 } }],
  [
    'of Snowflake',
    Object.fromEntries(Object.entries(ROW).map(([column, value]) => [column.toUpperCase(), value])),
    { event: 'Order Completed', messageId: 'm1', properties: { order_id: 'A-1' } }
  ]
])('reads a row %s', (_what, row, expected) => {
  expect(read(row)).toMatchObject(expected)
})

it.each<[what: string, row: object, problem: RegExp]>([
  ['of the table of all events', BARE, /^has no properties, like the table "tracks"/],
  ['without a person', { ...ROW, user_id: null, anonymous_id: null }, /^is a row without user_id or anonymous_id$/],
  ['without an ID', { ...ROW, id: null }, /^is a row without id or message_id$/],
  ['without a time', { ...ROW, timestamp: null }, /^is a row without timestamp or /],
  ['without most of it', { event: 'order_completed', user_id: 'u', order_id: 'A-1' }, /^is no event of Segment/],
  ['of another tool in upper case', { EVENT: 'Order Completed', USER_ID: 'u', REVENUE: 5 }, /^holds no event/]
])('takes no row for an event: %s', (_what, row, problem) => {
  expect(read(row)).toMatch(problem)
})

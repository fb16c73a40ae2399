import { createHash } from 'node:crypto'
import { defaultValues } from '@segment/actions-core'
import type { Mapping } from '../../runner/mappings/mapping'
import { presetMappings } from '../../runner/mappings/presets'
import action from '../../src/reportWebEvent'

/** A line of a file, and what each face of the product reports of it. */
export interface Case {
  name: string
  /** An event, or the text or bytes of a line. */
  line: object | string | Buffer
  /** One verdict for each event and mapping of the line: `sent`, `unmatched`, `opted out`, `unreadable` or `refused: …`. */
  told: string[]
  /** The error by which a CDP rejects the event although the runner sends it: its platform validates values first. */
  rejectedBySegment?: string
  /** Another difference of a CDP, which parses the event and calls the destination by itself. */
  cdp?: 'loses digits'
  /** The verdict of a server, if the line is no call of its API, or if it completes or rejects the event by its own rules. */
  serve?: 'no call' | 'sent' | 'unreadable'
  /** Keys of the person that are digests in the event already. */
  digests?: string[]
}

const DEFAULTS = defaultValues(action.fields)

const custom = (name: string, subscribe: string, mapping: object): Mapping => ({
  name,
  subscribe,
  partnerAction: 'reportWebEvent',
  mapping: { ...DEFAULTS, ...mapping } as Mapping['mapping']
})

/** The mappings of all faces: the presets, and some for what these cannot do. */
export const MAPPINGS: Mapping[] = [
  ...presetMappings(),
  custom('CRM lead', 'event = "Lead Updated"', { event: 'Lead', event_source: 'crm' }),
  custom('Payment', 'event = "Payment Done"', { event: 'CompletePayment' }),
  custom('Form', 'event = "Form Sent"', { event: 'submit form' }),
  custom('Named by the event', 'event = "Custom"', { event: { '@path': '$.properties.name' } }),
  custom('Other sources by path', 'event = "By Path"', {
    event: 'Purchase',
    other_sources: { '@path': '$.context.sources' }
  }),
  custom('Other sources by merge', 'event = "By Merge"', {
    event: 'Purchase',
    other_sources: {
      '@merge': {
        objects: [{ properties: { '@path': '$.properties' } }, { traits: { '@path': '$.traits' } }],
        direction: 'right'
      }
    }
  }),
  custom('Other sources by template', 'event = "By Template"', {
    event: 'Purchase',
    other_sources: { '@template': '{{properties.query}}' }
  }),
  custom('Other sources with fields', 'event = "With Fields"', {
    event: 'Purchase',
    other_sources: { properties: { '@path': '$.properties' }, fields: ['ttclid'] }
  }),
  {
    ...custom('Little', 'event = "Little"', {}),
    mapping: {
      event: 'Contact',
      event_id: { '@path': '$.messageId' },
      email: { '@path': '$.properties.email' },
      timestamp: { '@path': '$.timestamp' }
    }
  },
  {
    ...custom('Saved', 'event = "Saved"', {}),
    mapping: {
      event: 'CompletePayment',
      event_id: { '@path': '$.messageId' },
      timestamp: { '@path': '$.timestamp' },
      value: { '@path': '$.properties.revenue' },
      currency: { '@path': '$.properties.currency' },
      contents: { '@path': '$.properties.products' }
    }
  },
  custom('All values', 'event = "All Values"', {
    event: 'Purchase',
    limited_data_use: { '@path': '$.properties.limited' },
    calculate_value: { '@path': '$.properties.calculate' },
    contents: { '@path': '$.properties.products' },
    event_spec_type: { '@path': '$.properties.kind' },
    content_type: { '@path': '$.properties.content_type' },
    customer_type: { '@path': '$.properties.customer_type' }
  }),
  custom('Two of one, first', 'event = "Twice"', { event: 'Subscribe' }),
  custom('Two of one, second', 'event = "Twice"', { event: 'StartTrial', event_id: { '@path': '$.properties.second' } })
]

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const CONTEXT = {
  ip: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
  locale: 'en-US',
  page: { url: 'https://shop.example.com/thanks' }
}

let number = 0

/** An order with an ID of its own. */
function order(properties: object = {}, rest: { context?: object; [key: string]: unknown } = {}) {
  const { context, ...top } = rest
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: `m-${++number}`,
    timestamp: '2026-11-22T09:00:00Z',
    userId: 'user-1',
    context: { ...CONTEXT, ...context },
    properties: { currency: 'USD', revenue: 12.5, products: [{ product_id: 'p-1', price: 12.5 }], ...properties },
    ...top
  }
}

const sent = (name: string, line: Case['line'], more: Partial<Case> = {}): Case => ({
  name,
  line,
  told: ['sent'],
  ...more
})

const segment = (name: string, line: object, rejectedBySegment: string) => sent(name, line, { rejectedBySegment })

const tells = (told: string, name: string, line: Case['line'], more: Partial<Case> = {}): Case => ({
  name,
  line,
  told: [told],
  ...more
})

const OPT_OUTS: [integrations: unknown, told: 'sent' | 'opted out'][] = [
  [{ All: false }, 'opted out'],
  [{ all: 'false' }, 'opted out'],
  [false, 'opted out'],
  [{ 'TikTok Conversions': false }, 'opted out'],
  [{ 'tiktok-conversions': false }, 'opted out'],
  [{ 'actions-tiktok-conversions': false, All: true }, 'opted out'],
  [{ All: false, 'TikTok Conversions': null }, 'opted out'],
  [{ All: false, Mixpanel: true }, 'opted out'],
  [{ All: false, 'TikTok Conversions': true }, 'sent'],
  [{ All: false, 'tiktok-conversions': true }, 'sent'],
  [{ All: false, 'Tiktok Conversions': {} }, 'sent'],
  [{ All: false, 'actions-tiktok-conversions': { ttclid: 'E.C.P.abc' } }, 'sent'],
  [{ Mixpanel: false }, 'sent'],
  [null, 'sent']
]

const CONSENTS: [preferences: unknown, told: 'sent' | 'opted out'][] = [
  [{ Advertising: false }, 'opted out'],
  [{ C0004: false, C0001: true }, 'opted out'],
  [{}, 'opted out'],
  [{ advertising: true, analytics: false }, 'sent'],
  ['all', 'sent']
]

/** Values that no schema of a CDP accepts in the place of an optional text. */
const ODD: Case[] = [
  sent('a total that no field maps', { ...order({ revenue: undefined, total: 14 }), event: 'Saved' }),
  sent('no total, so that the value is calculated', { ...order({ revenue: undefined }), event: 'Saved' }),
  segment('a list of order IDs', order({ order_id: ['A', 'B'] }), 'Order ID must be a string but it was an array.'),
  segment('an object as order ID', order({ order_id: { id: 'A' } }), 'Order ID must be a string but it was an object.'),
  segment(
    'an object as user agent',
    order({}, { context: { userAgent: { ua: 'Mozilla/5.0' } } }),
    'User Agent must be'
  ),
  segment('a list of locales', order({}, { context: { locale: ['en', 'de'] } }), 'Locale must be'),
  segment('an object as IP address', order({}, { context: { ip: { address: '203.0.113.9' } } }), 'IP Address must be'),
  segment('two IP addresses', order({}, { context: { ip: ['10.0.0.1', '203.0.113.9'] } }), 'IP Address must be'),
  segment('an amount as value', order({ value: { amount: '12.50', currency: 'EUR' } }), 'Value must be'),
  segment('a list of values', order({ value: [5, 6] }), 'Value must be'),
  segment('an object as currency', order({ currency: { code: 'EUR' } }), 'Currency must be'),
  segment('two currencies', order({ currency: ['USD', 'EUR'] }), 'Currency must be'),
  segment('two click IDs', order({ ttclid: ['E.C.P.abc', 'E.C.P.abd'] }), 'TikTok Click ID must be'),
  segment('two first names', order({ first_name: ['Jane', 'Ann'] }), 'First Name must be'),
  segment('two cities', order({ address: { city: ['Rome', 'Milan'] } }), 'City must be'),
  segment('an object as zip code', order({ address: { postalCode: { code: '10115' } } }), 'Zip Code must be'),
  segment('a price with its currency', order({ products: [{ sku: 'a', price: { amount: 5.5 } }] }), 'Price must be'),
  segment(
    'a brand with its ID',
    order({ products: [{ sku: 'a', brand: { name: 'Acme' } }] }),
    'Brand must be an array'
  ),
  segment('an object of emails', order({ email: { main: 'jane@example.com' } }), 'The value at /email/0 must be'),
  segment('a list of objects as phone', order({ phone: [{ number: '+12025550123' }] }), 'The value at /phone_number/0'),
  segment(
    'an object as page',
    order({}, { context: { page: { url: { href: 'https://a.example.com' } } } }),
    'Page URL must'
  ),
  segment('an object as query', order({ query: { text: 'tent' } }), 'Query must be'),
  segment('an object as search', { ...order({ query: ['a', 'b'] }), event: 'Products Searched' }, 'Query must be'),
  {
    ...segment('an object as message ID', order({}, { messageId: { id: 'm-object' } }), 'Event ID must be'),
    serve: 'unreadable'
  },
  segment('a word as a boolean', all({ calculate: 'perhaps' }), 'Calculate Value from Products must be'),
  segment('a restriction in another word', all({ limited: 'yes' }), 'Limited Data Use must be a boolean'),
  segment('a restriction that is none', all({ limited: 'perhaps' }), 'Limited Data Use must be a boolean'),
  segment('an object as a boolean', all({ calculate: { a: 1 } }), 'Calculate Value from Products must be'),
  segment('a list as a word', all({ content_type: ['a', 'b'] }), 'Content Type must be'),
  segment('products by path as text', all({ products: '[{"sku":"a"}]' }), 'The value at /contents/0'),
  segment('products and numbers', all({ products: [{ content_id: 'a' }, 5] }), 'The value at /contents/1 must be')
]

function all(properties: object) {
  return { ...order(properties), event: 'All Values' }
}

const LONE = '\\ud83d'

/** Every kind of event, under an ID of its own. */
export const CASES: Case[] = [
  sent('an order', order()),
  sent('a page with a product', { ...order({ product_id: 'p-2', price: 3 }), type: 'page', event: undefined }),
  tells('unmatched', 'a screen call', { ...order(), type: 'screen', event: undefined }),
  tells('unmatched', 'another name', { ...order(), event: 'order completed' }),
  tells('unmatched', 'a track call without a name', { ...order(), event: null }),
  {
    name: 'an event of two mappings',
    line: { ...order({ second: 'm-second' }), event: 'Twice' },
    told: ['sent', 'sent']
  },

  ...OPT_OUTS.map(([integrations, told]) =>
    tells(told, `integrations ${JSON.stringify(integrations)}`, order({}, { integrations }))
  ),
  ...CONSENTS.map(([categoryPreferences, told]) =>
    tells(
      told,
      `consent ${JSON.stringify(categoryPreferences)}`,
      order({}, { context: { consent: { categoryPreferences } } })
    )
  ),

  ...ODD,
  sent('products as JSON', order({ products: '[{"product_id":"p-3","price":"4"}]' })),
  sent('the word none as products', order({ products: 'none' })),
  sent('no products', order({ products: null })),
  sent('products keyed by number', order({ products: { 0: { product_id: 'a' }, 1: { product_id: 'b' } } })),
  sent('products without an ID', order({ products: [{ name: 'Tent', price: 5 }] })),
  sent('a list of one order ID', order({ order_id: ['A-1'] })),
  sent('a boolean as order ID', order({ order_id: true })),
  sent('a number as order ID', order({ order_id: 4711 })),
  sent('blank texts', order({ order_id: '', query: ' ', email: '', products: [{ product_id: '', price: '' }] })),
  sent('nulls', order({ order_id: null, email: null, value: null, products: [{ product_id: null, price: null }] })),
  sent('placeholders', order({ order_id: 'null', email: 'n/a', phone: '(none)', first_name: 'unknown' })),
  sent('a value that is no number', order({ value: 'free', revenue: null })),
  sent('a value that is ambiguous', order({ value: '1,234' })),
  sent('a number of items in words', order({ num_items: 'two' })),
  sent('a false value', order({ value: false })),
  sent('a text as page', order({}, { context: { page: 'https://shop.example.com' } })),
  sent('travel of another kind', all({ kind: 'travel', city: ['Rome'], checkin_date: '2026-12-01' })),
  sent('a customer type that is none', all({ customer_type: 'vip' })),
  sent('a boolean in words', all({ limited: 'true', calculate: 'false' })),
  sent('a restriction as a number', all({ limited: 1 })),
  sent('a private address', order({}, { context: { ip: '10.0.0.1' } })),
  sent('traits only', order({}, { context: { traits: { email: 'jane@example.com', first_name: 'Jane' } } })),
  sent('keys of objects', order({ constructor: 'a', toString: 'b', value: 3 })),
  sent('a key named __proto__', JSON.stringify(order()).replace('"revenue"', '"__proto__":{"email":"x"},"revenue"')),

  sent('an email', order({ email: 'Jane@Example.com' })),
  sent('two emails in one text', order({ email: 'jane@example.com, ann@example.com' })),
  sent('two emails in a list, one of them unusable', order({ email: ['jane@example.com', 'n/a'] })),
  sent(
    'an email in another trait',
    order({ email: 'none' }, { context: { traits: { emailAddress: 'jane@example.com' } } })
  ),
  sent('a digest as email', order({ email: sha256('jane@example.com') }), { digests: ['email'] }),
  sent('a digest of nothing', order({ email: sha256('null') })),
  sent('a phone', order({ phone: '+1 202-555-0123' })),
  sent('two phones in one text', order({ phone: '+12025550123, +12025550124' })),
  sent('a phone of its country', order({ phone: '(202) 555-0123', address: { country_code: 'US' } })),
  sent(
    'a phone of a country in the traits',
    order({ phone: '2025550123' }, { context: { traits: { country: 'USA' } } })
  ),
  sent('a phone that is none', order({ phone: '12' })),
  sent('several user IDs', order({}, { userId: ['user-1', 'user-2'] })),
  sent('an anonymous ID', order({}, { userId: 'null', anonymousId: 'anonymous-1' })),
  sent('a full name', order({}, { context: { traits: { name: 'Jane Doe', first_name: '-' } } })),
  sent('a zip code', order({ address: { zip: 'SW1A 1AA', country: 'United Kingdom', city: 'London' } })),

  sent(
    'a lead with a lead ID only',
    crm({ lead_id: '123' }, { userId: undefined, context: { ip: null, userAgent: null } })
  ),
  tells('refused: TikTok Lead ID is missing', 'a lead without a lead ID', crm({})),
  sent('an old event name', { ...order(), event: 'Payment Done' }),
  sent('another old event name', { ...order(), event: 'Form Sent' }),
  sent('an event name of the event', named('Add To Cart')),
  tells('refused: Event Name is neither', 'an event name with an accent', named('Größe')),
  tells('refused: ', 'no event name', named(undefined)),
  tells('refused: Event Name must be a string', 'an object as event name', named({ a: 1 })),
  tells('refused: Event Timestamp could not be parsed', 'a time that is none', order({}, { timestamp: 'yesterday' }), {
    serve: 'sent'
  }),
  tells('refused: Event Timestamp lies more', 'a time far ahead', order({}, { timestamp: '2031-01-01T00:00:00Z' })),
  tells('refused: Event Timestamp must be a string', 'a list as time', order({}, { timestamp: [1, 2] }), {
    serve: 'sent'
  }),
  sent('a time in milliseconds', order({}, { timestamp: 1795338000000 })),
  sent('a currency that is none', order({ currency: 'gold coins' })),
  tells('refused: Value is negative', 'a refund', order({ value: '-5' })),

  sent('other sources by a path', {
    ...order({ email: 'n/a' }, { context: { sources: { properties: { order_id: 'o-1' } } } }),
    event: 'By Path'
  }),
  sent('other sources by a merge', { ...order({ orderId: 'o-2' }), event: 'By Merge' }),
  segment(
    'other sources by a template',
    { ...order({ query: 'tent' }), event: 'By Template' },
    'Other Sources must be'
  ),
  sent('other sources with a key named fields', { ...order({ orderNumber: 'o-3' }), event: 'With Fields' }),
  sent('fields that are not mapped', {
    ...order({ email: 'jane@example.com', phone: '+12025550123' }),
    event: 'Little'
  }),

  tells('unreadable', 'text', 'Order Completed', { serve: 'no call' }),
  tells('unreadable', 'a number', '5'),
  tells('unreadable', 'null', 'null'),
  tells('unreadable', 'an empty object', '{}'),
  tells('unreadable', 'half an event', JSON.stringify(order()).slice(0, -9), { serve: 'no call' }),
  tells('unreadable', 'a byte that is not UTF-8', withByte(order({}, { userId: 'user-#' }))),
  tells('unreadable', 'a byte that is not UTF-8 in a key', withByte(order({ '#': 1 }))),
  tells('unreadable', 'a lone surrogate', JSON.stringify(order({}, { userId: 'user-#' })).replace('#', LONE)),
  tells('unreadable', 'the other lone surrogate', JSON.stringify(order({ email: '#' })).replace('#', '\\uDC00')),
  sent('a pair of surrogates', JSON.stringify(order({}, { userId: 'user-#' })).replace('#', '\\ud83d\\ude00')),
  sent('an unreadable character in a text', order({ first_name: 'Ja�ne' })),
  sent('a number with many digits', JSON.stringify(order({ order_id: '#' })).replace('"#"', '12345678901234567890'), {
    cdp: 'loses digits'
  }),

  {
    name: 'a list of events',
    line: [order(), order({ value: '-1' })] as object,
    told: ['sent', 'refused: Value is negative']
  },
  { name: 'a batch', line: { batch: [order(), { ...order(), event: 'Other' }] }, told: ['sent', 'unmatched'] },
  { name: 'a batch that opts out', line: { batch: [order()], integrations: { All: false } }, told: ['opted out'] },
  { name: 'a batch with a call that is none', line: { batch: [order(), 5] }, told: ['sent', 'unreadable'] },
  tells('sent', 'a wrapper', { message: order() }, { serve: 'no call' })
]

function crm(properties: object, rest: { context?: object; [key: string]: unknown } = {}) {
  return { ...order({ products: null, revenue: null, currency: null, ...properties }, rest), event: 'Lead Updated' }
}

function named(name: unknown) {
  return { ...order({ name }), event: 'Custom' }
}

/** The line of an event, with a byte that is not UTF-8 in the place of "#". */
function withByte(event: object): Buffer {
  const bytes = Buffer.from(JSON.stringify(event))
  bytes[bytes.indexOf('#')] = 0xff
  return bytes
}

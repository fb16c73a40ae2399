import { presets } from '../presets'
import { buildEvent } from '../reportWebEvent/event'
import { mappedFields } from '../reportWebEvent/event/fallbacks'
import { findProducts } from '../reportWebEvent/event/find-products'
import { hash } from '../reportWebEvent/hash'
import type { LeftOut } from '../reportWebEvent/left-out'
import { LEFT_OUT_REASONS, LeftOutList } from '../reportWebEvent/left-out'
import { normalizeEmail, normalizeIp, normalizePhone } from '../reportWebEvent/normalize'
import { readCountry } from '../reportWebEvent/read/country'
import { isAnyone, isPlaceholder } from '../reportWebEvent/read/placeholder'
import { readText, readTexts } from '../reportWebEvent/read/text'
import { clickIdIn, readClickId, readCookieId, readUrl } from '../reportWebEvent/read/url'
import { redactIdentifiers } from '../reportWebEvent/redact'
import { CUSTOMER_TYPES, suggestWords } from '../reportWebEvent/words'
import { prepareTests, standInForTikTok, WAYS } from './__helpers__/tiktok'

prepareTests()

/** The first whole number that JavaScript may have rounded. */
const ROUNDED = 2 ** 53

const NOW = Date.parse('2026-11-22T10:00:00Z')
const PLACE_AN_ORDER = Object.keys(presets[1].mapping as object)

/** Builds an event from a payload, as a mapping of all fields of the preset makes it. */
function build(
  payload: object,
  sources: object = {},
  fields: string[] | undefined = PLACE_AN_ORDER
): { event: ReturnType<typeof buildEvent>; leftOut?: LeftOut[] } {
  const leftOut = new LeftOutList()
  const event = buildEvent({ event: 'Purchase', other_sources: sources, ...payload } as never, NOW, {
    warn: leftOut.warn,
    mapped: mappedFields(Object.fromEntries(fields.map((field) => [field, ''])))
  })
  return { event, leftOut: leftOut.list }
}

it.each(['(none)', '"(none)"', '(not set)', '[object Object]', '[object Array]', '[object Undefined]'])(
  'leaves %p, which code writes for no value, out of every text',
  (text) => {
    const { event, leftOut } = build({ description: text, query: text, contents: [{ content_id: 'a', brand: text }] })
    expect(event.properties).toEqual({
      contents: [{ content_id: 'a' }],
      content_ids: ['a'],
      content_type: 'product',
      num_items: 1
    })
    expect(leftOut?.map(({ field, reason }) => `${field} ${reason}`).sort()).toEqual([
      'contents.brand placeholder',
      'description placeholder',
      'query placeholder'
    ])
  }
)

it('keeps a search for none', () => {
  expect(build({ query: 'none' }).event.properties).toMatchObject({ query: 'none' })
})

it.each(['N/A', 'none', 'false', '0'])('takes the currency %p for a missing one', (currency) => {
  const { event, leftOut } = build({ value: 5, currency }, { properties: { currency_code: 'eur' } })
  expect(event.properties).toMatchObject({ value: 5, currency: 'EUR' })
  expect(leftOut).toEqual([{ field: 'currency', reason: 'placeholder' }])
})

it.each([
  'E-Mail: jane@example.com',
  'smtp:jane@example.com',
  '“jane@example.com”',
  'jane@example.com (Jane)',
  'mailto:jane@example.com?subject=a',
  'jane%40example.com',
  'jane@example。com'
])('reads the email address in %p', (text) => expect(normalizeEmail(text)).toBe('jane@example.com'))

it.each([
  'jane doe@example.com',
  'jane@example',
  'j***e@example.com',
  'null@example.com',
  'no-reply@example.com',
  'jane@example.com&nbsp;',
  'jane%40%zz',
  `${'a'.repeat(400)}@example.com`
])('reads no email address in %p', (text) => expect(normalizeEmail(text)).toBeUndefined())

it('reads lists of emails and phones', () => {
  const digests = (...texts: string[]) => texts.map((text) => hash(text, (same) => same))
  const email = [
    'Jane <jane@example.com>; john@example.com',
    'a@example.com b@example.com',
    '{"email":"c@example.com"}'
  ]
  const phone_number = ['+12025550123, +12025550124', '+12025550125 or +12025550126']
  expect(build({ email, phone_number }).event.user).toMatchObject({
    email: digests('jane@example.com', 'john@example.com', 'a@example.com', 'b@example.com', 'c@example.com'),
    phone: digests('+12025550123', '+12025550124', '+12025550125', '+12025550126')
  })
})

it.each(['+1_202_555_0123', '+1 202 555 0123 (mobile)', '+0012025550123', 'tel:+1-202-555-0123;ext=5'])(
  'reads the phone number in %p',
  (text) => expect(normalizePhone(text)).toBe('+12025550123')
)

it.each<[phone: object, text: string[]]>([
  [{ country_code: '44', number: '7700 900123' }, ['+44 7700 900123']],
  [{ dialCode: '+44', number: '+44 7700 900123' }, ['+44 7700 900123']],
  [{ country_code: 'GB', number: '07700 900123' }, ['GB', '07700 900123']]
])('reads the phone number in two parts %p', (phone, text) => expect(readTexts(phone)).toEqual(text))

it.each<[text: string, ip: string | undefined]>([
  ['::ffff:cb00:7105', '203.0.113.5'],
  ['0:0:0:0:0:ffff:203.0.113.5', '203.0.113.5'],
  ['::ffff:10.0.0.1', undefined],
  ['2001:db8:ffff::1', '2001:db8:ffff::1'],
  ['ffff:203.0.113.5', undefined],
  ['203.0.113.5/32', '203.0.113.5'],
  ['203.0.113.0/24', undefined],
  ['203.0.113.5\u200b', '203.0.113.5']
])('reads the IP address %p as %p', (text, ip) => expect(normalizeIp(text)).toBe(ip))

it.each<[text: string, country: string | undefined]>([
  ['The United States', 'us'],
  ['Korea, Republic of', 'kr'],
  ['Hong Kong', 'hk'],
  ['Palestine', 'ps'],
  ['EE.UU.', 'us'],
  ['EU', undefined],
  ['constructor', undefined],
  ['US, CA', undefined]
])('reads the country %p as %p', (text, country) => expect(readCountry(text)).toBe(country))

it.each([
  '"null"',
  '(unknown)',
  '<null>',
  'undefined undefined',
  '#N/A',
  '[user_id]',
  '%USERID%',
  'ｎｕｌｌ',
  'n\u200bull'
])('%p stands for a missing value', (text) => expect(isPlaceholder(text)).toBe(true))

it.each(['NA', '$userId', '+0', 'Infinity', 'not logged in'])('%p identifies nobody', (text) =>
  expect(isAnyone(text)).toBe(true)
)

it.each([
  ['nothing', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['null', '74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b'],
  ['[object Object]', 'b28c94b2195c8ed259f0b415aaee3f39b0b2920a4537611499fa044956917a21']
])('takes the digest of %s for a missing value', (_text, digest) => {
  const { event, leftOut } = build({ external_id: [digest], first_name: digest }, { anonymous_id: 'anon-1' })
  expect(event.user).toMatchObject({ external_id: [hash('anon-1', (same) => same)], first_name: undefined })
  expect(leftOut).toEqual([
    { field: 'external_id', reason: 'placeholder' },
    { field: 'first_name', reason: 'placeholder' }
  ])
})

describe('a click ID', () => {
  it.each([
    'https://s.example.com/?next=%2Fp%3Fttclid%3DE.C.P.abc%26b%3D1',
    'https://s.example.com/?next=%252Fp%253Fttclid%253DE.C.P.abc%2526b',
    'https://s.example.com/?ttclid=__CLICKID__&ttclid=E.C.P.abc',
    'https://s.example.com/?ttclid=E.C.P.abc%22%20x',
    'https://s.example.com/?a=1&amp%3Bttclid=E.C.P.abc',
    'ttclid=E.C.P.abc',
    'E.C.P.abc?utm_source=a',
    'E.C.P.abc\u200b'
  ])('is read from %p', (text) => expect(readClickId(text)).toBe('E.C.P.abc'))

  it.each(['https://s.example.com/?my_ttclid=E.C.P.abc', 'https://s.example.com/?ttclid=%E0%A4%A'])(
    'is not E.C.P.abc in %p',
    (text) => expect(clickIdIn(text)).not.toBe('E.C.P.abc')
  )

  it.each(['ttclid', '', undefined])('is none of %p', (text) => expect(readClickId(text)).toBeUndefined())

  it('is the first of a repeated parameter', () => {
    const properties = { ttclid: ['null', 'E.C.P.abc'] }
    expect(build({ ttclid: false }, { properties }).event.user?.ttclid).toBe('E.C.P.abc')
  })
})

it.each(['cookie-1', '_ttp=cookie-1; path=/', '"cookie-1"'])('reads the cookie ID in %p', (text) =>
  expect(readCookieId(text)).toBe('cookie-1')
)

it.each([{}, false, null, 'undefined'])('reads no cookie ID in %p', (value) =>
  expect(readCookieId(value)).toBeUndefined()
)

it.each(['N/A', 'about:srcdoc', 'https://undefined/', '0', false])('sends no page for %p', (url) => {
  const { event, leftOut } = build({ url: String(url) })
  expect(event.page).toBeUndefined()
  expect(readUrl(String(url))).toBeUndefined()
  expect(leftOut).toEqual([{ field: 'url', reason: 'placeholder' }])
})

describe('products', () => {
  const P1 = { product_id: 'P1', price: 20, quantity: 1 }
  const SENT = { content_id: 'P1', price: 20, quantity: 1 }

  it.each<[envelope: string, properties: object]>([
    ['JSON as text', { products: JSON.stringify([P1]) }],
    ['an object keyed by ID', { products: { a: P1 } }],
    ['a cart', { cart: { items: [P1] } }],
    ['an empty list beside another', { products: [{}], items: [P1] }],
    ['other keys', { products: [{ productId: 'P1', unit_price: 20, qty: 1 }] }],
    ['a placeholder beside a SKU', { products: [{ ...P1, product_id: 'null', sku: 'P1' }] }],
    ['their own properties', { ...P1, name: 'A page' }]
  ])('are found in %s', (_envelope, properties) => {
    expect(build({}, { properties }).event.properties?.contents).toEqual([SENT])
  })

  it('keep the details of the mapping, and get the IDs that it lacks', () => {
    const contents = [{ content_id: 'P1', price: 20, quantity: 1 }, { content_name: 'Two' }]
    const properties = { products: [P1, { id: 'P2', price: 5 }] }
    expect(build({ contents }, { properties }).event.properties?.contents).toEqual([
      SENT,
      { content_id: 'P2', content_name: 'Two', price: 5 }
    ])
  })

  it('are not searched below the depth of any real event', () => {
    let value: object = P1
    for (let depth = 0; depth < 20; depth++) value = { cart: { data: value }, products: [value] }
    expect(build({}, { properties: value }).event.properties?.contents).toBeUndefined()
  })
})

describe('a number that JavaScript rounded', () => {
  it.each(['event_id', 'order_id', 'shop_id', 'lead_id', 'external_id'])('is left out of %s', (field) => {
    const { event, leftOut } = build({ [field]: ROUNDED })
    expect(JSON.stringify(event)).not.toContain('9007199254740992')
    expect(leftOut).toEqual([{ field, reason: 'not_exact' }])
  })

  it.each(WAYS)('is left out where actions-core made it a text, through %s', async (_name, run) => {
    const tiktok = standInForTikTok()
    const event = { messageId: ROUNDED, properties: { sku: ROUNDED, exact: '9007199254740994' } }
    const sku = { '@path': '$.properties.sku' }
    const mapping = {
      event: 'Purchase',
      timestamp: '2026-11-22T09:00:00Z',
      event_id: { '@path': '$.messageId' },
      order_id: { '@path': '$.properties.exact' },
      content_ids: [sku],
      contents: [{ content_id: sku, content_name: 'A product' }]
    }
    expect(await run(event, mapping)).toBeUndefined()
    expect(tiktok.requests[0].data).toEqual([
      {
        event: 'Purchase',
        event_time: 1795338000,
        properties: {
          order_id: '9007199254740994',
          contents: [{ content_name: 'A product' }],
          content_type: 'product',
          num_items: 1
        }
      }
    ])
  })

  it.each(WAYS)('is left out where the mapping reads it from JSON in a text, through %s', async (_name, run) => {
    const tiktok = standInForTikTok()
    const id = { '@json': { mode: 'decode', value: { '@path': '$.properties.id' } } }
    const mapping = { event: 'Purchase', timestamp: '2026-11-22T09:00:00Z', order_id: id }
    expect(await run({ properties: { id: '[9007199254740993]' } }, mapping)).toBeUndefined()
    expect(tiktok.requests[0].data).toEqual([{ event: 'Purchase', event_time: 1795338000 }])
  })

  it('is left out of products', () => {
    const contents = [{ content_id: ROUNDED, price: 5 }]
    const { event, leftOut } = build({ contents, content_ids: [ROUNDED] })
    expect(event.properties).toMatchObject({ contents: [{ price: 5 }], content_ids: undefined })
    expect(leftOut).toEqual([
      { field: 'contents.content_id', reason: 'not_exact' },
      { field: 'content_ids', reason: 'not_exact' }
    ])
  })
})

it('reads addresses in lists, keyed by number and as JSON', () => {
  for (const address of [[{ city: 'Paris' }], { 0: { city: 'Paris' } }, '{"city":"Paris"}', '[{"town":"Paris"}]']) {
    expect(build({}, { traits: { address } }).event.user?.city).toBe('paris')
  }
})

it('reads a full name with a comma, and none with a title', () => {
  expect(build({}, { traits: { name: 'Doe, Jane' } }).event.user?.first_name).toBe(hash('jane', (same) => same))
  expect(build({}, { traits: { name: 'Mr. Doe' } }).event.user?.first_name).toBeUndefined()
})

describe('what is left out', () => {
  const SECRET = 'zq7-secret'
  const VALUES: unknown[] = [
    SECRET,
    [SECRET, SECRET],
    { a: { b: { c: { d: SECRET } } } },
    `__${SECRET}__`,
    `${SECRET}@`,
    true
  ]
  const TYPED = ['event', 'event_source', 'timestamp', 'test_event_code', 'currency', 'other_sources', 'contents']
  const FIELDS = PLACE_AN_ORDER.filter((key) => !TYPED.includes(key))

  function payloadsWith(value: unknown): object[] {
    const item = { content_id: value, price: value, quantity: value, brand: value, content_name: value }
    const address = { city: value, state: value, country: value, zip_code: value }
    return [...FIELDS.map((field) => ({ [field]: value })), { contents: [item] }, { address }]
  }

  it('is said by field and reason, never by value', () => {
    const leftOut = VALUES.flatMap(payloadsWith).flatMap((payload) => build(payload).leftOut ?? [])
    expect(leftOut.length).toBeGreaterThan(50)
    for (const { field, reason, ...rest } of leftOut) {
      expect(field).toMatch(/^[a-z_]+(?:\.[a-z_]+)?$/)
      expect(Object.keys(LEFT_OUT_REASONS)).toContain(reason)
      expect(rest).toEqual({})
    }
    expect(JSON.stringify(leftOut)).not.toContain(SECRET)
  })
})

it('hides identifiers in a text of the customer', () => {
  expect(redactIdentifiers('Order of jane@example.com, +12025550123')).toBe('Order of [redacted] [redacted]')
})

describe('rarely', () => {
  it('a currency is unreadable without a value', () => {
    expect(build({ currency: 'ABC' }).leftOut).toEqual([{ field: 'currency', reason: 'not_a_currency' }])
  })

  it('other keys hold a currency or an order ID', () => {
    const properties = { currency_code: { code: null }, currencyCode: 'eur', orderId: 'null', order_number: 7 }
    const { event } = build({ value: 5 }, { properties })
    expect(event.properties).toMatchObject({ currency: 'EUR', order_id: '7' })
  })

  it('a field that is not mapped has a value in the event', () => {
    const properties = { referrer: 'https://www.example.com/', url: 'https://shop.example.com/' }
    const { event } = build({ url: 'https://shop.example.com/' }, { properties }, ['event', 'url'])
    expect(event.page).toEqual({ url: 'https://shop.example.com/', referrer: undefined })
  })

  it('a mapping does not say which fields it has', () => {
    expect(build({}, { fields: ['event'], traits: { email: 'a@example.com' } }, []).event.user?.email).toHaveLength(1)
  })

  it('a key of the properties is named __proto__', () => {
    const properties = Object.create({ email: 'a@example.com' })
    properties.order_id = '7'
    const { event } = build({}, { properties })
    expect(event).toMatchObject({ user: undefined, properties: { order_id: '7' } })
  })

  it('a mapped list has no IDs, and the event has some in a longer one', () => {
    const contents = [{ content_name: 'One' }, { content_name: 'Two' }]
    const products = [{ product_id: 'P1' }, { product_id: 'P2' }, { product_id: 'P3' }]
    expect(build({ contents }, { properties: { products } }).event.properties?.content_ids).toEqual(['P1', 'P2', 'P3'])
    const [first] = products
    expect(build({ contents: [...contents, first] }).event.properties?.contents).toHaveLength(2)
    expect(build({ contents: contents.concat(contents) }, { properties: { products } }).event.properties).toMatchObject(
      {
        content_ids: ['P1', 'P2', 'P3']
      }
    )
  })

  it.each<[field: string, value: unknown, reason: string]>([
    ['description', 'true', 'placeholder'],
    ['description', ['a', 'b'], 'not_readable'],
    ['description', { a: 1 }, 'not_readable'],
    ['customer_type', ['new', 'returning'], 'not_readable'],
    ['timestamp', 'N/A', 'placeholder'],
    ['address', { city: '123' }, 'placeholder'],
    ['referrer', 'null', 'placeholder']
  ])('%s holds %p, which is left out', (field, value, reason) => {
    const { leftOut } = build({ url: 'https://shop.example.com/', [field]: value })
    expect(leftOut).toEqual([{ field: field === 'address' ? 'address.city' : field, reason }])
  })

  it('a date of a trip is not one', () => {
    const { leftOut } = build({ event_spec_type: 'travel', travel_fields: { checkin_date: 'tomorrow' } })
    expect(leftOut).toEqual([{ field: 'travel_fields.checkin_date', reason: 'invalid' }])
  })

  it('nobody wants to know what is left out', () => {
    expect(buildEvent({ event: 'Purchase', order_id: 'null' }, NOW)).not.toHaveProperty('properties.order_id', 'null')
  })
})

it('suggests the words that TikTok accepts', async () => {
  expect(await suggestWords(CUSTOMER_TYPES)()).toEqual({
    choices: [
      { label: 'New', value: 'new' },
      { label: 'Returning', value: 'returning' }
    ]
  })
})

it.each<[value: unknown, text: string | undefined]>([
  [['a'], 'a'],
  [['a', 'b'], undefined],
  [{ name: 'a' }, 'a'],
  [{ other: 'a' }, undefined]
])('reads the text of %p as %p', (value, text) => expect(readText(value)).toBe(text))

it('searches products no deeper than real events hold them', () => {
  expect(findProducts([[[[[{ product_id: 'P1' }]]]]])).toEqual([])
})

import { presets } from '../presets'
import { hash } from '../reportWebEvent/hash'
import type { TikTokEvent } from '../reportWebEvent/types'
import { prepareTests, runBatch, standInForTikTok, WAYS } from './__helpers__/tiktok'

prepareTests()

const sha256 = (text: string) => hash(text, (value) => value)

const PLACE_AN_ORDER = presets[1].mapping as object
const VIEW_CONTENT = presets[6].mapping as object

const PRODUCT = { product_id: 'P1', price: 59.9, quantity: 1 }

const NO_TIMES = { timestamp: null, originalTimestamp: null, sentAt: null, receivedAt: null }

function order(properties: object = {}, rest: object = {}): object {
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: 'm1',
    timestamp: '2026-11-22T09:00:00Z',
    userId: 'user-42',
    anonymousId: 'anon-1',
    context: { ip: '203.0.113.5', userAgent: 'Mozilla/5.0', page: { url: 'https://shop.example.com/thanks' } },
    properties: { order_id: 'A-1', revenue: 59.9, currency: 'USD', products: [PRODUCT], ...properties },
    ...rest
  }
}

const traits = (values: object) => ({ context: { traits: values } })

describe.each(WAYS)('a real order, through %s', (_name, run) => {
  async function sent(event: object, mapping: object = PLACE_AN_ORDER): Promise<TikTokEvent> {
    const tiktok = standInForTikTok()
    expect(await run(event, mapping)).toBeUndefined()
    return tiktok.requests[0].data[0]
  }

  const ordered = async (properties: object) => (await sent(order(properties))).properties
  const userOf = async (rest: object, properties: object = {}) => (await sent(order(properties, rest))).user

  describe('money', () => {
    it.each<[revenue: unknown, value: number | undefined]>([
      ['$12.50', 12.5],
      ['1,234.56', 1234.56],
      ['1.234,56 €', 1234.56],
      ['12.50 USD', 12.5],
      ['12,5', 12.5],
      ["1'234.50", 1234.5],
      ['1 234,50', 1234.5],
      ['1,234,567', 1234567],
      ['12.345', 12.345],
      ['0', 0],
      [0, 0],
      ['１２.５０', 12.5]
    ])('reads %p as %p', async (revenue, value) => expect((await ordered({ revenue }))?.value).toBe(value))

    it.each([['1.234'], ['12.50.1'], [false], [true], ['free'], ['12 or 13'], ['USD']])(
      'does not guess %p: the value is that of the products',
      async (revenue) => expect((await ordered({ revenue }))?.value).toBe(59.9)
    )

    it('takes the currency that the amount names where none is mapped', async () => {
      expect(await ordered({ revenue: '1.234,56 €', currency: '' })).toMatchObject({ value: 1234.56, currency: 'EUR' })
      expect(await ordered({ revenue: '12.50 usd', currency: undefined })).toMatchObject({ currency: 'USD' })
      expect((await ordered({ revenue: '$12', currency: undefined }))?.currency).toBeUndefined()
    })

    it('takes the currency of the products where there is one', async () => {
      const products = [{ ...PRODUCT, currency: 'eur' }]
      expect(await ordered({ currency: undefined, products })).toMatchObject({ currency: 'EUR' })
    })

    it('reads a sign that one currency uses', async () => {
      expect(await ordered({ currency: 'US$' })).toMatchObject({ currency: 'USD', value: 59.9 })
    })

    it('rejects a refund, and says so', async () => {
      expect((await run(order({ revenue: -5 }), PLACE_AN_ORDER))?.message).toContain('Value is negative')
    })

    it('sends an order without the value whose currency cannot be read', async () => {
      const properties = await ordered({ currency: '$' })
      expect(properties).not.toHaveProperty('value')
      expect(properties).not.toHaveProperty('currency')
      expect(properties).toMatchObject({ order_id: 'A-1' })
    })
  })

  describe('what shops leave out', () => {
    const products = [
      { product_id: 'a', price: '0.1', quantity: 2 },
      { product_id: 'b', price: 0.1, quantity: '1' },
      { product_id: 'a', price: 1 }
    ]

    it('is calculated from the products', async () => {
      const properties = await ordered({ revenue: undefined, products: products.slice(0, 2) })
      expect(properties).toMatchObject({ value: 0.3, num_items: 3, content_ids: ['a', 'b'] })
    })

    it('counts a missing quantity as one, in the value and as an item', async () => {
      const properties = await ordered({ revenue: undefined, products })
      expect(properties).toMatchObject({ value: 1.3, num_items: 4, content_ids: ['a', 'b'] })
    })

    it('is not calculated where the mapping says so', async () => {
      const event = order({ revenue: undefined, products })
      const properties = (await sent(event, { ...PLACE_AN_ORDER, calculate_value: false })).properties
      expect(properties).not.toHaveProperty('value')
      expect(properties).not.toHaveProperty('num_items')
    })

    it.each([2.5, 'many', true])('leaves out %p as a number of items', async (num_items) => {
      expect((await ordered({ num_items }))?.num_items).toBe(1)
    })
  })

  describe('placeholders', () => {
    it.each(['0', 0, 'guest', 'anonymous', '(not set)', 'NaN', -1, 'false', '{{user.id}}', 'n/a', '[object Object]'])(
      'does not identify a person by the user id %p',
      async (userId) => expect((await userOf({ userId }))?.external_id).toEqual([sha256('anon-1')])
    )

    it.each(['__CLICKID__', '%7B%7Bclick%7D%7D', `\${ttclid}`, 'null', false, 0])(
      'does not take %p for a click id',
      async (ttclid) => {
        const context = { page: { url: 'https://shop.example.com/?ttclid=E.C.P.real' } }
        expect((await userOf({ context }, { ttclid }))?.ttclid).toBe('E.C.P.real')
      }
    )

    it('keeps a last name that could be one', async () => {
      expect((await userOf(traits({ firstName: 'Edgar', lastName: 'Guest' })))?.last_name).toBe(sha256('guest'))
      expect((await userOf(traits({ firstName: 'undefined' })))?.first_name).toBeUndefined()
    })

    it.each(['null', 'undefined', 'about:blank'])('sends no page for the address %p', async (url) => {
      expect(
        (await sent({ type: 'page', context: { page: { url } }, properties: {} }, VIEW_CONTENT)).page
      ).toBeUndefined()
    })

    it('sends no text that a falsy value on the way of a path leaves', async () => {
      const address = { city: 'Paris', country: 'US', postalCode: '94105' }
      const event = order({ address: false }, traits({ address, phone: '(202) 555-0123' }))
      expect((await sent(event)).user).toMatchObject({
        city: 'paris',
        country: 'us',
        zip_code: sha256('94105'),
        phone: [sha256('+12025550123')]
      })
    })
  })

  describe('identity', () => {
    it.each([
      'a@example.com\u200b',
      '\u200ea@example.com',
      'mailto:a@example.com',
      'Ann <a@example.com>',
      'a@example.com.',
      'a@example.com;',
      '"a@example.com"',
      'ａ@example.com',
      '<A@Example.com>'
    ])('hashes the address in %p', async (email) => {
      expect((await userOf(traits({ email })))?.email).toEqual([sha256('a@example.com')])
    })

    it.each(['a @example.com', 'a@', 'a@b@c', 'not an address', 'a@exa\ufffdmple.com'])(
      'does not hash %p',
      async (email) => expect((await userOf(traits({ email })))?.email).toBeUndefined()
    )

    it('looks behind a placeholder in the properties', async () => {
      const rest = traits({ email: 'a@example.com', phone: '+12025550123' })
      expect(await userOf(rest, { email: 'n/a', phone: 'none' })).toMatchObject({
        email: [sha256('a@example.com')],
        phone: [sha256('+12025550123')]
      })
    })

    it('looks behind a blank in the properties', async () => {
      expect((await userOf(traits({ email: 'a@example.com' }), { email: '' }))?.email).toEqual([
        sha256('a@example.com')
      ])
    })

    it('fills no field that is not mapped', async () => {
      const { email: _email, ...mapping } = PLACE_AN_ORDER as Record<string, unknown>
      const event = order({ email: 'a@example.com' }, traits({ email: 'a@example.com' }))
      expect((await sent(event, mapping)).user?.email).toBeUndefined()
    })

    it('fills all fields where the payload is mapped as a whole', async () => {
      const payload = { event: 'Purchase', other_sources: { properties: { email: 'a@example.com' } } }
      const { user } = await sent({ type: 'track', properties: payload }, { '@path': '$.properties' })
      expect(user?.email).toEqual([sha256('a@example.com')])
    })

    it('can send the user id and the anonymous id', async () => {
      const { user } = await sent(order(), { ...PLACE_AN_ORDER, include_anonymous_id: true })
      expect(user?.external_id).toEqual([sha256('user-42'), sha256('anon-1')])
    })

    it.each<[properties: object, expected: object]>([
      [
        {
          context: { user: { email: sha256('a@example.com'), phone_number: sha256('+12025550123'), ttp: 'cookie-1' } }
        },
        { email: [sha256('a@example.com')], phone: [sha256('+12025550123')], ttp: 'cookie-1' }
      ],
      [{ context: { ad: { callback: 'E.C.P.abc' } } }, { ttclid: 'E.C.P.abc' }],
      [{ ad: { callback: 'E.C.P.abc' } }, { ttclid: 'E.C.P.abc' }],
      [{ clickId: 'E.C.P.abc' }, { ttclid: 'E.C.P.abc' }]
    ])('reads what RudderStack sends to TikTok: %j', async (properties, expected) => {
      expect(await userOf({}, properties)).toMatchObject(expected)
    })

    const tiktokId = [
      { type: 'user_id', id: 'users' },
      { type: 'tiktokExternalId', id: 'tiktok-1' }
    ]

    it.each<[what: string, rest: object, ids: string[]]>([
      ['in RudderStack', { userId: null, context: { externalId: tiktokId } }, ['tiktok-1']],
      ['in Segment', { userId: null, context: { externalIds: tiktokId } }, ['tiktok-1']],
      ['in JSON', { userId: null, context: { externalId: JSON.stringify(tiktokId[1]) } }, ['tiktok-1']],
      ['beside a user ID', { context: { externalId: tiktokId } }, ['user-42']],
      ['beside a guest', { userId: 'guest', context: { externalId: tiktokId } }, ['tiktok-1']],
      ['that is blank', { userId: null, context: { externalId: [{ type: 'tiktok', id: '' }] } }, ['anon-1']],
      ['of another type', { userId: null, context: { externalId: [tiktokId[0], 'x', null] } }, ['anon-1']]
    ])('reads the external ID for TikTok %s', async (_what, rest, ids) => {
      expect((await userOf(rest))?.external_id).toEqual(ids.map(sha256))
    })

    it('reads the external ID of the person whom RudderStack sends to TikTok, if External ID is mapped', async () => {
      const event = order({ context: { user: { external_id: 'tiktok-1' } } }, { userId: undefined })
      expect((await sent(event)).user?.external_id).toEqual([sha256('tiktok-1')])
      const { external_id: _id, ...mapping } = PLACE_AN_ORDER as Record<string, unknown>
      expect((await sent(event, mapping)).user?.external_id).toBeUndefined()
    })

    it.each<[properties: object]>([
      [{ clickId: 'Cj0KCQiA-of-another-network' }],
      [{ clickId: 7, ad: 'summer' }],
      [{ context: 'checkout', ad: { callback: null } }]
    ])('takes no other click ID for one of TikTok: %j', async (properties) => {
      expect((await userOf({}, properties))?.ttclid).toBeUndefined()
    })

    it('prefers the click ID in integrations', async () => {
      const integrations = { 'TikTok Conversions': { ttclid: 'E.C.P.own' } }
      expect((await userOf({ integrations }, { ttclid: 'none', clickId: 'E.C.P.abc' }))?.ttclid).toBe('E.C.P.own')
    })

    it('composes letters before it hashes', async () => {
      const { first_name } = (await userOf(traits({ firstName: 'Rene\u0301e' }))) ?? {}
      expect(first_name).toBe(sha256('ren\u00e9e'))
    })

    it('splits a full name of two words', async () => {
      expect(await userOf(traits({ name: 'Jane Doe' }))).toMatchObject({
        first_name: sha256('jane'),
        last_name: sha256('doe')
      })
      expect((await userOf(traits({ name: 'Jane van Doe' })))?.first_name).toBeUndefined()
    })

    it.each<[country: string, expected: string | undefined]>([
      ['Germany', 'de'],
      ['Deutschland', 'de'],
      ['USA', 'us'],
      ['UK', 'gb'],
      ['DEU', 'de'],
      ['Côte d’Ivoire', 'ci'],
      ['日本', 'jp'],
      ['XX', undefined],
      ['EU', undefined],
      ['ZZ', undefined],
      ['Atlantis', undefined]
    ])('reads the country %p as %p', async (country, expected) => {
      expect((await userOf(traits({ address: { country } })))?.country).toBe(expected)
    })

    it.each<[address: unknown, sent: object]>([
      [
        { zip: '95110', province: 'CA', country_code: 'US' },
        { zip_code: sha256('95110'), state: 'ca', country: 'us' }
      ],
      [
        { postcode: 'SW1A 1AA', region: 'London' },
        { zip_code: sha256('sw1a1aa'), state: 'london' }
      ],
      [[{ city: 'Rome' }], { city: 'rome' }]
    ])('reads the address %p', async (address, expected) => {
      expect(await userOf(traits({ address }))).toMatchObject(expected)
    })

    it.each<[ip: string, expected: string | undefined]>([
      ['203.0.113.5:443', '203.0.113.5'],
      ['10.0.0.1, 203.0.113.5', '203.0.113.5'],
      ['[2001:db8::1]:443', '2001:db8::1'],
      ['unknown', undefined]
    ])('reads the IP address %p as %p', async (ip, expected) => {
      expect((await userOf({ context: { ip } }))?.ip).toBe(expected)
    })
  })

  describe('products', () => {
    const P1 = { content_id: 'P1', price: 20, quantity: 1 }

    it.each<[envelope: string, properties: object]>([
      ['an object keyed by number', { products: { '0': { product_id: 'P1', price: 20, quantity: 1 } } }],
      ['items', { products: undefined, items: [{ product_id: 'P1', price: 20, quantity: 1 }] }],
      ['a nested product', { products: [{ product: { id: 'P1', price: 20, quantity: 1 } }] }],
      ['productId', { products: [{ productId: 'P1', price: 20, quantity: 1 }] }],
      ['a sku', { products: [{ sku: 'P1', price: 20, quantity: 1 }] }],
      ['texts', { products: [{ product_id: 'P1', price: '20', quantity: '1' }] }]
    ])('are read from %s', async (_envelope, properties) => {
      expect((await ordered(properties))?.contents).toEqual([P1])
    })

    it('join their categories and brands', async () => {
      const products = [{ ...PRODUCT, category: ['Shoes', 'Men'], brand: ['b1', 'b2'] }]
      expect((await ordered({ products }))?.contents).toEqual([
        { content_id: 'P1', price: 59.9, quantity: 1, content_category: 'Shoes, Men', brand: 'b1, b2' }
      ])
    })

    it('lose a detail that is not one, and nothing else', async () => {
      const products = [{ product_id: 'P1', price: false, quantity: true, category: [], brand: false }]
      expect(await ordered({ products, revenue: false })).toMatchObject({ contents: [{ content_id: 'P1' }] })
      expect(await ordered({ products, revenue: false })).not.toHaveProperty('value')
    })

    it('may be missing', async () => {
      for (const products of [[false], [null], [], null]) {
        expect(await ordered({ products })).not.toHaveProperty('contents')
      }
    })

    it.each(['orderId', 'order_number', 'checkout_id'])('have their order in %s', async (key) => {
      expect((await ordered({ order_id: undefined, [key]: 'A-2' }))?.order_id).toBe('A-2')
    })
  })

  describe('page', () => {
    it.each<[url: string, ttclid: string | undefined]>([
      ['https://shop.example.com/?ttclid=E.C.P.abc?utm_source=tiktok', 'E.C.P.abc'],
      ['https://shop.example.com/?a=1&amp;ttclid=E.C.P.abc&amp;b=2', 'E.C.P.abc'],
      ['https://shop.example.com/?TTCLID=E.C.P.abc#top', 'E.C.P.abc'],
      ['https://shop.example.com/?ttclid=E.C.P.abc"', 'E.C.P.abc'],
      ['https://shop.example.com/?ttclid=__CLICKID__', undefined]
    ])('gives the click id of %s', async (url, ttclid) => {
      expect((await userOf({ context: { page: { url } } }))?.ttclid).toBe(ttclid)
    })

    it('is read from the properties of a page call', async () => {
      const properties = { url: 'https://shop.example.com/1?ttclid=E.C.P.abc', referrer: 'https://www.example.com/' }
      const event = await sent({ type: 'page', context: {}, properties }, VIEW_CONTENT)
      expect(event.page).toEqual(properties)
      expect(event.user?.ttclid).toBe('E.C.P.abc')
    })

    it('gives the click id of its query, and of a page of the same shop that led to it', async () => {
      const url = 'https://shop.example.com/thanks'
      const search = '?ttclid=E.C.P.abc'
      expect((await userOf({ context: { page: { url, search } } }))?.ttclid).toBe('E.C.P.abc')
      const referrer = `https://shop.example.com/${search}`
      expect((await userOf({ context: { page: { url, referrer } } }))?.ttclid).toBe('E.C.P.abc')
      const elsewhere = `https://www.example.com/${search}`
      expect((await userOf({ context: { page: { url, referrer: elsewhere } } }))?.ttclid).toBeUndefined()
    })

    it('has no contents without the id of a product', async () => {
      const event = { type: 'page', context: {}, properties: { category: 'Shoes', name: 'Home', price: 1 } }
      expect((await sent(event, VIEW_CONTENT)).properties ?? {}).not.toHaveProperty('contents')
    })
  })

  describe('time', () => {
    it.each([
      '2026-11-22 10:00:00.123 UTC',
      '1795341600000000',
      '1795341600000000000',
      '2026-11-22T10:00:00Z[UTC]',
      'Sun, 22 Nov 2026 10:00:00 GMT',
      'Sun Nov 22 2026 10:00:00 GMT+0000 (Coordinated Universal Time)',
      '2026-11-22T10:00:00 +0000'
    ])('reads %p', async (timestamp) => {
      expect((await sent(order({}, { timestamp }))).event_time).toBe(1795341600)
    })

    it.each([
      [{ originalTimestamp: '2026-11-22T10:00:00Z', sentAt: '2026-11-22T10:00:01Z' }],
      [{ sentAt: '2026-11-22T10:00:00Z', receivedAt: '2026-11-22T10:00:02Z' }],
      [{ receivedAt: '2026-11-22T10:00:00Z' }]
    ])('falls back to %p', async (times) => {
      expect((await sent(order({}, { ...NO_TIMES, ...times }))).event_time).toBe(1795341600)
    })

    it('rejects a year away in the future', async () => {
      const event = order({}, { timestamp: '2028-11-22T10:00:00Z' })
      expect((await run(event, PLACE_AN_ORDER))?.message).toContain('more than a year in the future')
    })
  })
})

it('says what was left out and why, but not the value', async () => {
  standInForTikTok()
  const [result] = await runBatch(
    [order({ revenue: '1.2,3' }, traits({ email: 'not an address', phone: '12', firstName: 'n/a' }))],
    PLACE_AN_ORDER
  )
  expect(result.sent).toEqual({
    event: 'PlaceAnOrder',
    event_id: 'm1',
    left_out: [
      { field: 'email', reason: 'not_an_email' },
      { field: 'phone_number', reason: 'not_a_phone' },
      { field: 'first_name', reason: 'placeholder' },
      { field: 'value', reason: 'not_a_number' }
    ]
  })
})

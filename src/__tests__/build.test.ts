import type { InputField } from '@segment/actions-core'
import { fields } from '../reportWebEvent/fields'
import { hash } from '../reportWebEvent/hash'
import type { TikTokEvent } from '../reportWebEvent/types'
import { NOW, PLATFORM_FIELDS, prepareTests, standInForTikTok, WAYS } from './__helpers__/tiktok'

prepareTests()

const EVENT_FIELDS = Object.keys(fields)
  .filter((key) => !PLATFORM_FIELDS.includes(key))
  .sort()

/** A mapping that gives a blank to each field, and `null` to those that take no blank. */
function blankFields(blank: string | null): Record<string, unknown> {
  return blankOf(Object.fromEntries(EVENT_FIELDS.map((key) => [key, fields[key]])), blank)
}

function blankOf(properties: InputField['properties'] = {}, blank: string | null): Record<string, unknown> {
  const entries = Object.entries(properties).map(([key, { type, multiple, choices, properties }]) => {
    const text = type === 'string' && choices === undefined ? blank : null
    const value = properties === undefined ? text : blankOf(properties, blank)
    return [key, multiple ? [value] : value]
  })
  return Object.fromEntries(entries)
}

const sha256 = (text: string) => hash(text, (value) => value)

describe.each(WAYS)('%s', (_name, run) => {
  /** Sends the given fields; resolves to the event that arrives at TikTok. */
  async function sent(fields: object): Promise<TikTokEvent> {
    const tiktok = standInForTikTok()
    expect(await run({}, { event: 'Purchase', ...fields })).toBeUndefined()
    expect(tiktok.requests).toHaveLength(1)
    return tiktok.requests[0].data[0]
  }

  it('sends only the event and its time when nothing else is known', async () => {
    const tiktok = standInForTikTok()
    await run({}, { event: 'Purchase' })
    expect(tiktok.requests).toEqual([
      {
        event_source: 'web',
        event_source_id: 'PIXELCODE',
        partner_name: 'Segment',
        data: [{ event: 'Purchase', event_time: Math.floor(NOW / 1000) }]
      }
    ])
  })

  it('sends every field in its place', async () => {
    const mapping = {
      event: 'Purchase',
      event_source: 'web',
      event_id: 'order-1',
      timestamp: '2026-11-22T09:00:00Z',
      phone_number: ['+12025550123', '+12025550124'],
      email: 'jane@example.com',
      external_id: 'User_1',
      first_name: 'Jane',
      last_name: 'Doe',
      address: { city: 'San José', state: 'CA', country: 'US', zip_code: '95110-1234' },
      ttclid: 'E.C.P.abc',
      ttp: 'cookie-1',
      lead_id: 'lead-1',
      url: 'https://shop.example.com/thanks',
      referrer: 'https://shop.example.com/',
      ip: '203.0.113.7',
      user_agent: 'Mozilla/5.0',
      locale: 'en-US',
      contents: [
        {
          price: 12.5,
          quantity: 2,
          content_category: 'Shirts',
          content_id: 'sku-1',
          content_name: 'Shirt',
          brand: 'Acme'
        }
      ],
      content_type: 'product_group',
      content_ids: ['sku-1', 'sku-2'],
      num_items: 2,
      currency: 'usd',
      value: 25,
      order_id: 'o-1',
      shop_id: 's-1',
      description: 'An order',
      query: 'shirts',
      customer_type: 'new',
      delivery_category: 'in_store',
      predicted_ltv: 100,
      calculate_value: true,
      include_anonymous_id: false,
      lead_fields: { lead_id: 'former-lead' },
      other_sources: { properties: { value: 1 } },
      search_string: 'red shirts',
      event_spec_type: 'travel',
      travel_fields: { origin_airport: 'LHR' },
      limited_data_use: true,
      test_event_code: 'TEST1'
    }
    // The other event source and the other kind of event have keys that must not be sent with this one.
    const otherKeys = { lead_event_source: 'HubSpot', vehicle_fields: { make: 'Acme' } }
    const tiktok = standInForTikTok()
    await run({}, { ...mapping, ...otherKeys })
    expect(Object.keys({ ...mapping, ...otherKeys }).sort()).toEqual(EVENT_FIELDS)
    expect(tiktok.requests).toEqual([
      {
        event_source: 'web',
        event_source_id: 'PIXELCODE',
        partner_name: 'Segment',
        test_event_code: 'TEST1',
        data: [
          {
            event: 'Purchase',
            event_time: Date.parse('2026-11-22T09:00:00Z') / 1000,
            event_id: 'order-1',
            user: {
              email: [sha256('jane@example.com')],
              phone: [sha256('+12025550123'), sha256('+12025550124')],
              external_id: [sha256('User_1')],
              first_name: sha256('jane'),
              last_name: sha256('doe'),
              zip_code: sha256('95110'),
              city: 'sanjosé',
              state: 'ca',
              country: 'us',
              ttclid: 'E.C.P.abc',
              ttp: 'cookie-1',
              ip: '203.0.113.7',
              user_agent: 'Mozilla/5.0',
              locale: 'en-US'
            },
            properties: {
              contents: [
                {
                  price: 12.5,
                  quantity: 2,
                  content_category: 'Shirts',
                  content_id: 'sku-1',
                  content_name: 'Shirt',
                  brand: 'Acme'
                }
              ],
              content_type: 'product_group',
              content_ids: ['sku-1', 'sku-2'],
              num_items: 2,
              currency: 'USD',
              value: 25,
              order_id: 'o-1',
              shop_id: 's-1',
              description: 'An order',
              query: 'shirts',
              search_string: 'red shirts',
              customer_type: 'new',
              delivery_category: 'in_store',
              predicted_ltv: 100,
              origin_airport: 'LHR'
            },
            page: { url: 'https://shop.example.com/thanks', referrer: 'https://shop.example.com/' },
            lead: { lead_id: 'lead-1' },
            limited_data_use: true
          }
        ]
      }
    ])
  })

  it.each([
    ['blank', ' '],
    ['empty', ''],
    ['null', null]
  ])('leaves every key out whose value is %s', async (_name, nothing) => {
    const mapping = {
      ...blankFields(nothing),
      event: 'Purchase',
      email: nothing,
      referrer: 'https://shop.example.com/',
      contents: [blankOf(fields.contents.properties, nothing), {}]
    }
    const event = await sent(mapping)
    expect(event).toEqual({ event: 'Purchase', event_time: Math.floor(NOW / 1000) })
  })

  it('trims what it sends as it is', async () => {
    const event = await sent({ event_id: ' 1 ', ttclid: ' E.C.P.abc ', user_agent: ' Mozilla/5.0 ', order_id: ' o ' })
    expect(event).toMatchObject({
      event_id: '1',
      user: { ttclid: 'E.C.P.abc', user_agent: 'Mozilla/5.0' },
      properties: { order_id: 'o' }
    })
  })

  describe('user', () => {
    it('reads a national phone number with the country of the address', async () => {
      const { user } = await sent({ phone_number: '(202) 555-0123', address: { country: 'us' } })
      expect(user).toEqual({ phone: [sha256('+12025550123')], country: 'us' })
    })

    it.each(['n/a', '+', '()', '2025550123', 'unknown'])('does not hash the phone %p', async (phone) => {
      expect((await sent({ phone_number: phone })).user).toBeUndefined()
    })

    it('keeps the case of an external id', async () => {
      expect((await sent({ external_id: 'aBc' })).user).toEqual({ external_id: [sha256('aBc')] })
    })

    it('passes digests through, once', async () => {
      const digest = sha256('jane@example.com') as string
      const { user } = await sent({
        email: [digest.toUpperCase(), 'Jane@example.com'],
        first_name: digest,
        phone_number: digest
      })
      expect(user).toEqual({ email: [digest], first_name: digest, phone: [digest] })
    })

    it('sends neither the name of a country nor a placeholder for a city nor a private address', async () => {
      const address = { city: 'n/a', state: '-', country: 'Atlantis' }
      expect((await sent({ address, ip: '192.168.1.1' })).user).toBeUndefined()
    })
  })

  describe('click id', () => {
    it.each<[rule: string, ttclid: string | undefined, url: string, expected: string | undefined]>([
      ['the mapped one before that of the page', 'mapped', 'https://example.com/?ttclid=page', 'mapped'],
      ['that of the page where none is mapped', undefined, 'https://example.com/?a=1&ttclid=page&b=2', 'page'],
      ['that of the page where a blank one is mapped', ' ', 'https://example.com/?ttclid=page#top', 'page'],
      ['that behind a hash', undefined, 'https://example.com/#/p?ttclid=page', 'page'],
      ['that of an address with other letters', undefined, 'https://exämple.com/ü?ttclid=page', 'page'],
      ['that of an address that is malformed', undefined, 'example com/%E0%A4%A?x=%&ttclid=page', 'page'],
      ['all of a long one', undefined, `/?ttclid=E.C.P.${'x'.repeat(500)}`, `E.C.P.${'x'.repeat(500)}`],
      ['it decoded', undefined, 'https://example.com/?ttclid=a%2Eb', 'a.b'],
      ['it as it is, where it cannot be decoded', undefined, 'https://example.com/?ttclid=a%E0b', 'a%E0b'],
      ['it with its plus', undefined, 'https://example.com/?ttclid=a+b', 'a+b'],
      ['that of an address in HTML', undefined, 'https://example.com/?a=1&amp;ttclid=page', 'page'],
      [
        'that of the page where the mapped one is a placeholder',
        'undefined',
        'https://example.com/?ttclid=page',
        'page'
      ],
      ['none of a blank parameter', undefined, 'https://example.com/?ttclid=&b=2', undefined],
      ['none of another parameter', undefined, 'https://example.com/?xttclid=page', undefined]
    ])('is %s', async (_rule, ttclid, url, expected) => {
      expect((await sent({ ttclid, url })).user?.ttclid).toBe(expected)
    })
  })

  describe('contents', () => {
    it('keeps a missing price missing and a price of 0', async () => {
      const { properties } = await sent({
        contents: [{ price: null, content_id: 'a' }, { content_id: 'b' }, { price: 0, content_id: 'c' }]
      })
      expect(properties?.contents).toEqual([{ content_id: 'a' }, { content_id: 'b' }, { price: 0, content_id: 'c' }])
    })

    it('sends ids as text', async () => {
      const { properties } = await sent({ contents: [{ content_id: 7 }] })
      const contents = [{ content_id: '7' }]
      expect(properties).toEqual({ contents, content_type: 'product', content_ids: ['7'], num_items: 1 })
    })

    it('drops empty items', async () => {
      const { properties } = await sent({ contents: [{}, { content_id: 'a' }, { brand: ' ' }] })
      expect(properties?.contents).toEqual([{ content_id: 'a' }])
    })

    it('sends the first 1,000 products, and the amounts of all', async () => {
      const contents = Array.from({ length: 1001 }, (_, index) => ({ content_id: `p${index}`, quantity: 1, price: 2 }))
      const { properties } = await sent({ contents: [...Array.from({ length: 5000 }, () => ({})), ...contents] })
      expect(properties?.contents).toEqual(contents.slice(0, 1000))
      expect(properties?.content_ids).toHaveLength(1000)
      expect(properties?.num_items).toBe(1001)
    })

    it('prefers the given content ids, without the blank ones', async () => {
      const { properties } = await sent({ contents: [{ content_id: 'a' }], content_ids: ['', 'b'] })
      expect(properties?.content_ids).toEqual(['b'])
    })

    it('sends a content type for content ids without contents', async () => {
      expect((await sent({ content_ids: ['b'] })).properties).toEqual({ content_type: 'product', content_ids: ['b'] })
    })

    it('sends no content type without products', async () => {
      expect((await sent({ content_type: 'product_group', value: 1 })).properties).toEqual({ value: 1 })
    })
  })

  it('sends a value of 0, and a limited data use of false', async () => {
    expect(await sent({ value: 0, limited_data_use: false })).toMatchObject({
      properties: { value: 0 },
      limited_data_use: false
    })
  })

  it.each(['1e400', 'Infinity', '-1e999'])('leaves the number %p out, which JSON does not have', async (number) => {
    const event = await sent({
      value: number,
      num_items: number,
      predicted_ltv: number,
      contents: [{ price: number, content_id: 'a' }]
    })
    const contents = [{ content_id: 'a' }]
    expect(event.properties).toEqual({ contents, content_type: 'product', content_ids: ['a'], num_items: 1 })
  })

  it('sends no event id that all events would share', async () => {
    expect((await sent({ event_id: 'undefined' })).event_id).toBeUndefined()
  })

  it('sends a lead id with any event', async () => {
    expect((await sent({ event: 'ViewContent', lead_id: 'lead-1' })).lead).toEqual({ lead_id: 'lead-1' })
  })

  it.each(['$', 'dollars', 'ßa', 'ﬁm'])(
    'leaves out a value with the currency %p, and sends the rest of the event',
    async (currency) => {
      expect((await sent({ currency, value: 1, order_id: 'A-1' })).properties).toEqual({ order_id: 'A-1' })
    }
  )

  describe('event name', () => {
    it.each([
      ['Purchase', 'Purchase'],
      [' Purchase ', 'Purchase'],
      ['addtocart', 'AddToCart'],
      ['Add To Cart', 'AddToCart'],
      ['COMPLETE PAYMENT', 'CompletePayment'],
      ['page view', 'Pageview'],
      ['my_event-2', 'my_event-2'],
      ['add_to_cart', 'add_to_cart'],
      [`a${'b'.repeat(49)}`, `a${'b'.repeat(49)}`]
    ])('%p becomes %p', async (event, expected) => expect((await sent({ event })).event).toBe(expected))

    it.each([' ', '2nd_order', 'Trial Started', 'größe', 'a.b', `a${'b'.repeat(50)}`])(
      'rejects %p with the rule',
      async (event) => {
        expect(await run({}, { event })).toEqual({
          code: 'PAYLOAD_VALIDATION_FAILED',
          status: 400,
          message:
            'Event Name is neither a standard event of TikTok, such as Purchase, nor a valid custom name. A custom name has at most 50 letters, digits, "_" and "-", and begins with a letter. Change it in the mapping and send the event again.'
        })
      }
    )
  })

  describe('event time', () => {
    const SECONDS = 1763805600

    it.each<[text: string | number, seconds: number]>([
      ['2025-11-22T10:00:00Z', SECONDS],
      ['2025-11-22T10:00:00.999Z', SECONDS],
      ['2025-11-22t10:00:00,5z', SECONDS],
      ['2025-11-22T10:00Z', SECONDS],
      ['2025-11-22T11:30:00+01:30', SECONDS],
      ['2025-11-22T05:00:00-0500', SECONDS],
      ['2025-11-22 11:00:00 +01', SECONDS],
      ['2025-11-22T10:00:00', SECONDS],
      ['20251122T100000Z', SECONDS],
      ['2025-11-22', SECONDS - 36000],
      [SECONDS, SECONDS],
      [String(SECONDS), SECONDS],
      [` ${SECONDS} `, SECONDS],
      [SECONDS + 0.9, SECONDS],
      [SECONDS * 1000 + 999, SECONDS],
      [String(SECONDS * 1000), SECONDS],
      [999999999, 999999999]
    ])('%p is %p', async (timestamp, seconds) => expect((await sent({ timestamp })).event_time).toBe(seconds))

    it.each([
      'yesterday',
      '2025-13-01',
      '2025-02-30T00:00:00Z',
      '2025-11-22T25:00:00Z',
      '05.11.2025',
      '1',
      '202602030405',
      '0000-01-01',
      '17638056000000000',
      '-1763805600',
      'foo 2025'
    ])('rejects %p', async (timestamp) => {
      expect(await run({}, { event: 'Purchase', timestamp })).toEqual({
        code: 'PAYLOAD_VALIDATION_FAILED',
        status: 400,
        message:
          'Event Timestamp could not be parsed. Map it to an ISO 8601 time such as 2026-11-22T10:00:00Z, or to Unix seconds or milliseconds, and send the event again.'
      })
    })
  })
})

import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Sandbox, Stub } from '../sandbox'
import { SANDBOX_ACCESS_TOKEN, SANDBOX_PIXEL_CODE, startSandbox } from '../sandbox'

const HOUR = 60 * 60 * 1000
const DIGEST = '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f'
const OTHER_DIGEST = '9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd'
const READ_ONLY_PIXEL = 'READONLYPIXEL'
const PATH = '/open_api/v1.3/event/track/'
const HEADERS = { 'Access-Token': SANDBOX_ACCESS_TOKEN, 'Content-Type': 'application/json' }

const event = { event: 'Purchase', event_time: 1_750_000_000, event_id: 'order-1' }
const envelope = { event_source: 'web', event_source_id: SANDBOX_PIXEL_CODE, partner_name: 'Segment' }
const good = { ...envelope, data: [event] }

let time = 0
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ readOnlyPixels: [READ_ONLY_PIXEL], now: () => time })
})

beforeEach(() => {
  time = 1_750_000_000_000
  sandbox.reset()
})

afterAll(() => sandbox.close())

interface Sending {
  to?: Sandbox
  path?: string
  method?: string
  headers?: Record<string, string>
}

function send(body: unknown, { to = sandbox, path = PATH, method = 'POST', headers = HEADERS }: Sending = {}) {
  return fetch(to.url + path, { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
}

async function track(...data: unknown[]) {
  const response = await send({ ...envelope, data })
  return (await response.json()) as { code: number; message: string; request_id: string }
}

const acceptedIds = () => sandbox.accepted.map(({ data }) => data.event_id)

describe('an accepted request', () => {
  it("gets TikTok's answer", async () => {
    const response = await send(good)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual({
      code: 0,
      message: 'OK',
      request_id: expect.stringMatching(/^\d{20}$/),
      data: {}
    })
  })

  it('is recorded, event by event, with what the top of the request says', async () => {
    const data = [event, { ...event, event_id: 'order-2', test_event_code: 'TEST2' }]
    await send({ ...envelope, test_event_code: 'TEST1', data })
    const top = { event_source: 'web', event_source_id: SANDBOX_PIXEL_CODE, test_event_code: 'TEST1', received: time }
    expect(sandbox.accepted).toEqual([
      { ...top, data: data[0] },
      { ...top, data: data[1] }
    ])
  })

  it('has a number of its own, one after the other', async () => {
    const first = await track(event)
    const second = await track()
    expect(BigInt(second.request_id)).toBe(BigInt(first.request_id) + 1n)
  })

  it('can do without a partner name', async () => {
    const response = await send({ ...envelope, partner_name: undefined, data: [event] })
    expect(await response.json()).toMatchObject({ code: 0 })
  })

  it('holds up to 1,000 events', async () => {
    expect(await track(...Array(1000).fill(event))).toMatchObject({ code: 0 })
  })

  it.each(['web', 'app', 'crm', 'offline'])('can come from the event source %s', async (event_source) => {
    const lead = { lead_id: 'lead-1', lead_event_source: 'HubSpot' }
    const response = await send({ ...envelope, event_source, data: [{ ...event, lead }] })
    expect(await response.json()).toMatchObject({ code: 0 })
  })

  it.each<[string, object]>([
    ['only what is required', { event_id: undefined }],
    ['a custom name of 50 characters', { event: `a-Z_${'0'.repeat(46)}` }],
    ['a value of 0', { properties: { value: 0, contents: [{ price: 0, quantity: 0 }] } }],
    ['a public IPv6 address', { user: { ip: '2606:4700:4700::1111' } }],
    ['an address from documentation', { user: { ip: '203.0.113.7' } }],
    ['a click id of any length', { user: { ttclid: `E.C.P.${'x'.repeat(1000)}` } }],
    [
      'unknown keys',
      { color: 'red', user: { shoe: 43 }, properties: { size: { eu: [1, true] } }, page: { url: '/', n: 1 } }
    ],
    [
      'every key there is',
      {
        user: {
          email: [DIGEST, OTHER_DIGEST],
          phone: DIGEST,
          external_id: [DIGEST],
          first_name: DIGEST,
          last_name: DIGEST,
          zip_code: DIGEST,
          city: 'münchen',
          state: 'by',
          country: 'de',
          ttclid: 'E.C.P.1',
          ttp: 'ttp-1',
          ip: '8.8.8.8',
          user_agent: 'Mozilla/5.0',
          locale: 'de-DE'
        },
        properties: {
          contents: [
            { content_id: '1', content_category: 'a', content_name: 'b', brand: 'c', price: 1.5, quantity: 2 },
            { content_id: '2' }
          ],
          content_type: 'product_group',
          content_ids: ['1', '2'],
          currency: 'EUR',
          value: 3,
          num_items: 2,
          search_string: 'shoe',
          query: 'shoe',
          description: 'd',
          order_id: 'o',
          shop_id: 's',
          customer_type: 'returning',
          delivery_category: 'home_delivery',
          predicted_ltv: 12.5
        },
        page: { url: 'https://shop.example/', referrer: 'https://search.example/' },
        lead: { lead_id: 'lead-1', lead_event_source: 'HubSpot' },
        limited_data_use: true
      }
    ]
  ])('can hold an event with %s', async (_, keys) => {
    expect(await track({ ...event, ...keys })).toMatchObject({ code: 0, message: 'OK' })
  })
})

describe('a refused request', () => {
  const NO_JSON = 'The body is no JSON object with Content-Type application/json.'
  const NO_SOURCE = 'event_source: Not a valid choice: web, crm, app, offline.'
  const NO_PERMISSION =
    'No permission to operate pixel code: READONLYPIXEL. You must be an admin or operator of this advertiser account.'

  it.each<[string, number, string, Record<string, string>]>([
    ['no token', 40104, 'Access token is empty.', { ...HEADERS, 'Access-Token': '' }],
    ['no header for the token', 40104, 'Access token is empty.', { 'Content-Type': 'application/json' }],
    ['a wrong token', 40105, 'Access token is incorrect or has been revoked.', { ...HEADERS, 'Access-Token': 'x' }],
    ['another content type', 40002, NO_JSON, { ...HEADERS, 'Content-Type': 'text/plain' }]
  ])('has %s: %i', async (_, code, message, headers) => {
    const response = await send(good, { headers })
    expect(await response.json()).toMatchObject({ code, message })
    expect(sandbox.accepted).toEqual([])
  })

  it.each<[string, number, string, unknown]>([
    ['a body that is no JSON', 40002, NO_JSON, '{'],
    ['a body that is no object', 40002, NO_JSON, [good]],
    ['another partner', 40063, 'partner_name: Not registered.', { ...good, partner_name: 'segment' }],
    ['no event source', 40002, 'event_source: Missing.', { ...good, event_source: undefined }],
    ['no such event source', 40002, NO_SOURCE, { ...good, event_source: 'Web' }],
    ['no pixel code', 40002, 'event_source_id: Missing.', { ...good, event_source_id: undefined }],
    ['a blank pixel code', 40002, 'event_source_id: Blank: leave the key out.', { ...good, event_source_id: ' ' }],
    ['a number for a pixel code', 40002, 'event_source_id: Not a valid string.', { ...good, event_source_id: 1 }],
    ['a number for a test code', 40002, 'test_event_code: Not a valid string.', { ...good, test_event_code: 1 }],
    ['a blank test code', 40002, 'test_event_code: Blank: leave the key out.', { ...good, test_event_code: '' }],
    ['no data', 40002, 'data: Missing.', envelope],
    ['data that is no list', 40002, 'data: Not a valid list.', { ...good, data: event }],
    ['an unknown pixel', 40007, 'event_source_id: No such pixel.', { ...good, event_source_id: 'x' }],
    ["another advertiser's pixel", 40001, NO_PERMISSION, { ...good, event_source_id: READ_ONLY_PIXEL }],
    ['no events', 40002, 'data: Empty.', { ...good, data: [] }],
    ['1,001 events', 40061, 'data: More than 1000 events.', { ...good, data: Array(1001).fill(event) }]
  ])('has %s: %i', async (_, code, message, body) => {
    const response = await send(body)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ code, message, request_id: expect.any(String), data: {} })
    expect(sandbox.accepted).toEqual([])
  })

  it('is judged in the order token, partner, envelope, pixel, number of events, schema, personal values', async () => {
    const personal = { ...event, user: { email: 'jane@shop.example' } }
    const steps: [number, object, Record<string, string>?][] = [
      [40104, {}, {}],
      [40063, {}],
      [40002, { partner_name: 'Segment' }],
      [40007, { event_source: 'web' }],
      [40002, { event_source_id: SANDBOX_PIXEL_CODE }],
      [40061, { data: Array(1001).fill(personal) }],
      [40002, { data: [personal, { ...event, event_id: 1 }] }],
      [40062, { data: [personal] }]
    ]
    let request = { partner_name: 'x', event_source: 'x', event_source_id: 'x', data: [] }
    for (const [code, correction, headers] of steps) {
      request = { ...request, ...correction }
      const response = await send(request, { headers })
      expect(await response.json()).toMatchObject({ code })
    }
  })
})

describe('a bad event', () => {
  const user = (keys: object) => ({ ...event, user: keys })
  const properties = (keys: object) => ({ ...event, properties: keys })
  const item = (keys: object) => properties({ contents: [{}, keys] })

  it.each<[string, unknown]>([
    ['data.0: Not a valid object.', 'Purchase'],
    ['data.0: Blank: leave the key out.', null],
    ['data.0.event: Missing.', { ...event, event: undefined }],
    ['data.0.event: Not a valid string.', { ...event, event: 1 }],
    ['data.0.event: Not a valid event name.', { ...event, event: 'Order Completed' }],
    ['data.0.event: Not a valid event name.', { ...event, event: '1st' }],
    ['data.0.event: Not a valid event name.', { ...event, event: 'a'.repeat(51) }],
    ['data.0.event_time: Missing.', { ...event, event_time: undefined }],
    ['data.0.event_time: Not a valid integer.', { ...event, event_time: '1750000000' }],
    ['data.0.event_time: Not a valid integer.', { ...event, event_time: 1_750_000_000.5 }],
    ['data.0.event_time: Not a valid time in Unix seconds.', { ...event, event_time: 1_750_000_000_000 }],
    ['data.0.event_time: Not a valid time in Unix seconds.', { ...event, event_time: 100_000_000_000 }],
    ['data.0.event_time: Not a valid time in Unix seconds.', { ...event, event_time: -1 }],
    ['data.0.event_id: Not a valid string.', { ...event, event_id: 1 }],
    ['data.0.user: Not a valid object.', { ...event, user: 'jane' }],
    ['data.0.user.email: Not a valid string or list of strings.', user({ email: 1 })],
    ['data.0.user.phone: Not a valid string or list of strings.', user({ phone: [DIGEST, 1] })],
    ['data.0.user.external_id: Not a valid string or list of strings.', user({ external_id: {} })],
    ['data.0.user.first_name: Not a valid string.', user({ first_name: [DIGEST] })],
    ['data.0.user.last_name: Not a valid string.', user({ last_name: [DIGEST] })],
    ['data.0.user.zip_code: Not a valid string.', user({ zip_code: 95110 })],
    ['data.0.user.city: Not a valid string.', user({ city: 1 })],
    ['data.0.user.state: Not a valid string.', user({ state: 1 })],
    ['data.0.user.country: Not a valid string.', user({ country: 1 })],
    ['data.0.user.ttclid: Not a valid string.', user({ ttclid: 1 })],
    ['data.0.user.ttp: Not a valid string.', user({ ttp: 1 })],
    ['data.0.user.user_agent: Not a valid string.', user({ user_agent: 1 })],
    ['data.0.user.locale: Not a valid string.', user({ locale: 1 })],
    ['data.0.user.ip: Not a valid string.', user({ ip: 1 })],
    ['data.0.properties: Not a valid object.', { ...event, properties: ['x'] }],
    ['data.0.properties.contents: Not a valid list of objects.', properties({ contents: { content_id: '1' } })],
    ['data.0.properties.contents.1: Not a valid object.', properties({ contents: [{}, '1'] })],
    ['data.0.properties.contents.1.content_id: Not a valid string.', item({ content_id: 1 })],
    ['data.0.properties.contents.1.content_category: Not a valid string.', item({ content_category: 1 })],
    ['data.0.properties.contents.1.content_name: Not a valid string.', item({ content_name: 1 })],
    ['data.0.properties.contents.1.brand: Not a valid string.', item({ brand: 1 })],
    ['data.0.properties.contents.1.price: Not a valid number.', item({ price: '1.50' })],
    ['data.0.properties.contents.1.quantity: Not a valid number.', item({ quantity: '2' })],
    [
      'data.0.properties.content_type: Not a valid choice: product, product_group.',
      properties({ content_type: 'sku' })
    ],
    ['data.0.properties.content_ids: Not a valid list of strings.', properties({ content_ids: '1' })],
    ['data.0.properties.content_ids.1: Not a valid string.', properties({ content_ids: ['1', 2] })],
    ['data.0.properties.currency: Not a valid string.', properties({ currency: 840 })],
    ['data.0.properties.currency: Not a valid currency: three upper-case letters.', properties({ currency: 'usd' })],
    ['data.0.properties.value: Not a valid number.', properties({ value: '3' })],
    ['data.0.properties.num_items: Not a valid integer.', properties({ num_items: 1.5 })],
    ['data.0.properties.search_string: Not a valid string.', properties({ search_string: 1 })],
    ['data.0.properties.query: Not a valid string.', properties({ query: 1 })],
    ['data.0.properties.description: Not a valid string.', properties({ description: 1 })],
    ['data.0.properties.order_id: Not a valid string.', properties({ order_id: 1 })],
    ['data.0.properties.shop_id: Not a valid string.', properties({ shop_id: 1 })],
    ['data.0.properties.customer_type: Not a valid choice: new, returning.', properties({ customer_type: 'New' })],
    [
      'data.0.properties.delivery_category: Not a valid choice: in_store, curbside, home_delivery.',
      properties({ delivery_category: 'drone' })
    ],
    ['data.0.properties.checkin_date: Not a valid date.', properties({ checkin_date: '1 December' })],
    ['data.0.properties.num_adults: Not a valid number.', properties({ num_adults: '2' })],
    ['data.0.properties.suggested_hotels: Not a valid list of strings.', properties({ suggested_hotels: 'h1' })],
    [
      'data.0.properties.travel_class: Not a valid choice: eco, prem, bus, first.',
      properties({ travel_class: 'economy' })
    ],
    ['data.0.properties.preferred_num_stops: Not a valid integer.', properties({ preferred_num_stops: 0.5 })],
    ['data.0.properties.year: Not a valid year of four digits.', properties({ year: 24 })],
    ['data.0.properties.vin: Not a valid VIN of at most 17 characters.', properties({ vin: 'x'.repeat(18) })],
    ['data.0.properties.mileage.unit: Not a valid choice: MI, KM.', properties({ mileage: { value: 1, unit: 'km' } })],
    [
      'data.0.properties.preferred_price_range: Not a valid list of two numbers.',
      properties({ preferred_price_range: 'low' })
    ],
    ['data.0.properties.predicted_ltv: Not a valid number.', properties({ predicted_ltv: '1' })],
    ['data.0.page: Not a valid object.', { ...event, page: 'https://shop.example/' }],
    ['data.0.page.url: Missing.', { ...event, page: { referrer: 'https://search.example/' } }],
    ['data.0.page.referrer: Not a valid string.', { ...event, page: { url: 'https://shop.example/', referrer: 1 } }],
    ['data.0.lead: Not a valid object.', { ...event, lead: 'lead-1' }],
    ['data.0.lead.lead_id: Missing.', { ...event, lead: { lead_event_source: 'HubSpot' } }],
    ['data.0.lead.lead_event_source: Not a valid string.', { ...event, lead: { lead_id: '1', lead_event_source: 1 } }],
    ['data.0.limited_data_use: Not a valid boolean.', { ...event, limited_data_use: 1 }],
    ['data.0.event_id: Blank: leave the key out.', { ...event, event_id: null }],
    ['data.0.event_id: Blank: leave the key out.', { ...event, event_id: ' ' }],
    ['data.0.user.email: Blank: leave the key out.', user({ email: [] })],
    ['data.0.user.email.1: Blank: leave the key out.', user({ email: [DIGEST, ''] })],
    ['data.0.properties.contents: Blank: leave the key out.', properties({ contents: [] })],
    ['data.0.properties.contents.1.price: Blank: leave the key out.', item({ price: null })],
    ['data.0.properties.color.0.name: Blank: leave the key out.', properties({ color: [{ name: '' }] })]
  ])('is refused: %s', async (message, badEvent) => {
    expect(await track(badEvent)).toMatchObject({ code: 40002, message })
  })

  it.each([
    'unknown',
    '8.8.8',
    '8.8.8.8, 1.1.1.1',
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    'fd00::1',
    'fe80::1%eth0',
    '2606:4700:4700::1111%eth0',
    '::ffff:8.8.8.8'
  ])('is refused for its address: %s', async (ip) => {
    const message = 'data.0.user.ip: Not a valid public IPv4 or IPv6 address.'
    expect(await track(user({ ip }))).toMatchObject({ code: 40002, message })
  })

  it.each<[string, string, object]>([
    ['crm', 'data.0.lead: Missing.', {}],
    [
      'crm',
      'data.0.limited_data_use: Not a key of this event source.',
      { lead: { lead_id: '1' }, limited_data_use: true }
    ],
    ['offline', 'data.0.limited_data_use: Not a key of this event source.', { limited_data_use: true }],
    [
      'app',
      'data.0.properties.customer_type: Not a key of this event source.',
      { properties: { customer_type: 'new' } }
    ],
    ['app', 'data.0.event: Not a valid string.', { event: 1 }],
    [
      'crm',
      'data.0.properties.travel_class: Not a key of this event source.',
      { lead: { lead_id: '1' }, properties: { travel_class: 'eco' } }
    ],
    [
      'crm',
      'data.0.properties.make: Not a key of this event source.',
      { lead: { lead_id: '1' }, properties: { make: 'Acme' } }
    ]
  ])('of the event source %s is refused: %s', async (event_source, message, keys) => {
    const response = await send({ ...envelope, event_source, data: [{ ...event, ...keys }] })
    expect(await response.json()).toMatchObject({ code: 40002, message })
  })

  it.each<[string, object]>([
    ['email', { email: 'jane@shop.example' }],
    ['email', { email: [DIGEST, 'jane@shop.example'] }],
    ['email', { email: DIGEST.toUpperCase() }],
    ['phone', { phone: '+12133734253' }],
    ['external_id', { external_id: ['user_123'] }],
    ['first_name', { first_name: 'jane' }],
    ['last_name', { last_name: DIGEST.slice(1) }],
    ['zip_code', { zip_code: '95110' }]
  ])('has a plain %s: 40062', async (key, keys) => {
    const message = `data.1.user.${key}: Not a SHA-256 digest in lower-case hex.`
    expect(await track(event, user(keys))).toMatchObject({ code: 40062, message })
  })

  it('costs all others their acceptance', async () => {
    await track(event, { ...event, event_id: 2 })
    await track(event, user({ email: 'jane@shop.example' }))
    expect(sandbox.accepted).toEqual([])
    expect(sandbox.duplicates).toEqual([])
  })

  it('is named by its position and key, the first of several', async () => {
    const { message } = await track(event, event, { ...event, event_id: 2, user: 2 }, { ...event, event: 3 })
    expect(message).toBe('data.2.event_id: Not a valid string.')
  })

  it('never has its values in the answer', async () => {
    const secret = 'jane@shop.example'
    const answers = [
      await track(user({ ip: secret })),
      await track({ ...event, event: secret }),
      await track(properties({ content_type: secret, currency: secret })),
      await track(user({ email: secret }))
    ]
    expect(JSON.stringify(answers)).not.toContain(secret)
  })
})

describe('an event that comes again', () => {
  it('is answered with code 0, but not accepted twice', async () => {
    await track(event)
    expect(await track({ ...event, event_time: 1_750_000_001 })).toMatchObject({ code: 0, message: 'OK' })
    expect(sandbox.accepted).toHaveLength(1)
    expect(sandbox.duplicates).toMatchObject([{ data: { event_id: 'order-1', event_time: 1_750_000_001 } }])
  })

  it('is found within one request as well', async () => {
    await track(event, event, { ...event, event_id: 'order-2' })
    expect(acceptedIds()).toEqual(['order-1', 'order-2'])
    expect(sandbox.duplicates).toHaveLength(1)
  })

  it.each<[string, object]>([
    ['another name', { event: 'purchase' }],
    ['another id', { event_id: 'ORDER-1' }]
  ])('is another event under %s', async (_, keys) => {
    await track(event, { ...event, ...keys })
    expect(sandbox.accepted).toHaveLength(2)
  })

  it('is no duplicate without an id', async () => {
    await track({ ...event, event_id: undefined }, { ...event, event_id: undefined })
    expect(sandbox.accepted).toHaveLength(2)
  })

  it('counts as a duplicate until 48 hours after the first acceptance', async () => {
    await track(event)
    time += 47 * HOUR
    await track(event)
    time += HOUR - 1
    await track(event)
    expect(sandbox.duplicates).toHaveLength(2)

    time += 1
    await track(event)
    expect(sandbox.accepted).toHaveLength(2)
  })

  it('is accepted when it was refused before', async () => {
    await track(event, { ...event, event: 1 })
    await track(event)
    expect(sandbox.accepted).toHaveLength(1)
  })
})

describe('a stub', () => {
  it.each<[number, string]>([
    [40001, 'No permission to operate pixel code: X.'],
    [40016, 'Too many requests. Please retry in some time.'],
    [40202, 'Write conflict.'],
    [51004, 'Internal error.'],
    [60001, 'Maintenance.']
  ])('gets code %i answered, and nothing recorded', async (code, message) => {
    sandbox.stub({ code, message })
    expect(await track(event)).toEqual({ code, message, request_id: expect.any(String), data: {} })
    expect(sandbox.accepted).toEqual([])
  })

  it('needs no message', async () => {
    sandbox.stub({ code: 50000 })
    expect(await track(event)).toMatchObject({ code: 50000, message: 'As the stub says.' })
  })

  it('is for one request, or for as many as it says, one stub after the other', async () => {
    sandbox.stub({ code: 40016 })
    sandbox.stub({ code: 50000, times: 2 })
    const answers = [await track(event), await track(event), await track(event), await track(event)]
    expect(answers.map(({ code }) => code)).toEqual([40016, 50000, 50000, 0])
  })

  it('of code 20001 has the good events accepted, and the others not', async () => {
    sandbox.stub({ code: 20001, message: 'Partly.' })
    const answer = await track(
      event,
      { ...event, event_id: 2 },
      { ...event, event_id: 'order-3', user: { email: 'jane@shop.example' } },
      { ...event, event_id: 'order-4' }
    )
    expect(answer).toMatchObject({ code: 20001, message: 'Partly.' })
    expect(acceptedIds()).toEqual(['order-1', 'order-4'])
  })

  it('of code 20001 saves no request that is refused as a whole', async () => {
    sandbox.stub({ code: 20001 })
    expect(await track()).toMatchObject({ code: 40002, message: 'data: Empty.' })
  })

  it('of code 0 has the request processed as usual', async () => {
    sandbox.stub({ code: 0, status: 202, times: 2 })
    const response = await send(good)
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ code: 0, message: 'OK' })
    expect(await track({ ...event, event: 1 })).toMatchObject({ code: 40002 })
    expect(acceptedIds()).toEqual(['order-1'])
  })

  it.each<[string, Stub, number, string]>([
    ['an HTTP status alone', { status: 503 }, 503, ''],
    ['an HTTP status without a body', { status: 204 }, 204, ''],
    ['a page of a gateway', { status: 502, body: '<h1>Bad Gateway</h1>' }, 502, '<h1>Bad Gateway</h1>'],
    ['a page in place of JSON', { body: '<html>' }, 200, '<html>']
  ])('can be %s, and nothing is recorded', async (_, stub, status, body) => {
    sandbox.stub(stub)
    const response = await send(good)
    expect([response.status, await response.text()]).toEqual([status, body])
    expect(sandbox.accepted).toEqual([])
  })

  it('can pair an HTTP status with a code', async () => {
    sandbox.stub({ status: 401, code: 40105 })
    const response = await send(good)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 40105 })
  })

  it('can delay a request, which is processed then', async () => {
    sandbox.stub({ delay: 20 })
    expect(await track(event)).toMatchObject({ code: 0 })
    expect(acceptedIds()).toEqual(['order-1'])
  })

  it('can drop the connection before the request is processed', async () => {
    sandbox.stub({ drop: 'before' })
    await expect(track(event)).rejects.toThrow('fetch failed')
    expect(sandbox.accepted).toEqual([])
    expect(await track(event)).toMatchObject({ code: 0 })
  })

  it('can drop the connection after the request is processed', async () => {
    sandbox.stub({ drop: 'after' })
    await expect(track(event)).rejects.toThrow('fetch failed')
    expect(acceptedIds()).toEqual(['order-1'])
  })

  it.each<[string, unknown]>([
    ['Invalid input: expected object, received array', []],
    ['Unrecognized key: "delays"', { delays: 1 }],
    ['times: Too small: expected number to be >=1', { times: 0 }],
    ['code: Invalid input: expected number, received string', { code: '40001' }],
    ['status: Too small: expected number to be >=200', { status: 100 }],
    ['status: Too big: expected number to be <=599', { status: 600 }],
    ['delay: Too small: expected number to be >=0', { delay: -1 }],
    ['delay: Too big: expected number to be <=600000', { delay: 600_001 }],
    ['drop: Invalid option: expected one of "before"|"after"', { drop: 'now' }],
    ['body: Not together with code.', { code: 0, body: '' }],
    ['drop: Not with an answer.', { drop: 'after', code: 0 }],
    ['drop: Not with an answer.', { drop: 'before', status: 500 }],
    ['message: Only with a code other than 0.', { message: 'OK' }],
    ['message: Only with a code other than 0.', { code: 0, message: 'OK' }],
    ['status: Has no body.', { status: 204, body: 'x' }]
  ])('that makes no sense is refused: %s', async (message, stub) => {
    expect(() => sandbox.stub(stub as Stub)).toThrow(`The stub makes no sense. ${message}`)
  })
})

describe('over HTTP, the sandbox', () => {
  async function readLines(list: string) {
    const response = await send(undefined, { path: `/sandbox/${list}`, method: 'GET' })
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = (await response.text()).split('\n')
    expect(lines.pop()).toBe('')
    return lines.map((line) => JSON.parse(line))
  }

  it.each(['accepted', 'duplicates', 'requests'] as const)('lists what is under %s, one a line', async (list) => {
    await track(event, event)
    await track({ ...event, event_id: 'order-2' }, event)
    expect(await readLines(list)).toEqual(JSON.parse(JSON.stringify(sandbox[list])))
    expect(sandbox[list]).toHaveLength(2)
  })

  it('says how long the lists are', async () => {
    await track(event, event)
    await track({ ...event, event_id: 'order-2' })
    const response = await send(undefined, { path: '/sandbox/totals', method: 'GET' })
    expect(await response.json()).toEqual({ accepted: 2, duplicates: 1, requests: 2 })
  })

  it('takes stubs', async () => {
    const response = await send({ code: 40016 }, { path: '/sandbox/stubs' })
    expect(response.status).toBe(204)
    expect(await track(event)).toMatchObject({ code: 40016 })
  })

  it.each<[string, unknown, string]>([
    ['makes no sense', { times: 0 }, 'The stub makes no sense. times: Too small'],
    ['is no JSON', '{', 'JSON']
  ])('refuses a stub that %s', async (_, stub, message) => {
    const response = await send(stub, { path: '/sandbox/stubs' })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ message: expect.stringContaining(message) })
  })

  it('forgets everything when it is told to', async () => {
    await track(event, event)
    sandbox.stub({ code: 50000 })
    const response = await send(undefined, { path: '/sandbox', method: 'DELETE' })
    expect(response.status).toBe(204)
    expect([sandbox.accepted, sandbox.duplicates, sandbox.requests]).toEqual([[], [], []])

    expect(await track(event)).toMatchObject({ code: 0 })
    expect(sandbox.accepted).toHaveLength(1)
  })

  it.each([
    ['POST', '/open_api/v1.3/event/track'],
    ['GET', '/open_api/v1.3/event/track/'],
    ['POST', '/open_api/v1.2/event/track/'],
    ['POST', '/open_api/v1.3/pixel/track/'],
    ['GET', '/'],
    ['GET', '/sandbox/stubs']
  ])('has nothing under %s %s', async (method, path) => {
    const response = await send(method === 'GET' ? undefined : { ...envelope, data: [event] }, { method, path })
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ message: `Nothing answers ${method} ${path}` })
  })
})

describe('the list of requests', () => {
  it('says what became of each', async () => {
    sandbox.stub({ drop: 'before' })
    sandbox.stub({ status: 502, body: '<html>' })
    sandbox.stub({ status: 403, code: 40001 })
    await track(event).catch(() => undefined)
    await send({ ...envelope, data: [event, event] })
    await track(event)
    await send('{')
    await send({ ...envelope, test_event_code: 'TEST1', data: [event] })

    const requestId = expect.stringMatching(/^\d{20}$/)
    expect(sandbox.requests).toEqual([
      { requestId, events: 1, dropped: 'before' },
      { requestId, events: 2, status: 502 },
      { requestId, events: 1, status: 403, code: 40001 },
      { requestId, events: 0, status: 200, code: 40002 },
      { requestId, events: 1, status: 200, code: 0, testEventCode: 'TEST1' }
    ])
  })
})

describe('a sandbox', () => {
  /** The stub goes to the request that comes first: the answer to the other one proves that the first one hangs. */
  async function hangOne(to: Sandbox) {
    to.stub({ delay: 600_000 })
    const requests = [send(good, { to }), send(good, { to })]
    await Promise.race(requests)
    return { outcomes: Promise.allSettled(requests) }
  }

  it.each(['reset', 'close'] as const)('drops what hangs on %s, unprocessed', async (end) => {
    const own = await startSandbox()
    const { outcomes } = await hangOne(own)
    await own[end]()
    expect((await outcomes).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(own.duplicates).toEqual([])
    await own.close()
  })

  it('does not wait for the rest of a request on close', async () => {
    const own = await startSandbox()
    const socket = connect(own.port, '127.0.0.1').on('error', () => undefined)
    socket.write(`POST ${PATH} HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 2\r\n\r\n{`)
    await send(good, { to: own })
    await own.close()
    expect(own.requests).toHaveLength(1)
  })

  it('answers nobody once it is closed, but can still be read', async () => {
    const own = await startSandbox()
    await send(good, { to: own })
    await own.close()
    await expect(send(good, { to: own })).rejects.toThrow('fetch failed')
    expect(own.accepted).toHaveLength(1)
  })

  it('takes the token and the pixel code it is given, and no other', async () => {
    const own = await startSandbox({ accessToken: 'other-token', pixelCode: 'OTHERPIXEL' })
    const headers = { ...HEADERS, 'Access-Token': own.accessToken }
    await send({ ...good, event_source_id: own.pixelCode }, { to: own, headers })
    await send(good, { to: own, headers })
    await send(good, { to: own })
    await own.close()
    expect(own.requests.map(({ code }) => code)).toEqual([0, 40007, 40105])
  })

  it('is not started on a port that is taken', async () => {
    await expect(startSandbox({ port: sandbox.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it("is out of reach under all of the machine's addresses but 127.0.0.1", async () => {
    for (const { address, family, scopeid } of Object.values(networkInterfaces()).flatMap((all) => all ?? [])) {
      if (address === '127.0.0.1' || scopeid) continue
      const host = family === 'IPv6' ? `[${address}]` : address
      await expect(fetch(`http://${host}:${sandbox.port}/sandbox/totals`)).rejects.toThrow('fetch failed')
    }
  })
})

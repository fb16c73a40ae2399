import { SANDBOX_PIXEL_CODE } from '../../sandbox'
import {
  clock,
  DIGEST,
  envelope,
  event,
  good,
  HEADERS,
  NOT_JSON,
  OTHER_DIGEST,
  READ_ONLY_PIXEL,
  sandbox,
  send,
  track
} from './fixture'

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

  it('is recorded, event by event, with the top of the request', async () => {
    const data = [event, { ...event, event_id: 'order-2', test_event_code: 'TEST2' }]
    await send({ ...envelope, test_event_code: 'TEST1', data })
    const top = {
      event_source: 'web',
      event_source_id: SANDBOX_PIXEL_CODE,
      test_event_code: 'TEST1',
      received: clock.time
    }
    expect(sandbox.accepted).toEqual([
      { ...top, data: data[0] },
      { ...top, data: data[1] }
    ])
  })

  it('gets a number, one after the other', async () => {
    const first = await track(event)
    const second = await track()
    expect(BigInt(second.request_id)).toBe(BigInt(first.request_id) + 1n)
  })

  it('does not need a partner name', async () => {
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
      'every known key',
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

describe('a rejected request', () => {
  const NO_SOURCE = 'event_source: Not a valid choice: web, crm, app, offline.'
  const NO_PERMISSION =
    'No permission to operate pixel code: READONLYPIXEL. You must be an admin or operator of this advertiser account.'

  it.each<[string, number, string, Record<string, string>]>([
    ['no token', 40104, 'Access token is empty.', { ...HEADERS, 'Access-Token': '' }],
    ['no header for the token', 40104, 'Access token is empty.', { 'Content-Type': 'application/json' }],
    ['a wrong token', 40105, 'Access token is incorrect or has been revoked.', { ...HEADERS, 'Access-Token': 'x' }],
    ['another content type', 40002, NOT_JSON, { ...HEADERS, 'Content-Type': 'text/plain' }]
  ])('has %s: %i', async (_, code, message, headers) => {
    const response = await send(good, { headers })
    expect(await response.json()).toMatchObject({ code, message })
    expect(sandbox.accepted).toEqual([])
  })

  it.each<[string, number, string, unknown]>([
    ['a body that is not JSON', 40002, NOT_JSON, '{'],
    ['a body that is not an object', 40002, NOT_JSON, [good]],
    ['another partner', 40063, 'partner_name: Not registered.', { ...good, partner_name: 'segment' }],
    ['no event source', 40002, 'event_source: Missing.', { ...good, event_source: undefined }],
    ['no such event source', 40002, NO_SOURCE, { ...good, event_source: 'Web' }],
    ['no pixel code', 40002, 'event_source_id: Missing.', { ...good, event_source_id: undefined }],
    ['a blank pixel code', 40002, 'event_source_id: Blank: leave the key out.', { ...good, event_source_id: ' ' }],
    ['a number for a pixel code', 40002, 'event_source_id: Not a valid string.', { ...good, event_source_id: 1 }],
    ['a number for a test code', 40002, 'test_event_code: Not a valid string.', { ...good, test_event_code: 1 }],
    ['a blank test code', 40002, 'test_event_code: Blank: leave the key out.', { ...good, test_event_code: '' }],
    ['no data', 40002, 'data: Missing.', envelope],
    ['data that is not a list', 40002, 'data: Not a valid list.', { ...good, data: event }],
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

  it('is validated in the order token, partner, envelope, pixel, number of events, schema, personal values', async () => {
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

describe('the list of requests', () => {
  it('has each request and its answer', async () => {
    sandbox.stub({ drop: 'before' })
    sandbox.stub({ status: 502, body: '<html>' })
    sandbox.stub({ status: 403, code: 40001, message: 'Stubbed response.' })
    await track(event).catch(() => undefined)
    await send({ ...envelope, data: [event, event] })
    await track(event)
    await send('{')
    await send({ ...envelope, test_event_code: 'TEST1', data: [event] })

    const requestId = expect.stringMatching(/^\d{20}$/)
    expect(sandbox.requests).toEqual([
      { requestId, events: 1, dropped: 'before' },
      { requestId, events: 2, status: 502 },
      { requestId, events: 1, status: 403, code: 40001, message: 'Stubbed response.' },
      { requestId, events: 0, status: 200, code: 40002, message: NOT_JSON },
      { requestId, events: 1, status: 200, code: 0, testEventCode: 'TEST1' }
    ])
  })
})

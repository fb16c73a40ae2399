import { DIGEST, envelope, event, sandbox, send, track } from './fixture'

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
  ])('is rejected: %s', async (message, badEvent) => {
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
  ])('is rejected for its address: %s', async (ip) => {
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
  ])('of the event source %s is rejected: %s', async (event_source, message, keys) => {
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

  it('makes TikTok reject the whole request', async () => {
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

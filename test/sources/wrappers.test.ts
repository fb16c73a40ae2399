import { FailedLines } from '../../runner/delivery/failed-lines'
import type { EventLine } from '../../runner/sources/lines'
import { parseLine, readLines } from '../../runner/sources/lines'

const track = (messageId: string) => ({ type: 'track', event: 'Order Completed', messageId })

const read = (value: unknown) =>
  parseLine(typeof value === 'string' ? value : JSON.stringify(value)).map((parsed) =>
    'problem' in parsed ? parsed.problem : parsed.event.messageId
  )

it.each<[what: string, value: unknown, ids: string[]]>([
  ['an event', track('a'), ['a']],
  ['a batch of the HTTP API', { batch: [track('a'), track('b')], sentAt: '2026-11-22T10:00:01Z' }, ['a', 'b']],
  ['a message of RudderStack', { message: track('a'), metadata: { jobId: 1 } }, ['a']],
  ['a batch of RudderStack', { batch: [track('a')], requestIP: '203.0.113.9', writeKey: 'w' }, ['a']],
  ['messages for a transformation', [{ message: track('a'), metadata: {} }, { message: track('b') }], ['a', 'b']],
  ['a message of Jitsu', { type: 'track', messageId: 'outer', httpPayload: track('a'), httpHeaders: {} }, ['a']],
  ['a message that is a text', { message: JSON.stringify(track('a')) }, ['a']],
  [
    'a batch of texts',
    { events: [JSON.stringify({ batch: [track('a')] }), JSON.stringify({ message: track('b') })] },
    ['a', 'b']
  ],
  ['a message of EventBridge', { 'detail-type': 'track', source: 'x', detail: track('a') }, ['a']],
  ['a message of SNS', { Type: 'Notification', Message: JSON.stringify(track('a')) }, ['a']],
  ['a webhook', { type: 'batch', data: { events: [track('a')] } }, ['a']],
  ['an event beside its settings', { payload: track('a'), settings: {} }, ['a']],
  ['an event under its own name', { event: track('a'), expected: 'sent' }, ['a']],
  ['a list', [track('a'), track('b')], ['a', 'b']],
  ['events without anything between them', JSON.stringify(track('a')) + JSON.stringify(track('b')), ['a', 'b']],
  ['events with a comma between them', `${JSON.stringify(track('a'))}, ${JSON.stringify(track('b'))},`, ['a', 'b']],
  ['an event with a comma behind it', `${JSON.stringify(track('a'))},`, ['a']],
  ['an event without a type', { event: 'Order Completed', messageId: 'a', userId: 7 }, ['a']],
  ['an event without a type and person', { event: 'Order Completed', messageId: 'a', context: {} }, ['a']],
  [
    'an event with two times',
    { event: 'Order Completed', messageId: 'a', userId: 7, timestamp: '2026', time: 1 },
    ['a']
  ],
  ['an event in snake case', { ...track('x'), messageId: null, message_id: 'a' }, ['a']],
  ['an event in a notice with a name', { event: 'delivered', payload: track('a') }, ['a']],
  ['an event that holds a message of its own', { ...track('a'), message: { text: 'Hello' }, data: [1] }, ['a']],
  ['an event of a type that nobody knows', { type: 'hover', messageId: 'a' }, ['a']]
])('reads %s', (_what, value, ids) => {
  expect(read(value)).toEqual(ids)
})

it('reads an event that failed, with its mapping', () => {
  const failed = {
    event: track('a'),
    mapping: 'Purchases',
    error: { class: 'x', status: 400, message: '' },
    attempts: 1
  }
  expect(parseLine(JSON.stringify(failed))).toEqual([{ event: track('a'), mapping: 'Purchases' }])
  expect(parseLine(JSON.stringify([failed]))).toEqual([{ event: track('a'), mapping: 'Purchases' }])
})

const NO_EVENT = 'holds no event: it has neither a "type" nor an "event"'

it('makes a track event of one without a type', () => {
  const event = { event: 'Order Completed', properties: { revenue: 5 }, anonymousId: 'a' }
  expect(parseLine(JSON.stringify(event))).toEqual([{ event: { ...event, type: 'track' } }])
})

it("reads keys in snake case, unless Segment's are there", () => {
  const event = {
    ...track('a'),
    message_id: 'b',
    user_id: 'u',
    sent_at: '2026-11-22T10:00:01Z',
    request_ip: '203.0.113.9'
  }
  expect(parseLine(JSON.stringify(event))).toEqual([
    { event: { ...event, userId: 'u', sentAt: '2026-11-22T10:00:01Z', context: { ip: '203.0.113.9' } } }
  ])
})

const NAME_ONLY =
  'is no event of Segment: without a "type", it needs a "messageId" or "properties", a "userId", "anonymousId" or "context", and its time as "timestamp"'

it.each<[object: object]>([
  [{ event: 'Order Completed' }],
  [{ event: 'Order Completed', messageId: 'a' }],
  [{ event: 'Order Completed', properties: { revenue: 5 }, messageId: 'a', user: 'u' }],
  [{ event: 'Order Completed', userId: 'u', revenue: 5 }],
  [{ event: 'Order Completed', messageId: ' ', userId: 'u', properties: null }],
  [{ event: 'Order Completed', messageId: 'a', userId: '', anonymousId: null, context: [] }],
  [{ event: 'Order Completed', userId: 'u', properties: { time: 1795341600 } }],
  [{ event: 'Order Completed', userId: 'u', properties: {}, event_time: 1795341600 }],
  [{ type: '', event: 'Order Completed', timestamp: '2026-11-22T10:00:00Z' }]
])("takes no object for an event that lacks what Segment's have: %j", (object) => {
  expect(read(object)).toEqual([NAME_ONLY])
})

it.each<[what: string, value: object]>([
  [
    "a request of TikTok's Events API",
    { event_source: 'web', event_source_id: 'C1', data: [{ event: 'Purchase', event_time: 1, user: {} }] }
  ],
  ["a request of Meta's Conversions API", { data: [{ event_name: 'Purchase', event_time: 1, user_data: {} }] }],
  [
    "a row of Google Analytics' export to BigQuery",
    { event_name: 'purchase', event_params: [], user_pseudo_id: '1.2' }
  ],
  [
    "a request of Google Analytics' Measurement Protocol",
    { client_id: '1.2', events: [{ name: 'purchase', params: {} }] }
  ],
  ["an entry of Google Tag Manager's data layer", { event: 'gtm.js', 'gtm.start': 1 }],
  ["an entry of Google Tag Manager's data layer", { event: 'purchase', ecommerce: { transaction_id: 'A' } }],
  ['an event of PostHog', { event: 'Order Completed', distinct_id: 'u', uuid: 'a', properties: {} }],
  ['an event of Mixpanel', { event: 'Order Completed', properties: { distinct_id: 'u', time: 1, $insert_id: 'a' } }],
  ['an event of Amplitude', { event_type: 'Order Completed', user_id: 'u', event_properties: {}, insert_id: 'a' }],
  ['an event of Snowplow', { event: 'transaction', event_id: 'a', collector_tstamp: '2026-11-22T10:00:00.000Z' }],
  ['an event of Braze Currents', { id: 'a', user_id: 'u', time: 1, event_type: 'users.behaviors.Purchase' }],
  ['a webhook of Customer.io', { event_id: 'a', object_type: 'customer', metric: 'subscribed' }],
  ['an event of mParticle', { events: [{ data: {}, event_type: 'commerce_event' }], mpid: '1' }],
  ['an event of AppsFlyer', { appsflyer_id: '1', event_name: 'af_purchase' }],
  ['a visit of Matomo', { idVisit: 1, actionDetails: [] }],
  ['an order of a shop', { id: 1, order_number: 1001, line_items: [{ id: 1 }], total_price: '59.90' }],
  ['an order of a shop', { orders: [{ id: 1, line_items: [], order_key: 'wc_order_1' }] }],
  ['an envelope of a queue whose messages are base64', { message: { data: 'eyJ0eXBlIjoi', messageId: '1' } }],
  ['an envelope of a queue whose messages are base64', { Records: [{ kinesis: { data: 'eyJ0eXBlIjoi' } }] }],
  ['a notice of new files', { Records: [{ s3: { object: { key: 'events.ndjson' } } }] }]
])('names a form of another tool, and what to do: %s', (form, value) => {
  expect(read(value)).toEqual([expect.stringMatching(`^is ${form}, not an event of Segment: .{20}`)])
})

it.each<[what: string, value: unknown, problems: string[]]>([
  [
    'a wrapper whose integrations would be copied for minutes',
    { integrations: { pad: 'x'.repeat(30_000) }, batch: Array(2400).fill({ type: 'page' }) },
    ['has a context or integrations that take up more than 64 MiB in all of its events together: divide it']
  ],
  [
    'a wrapper whose context would be copied for minutes',
    { context: { pad: 'x'.repeat(30_000) }, batch: Array(2400).fill({ type: 'page', context: { locale: 'en' } }) },
    ['has a context or integrations that take up more than 64 MiB in all of its events together: divide it']
  ],
  [
    'a wrapper whose context is large, and is not copied',
    { context: { pad: 'x'.repeat(30_000) }, batch: Array(2400).fill(track('a')) },
    Array(2400).fill('a')
  ],
  ['an empty object', {}, [NO_EVENT]],
  ['an object of something else', { level: 'info', msg: 'started' }, [NO_EVENT]],
  ['a wrapper of something else', { message: { level: 'info' } }, [NO_EVENT]],
  ['a type that is none', { type: 1, messageId: 'a' }, [NO_EVENT]],
  ['a blank type', { type: ' ' }, [NO_EVENT]],
  ['a list with a gap', [track('a'), null, {}], ['a', 'is not a JSON object, as a Segment event is', NO_EVENT]],
  ['an empty batch', { batch: [] }, ['is not a JSON object, as a Segment event is']],
  ['a number', 1, ['is not a JSON object, as a Segment event is']],
  ['a text', '"track"', ['is not a JSON object, as a Segment event is']],
  ['a message that is a broken text', { message: '{"type":"track"' }, ['holds a text that is not valid JSON']],
  ['a wrapper around nothing', `${'{"message":'.repeat(9)}{}${'}'.repeat(9)}`, [NO_EVENT]],
  [
    'an event with a broken one behind it',
    `${JSON.stringify(track('a'))}{"type":`,
    ['a', 'is not valid JSON: one event is expected on each line']
  ],
  ['a broken event', '{"type":"track",,}', ['is not valid JSON: one event is expected on each line']],
  ['a line of a log', `INFO ${JSON.stringify(track('a'))}`, ['is not valid JSON: one event is expected on each line']]
])('says that there is no event: %s', (_what, value, problems) => {
  expect(read(value)).toEqual(problems)
})

describe('what a wrapper says of all its events', () => {
  const wrap = (wrapper: object, event: object = {}) => {
    const [parsed] = parseLine(JSON.stringify({ batch: [{ ...track('a'), ...event }], ...wrapper }))
    return 'event' in parsed ? parsed.event : undefined
  }

  it('is theirs, opt-outs included', () => {
    expect(
      wrap({
        context: { ip: '203.0.113.1', consent: { categoryPreferences: { advertising: false } } },
        integrations: { All: false },
        sentAt: '2026-11-22T10:00:01Z'
      })
    ).toEqual({
      ...track('a'),
      context: { ip: '203.0.113.1', consent: { categoryPreferences: { advertising: false } } },
      integrations: { All: false },
      sentAt: '2026-11-22T10:00:01Z'
    })
  })

  it('gives way to what an event says itself', () => {
    const event = { context: { ip: '203.0.113.2' }, integrations: { All: true }, sentAt: 'x' }
    const wrapper = { context: { ip: '203.0.113.1', locale: 'de' }, integrations: { All: false }, sentAt: 'y' }
    expect(wrap(wrapper, event)).toMatchObject({ ...event, context: { ip: '203.0.113.2', locale: 'de' } })
  })

  it.each(['requestIP', 'request_ip', 'requestIp'])('gives the address of the browser: %s', (key) => {
    expect(wrap({ [key]: '203.0.113.1' })?.context).toEqual({ ip: '203.0.113.1' })
    expect(wrap({ [key]: '203.0.113.1' }, { context: { ip: '203.0.113.2' } })?.context).toEqual({ ip: '203.0.113.2' })
  })
})

describe('a wrapper of many events', () => {
  const chunkOf = (value: object) =>
    ({ path: 'a', start: { line: 1 }, bytes: Buffer.from(JSON.stringify(value)), tooLong: [] }) as never
  const wrapper = { context: { ip: '203.0.113.7' }, batch: [track('a'), track('b')] }

  it('gives each event apart from what it shares, and whole on demand', () => {
    const lines = [...readLines(chunkOf(wrapper))] as EventLine[]
    expect(lines.map(({ wrapped }) => wrapped?.own)).toEqual(wrapper.batch)
    expect(lines.map(({ wrapped }) => wrapped?.complete())).toEqual(lines.map(({ event }) => event))
    expect(lines[0].event.context).toEqual({ ip: '203.0.113.7' })
    expect(lines[0].event.context).toBe(lines[1].event.context)
  })

  it('has its failed events saved whole, or alone where they would fill the memory', () => {
    const failure = { mapping: 'X', error: { class: 'E', status: 400, message: 'm' }, attempts: 1 }
    const key = 'x'.repeat(9 * 1024 * 1024)
    const failed = new FailedLines()
    const lines = [
      ...readLines(chunkOf({ context: { key }, batch: [track('a'), track('b'), track('c')] }))
    ] as EventLine[]
    const problems = lines.map(({ wrapped }) => failed.add({ wrapped }, failure))
    expect(problems).toEqual([undefined, undefined, expect.stringContaining('saved without what its wrapper says')])
    expect(failed.list.map(({ event }) => event.includes(key))).toEqual([true, true, false])
    expect(JSON.parse(failed.list[2].event)).toEqual(track('c'))
  })
})

import { createHmac } from 'node:crypto'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { ByteBudget } from '../../runner/live/http/byte-budget'
import { Connections } from '../../runner/live/http/connections'
import { TrustedProxies } from '../../runner/live/ip-address'
import type { Store } from '../../runner/live/store/store'
import type { TestIntake, TestIntakeOptions } from './__helpers__/intake'
import { basic, brokenStore, createTestIntake, takeEvents, takeLetters } from './__helpers__/intake'
import type { Engine } from './__helpers__/stores'
import { sqliteEngine } from './__helpers__/stores'

const NOW = new Date('2026-11-22T10:00:00.000Z')
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const PERSON = '203.0.113.7'
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0'

let engine: Engine
let store: Store
let intake: TestIntake

beforeEach(async () => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'performance', 'queueMicrotask'] })
  engine = sqliteEngine()
  store = await engine.open()
  start()
})
afterEach(async () => {
  jest.useRealTimers()
  await store.close()
  await engine.remove()
})

function start(options: TestIntakeOptions = {}): void {
  intake = createTestIntake(store, options)
}

interface Call {
  headers?: Record<string, string>
  from?: string
}

function post(path: string, body: unknown, { headers = {}, from = PERSON }: Call = {}): Promise<Response> {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const sent = { authorization: basic('key-1'), 'content-type': 'application/json', ...headers }
  const incoming = { socket: { remoteAddress: from } }
  return Promise.resolve(
    intake.app.request(path, { method: 'POST', body: text as string, headers: sent }, { incoming } as never)
  )
}

/** The answer, and the events that were stored. */
async function send(path: string, body: unknown, call?: Call) {
  const response = await post(path, body, call)
  return { status: response.status, answer: await response.json(), events: await takeEvents(store) }
}

async function sendOne(event: object, call?: Call & { path?: string }) {
  const { status, events } = await send(call?.path ?? '/v1/batch', { batch: [{ type: 'track', ...event }] }, call)
  expect(status).toBe(200)
  return events[0] as { context: Record<string, unknown> } & Record<string, unknown>
}

it('keeps the digits of integers that JavaScript would round, which would make different people one', async () => {
  const body = '{"batch":[{"type":"track","event":"Order Completed","userId":12345678901234567}]}'
  const { events } = await send('/v1/batch', body)
  expect(events).toMatchObject([{ userId: '12345678901234567' }])
})

describe('addresses', () => {
  const calls = ['track', 'page', 'screen', 'identify', 'group', 'alias'].flatMap((type) => [
    [`/v1/${type}`, type],
    [`/${type}`, type],
    [`/v1/${type[0]}`, type],
    [`/${type[0]}`, type],
    [`/api/s/${type}`, type],
    [`/api/s/s2s/${type}`, type]
  ])
  it.each(calls)('takes a call at %s, whose address says that it is a %s', async (path, type) => {
    const { status, answer, events } = await send(path, { type: 'group', messageId: 'm-1' })
    expect(status).toBe(200)
    const expected = path.startsWith('/api')
      ? { ok: true, receivedEvents: 1, okEvents: 1, errors: [] }
      : { success: true }
    expect(answer).toEqual(expected)
    expect(events).toMatchObject([{ type, messageId: 'm-1' }])
  })

  it.each([
    ...['/v1/batch', '/batch', '/v1/b', '/b', '/beacon/v1/batch', '/api/s/batch', '/api/s/s2s/batch'],
    ...['/v1/import', '/import', '/v1/batch/', '/beacon/v1/batch/']
  ])('takes a batch at %s', async (path) => {
    const batch = [
      { type: 'track', messageId: 'm-1' },
      { type: 'page', messageId: 'm-2' }
    ]
    const { status, events } = await send(path, { batch })
    expect(status).toBe(200)
    expect(events).toMatchObject(batch)
  })

  it.each(['/v1/m', '/m'])("answers the libraries' reports on themselves at %s", async (path) => {
    expect(await send(path, { series: [] })).toEqual({ status: 200, answer: { success: true }, events: [] })
  })

  it.each(['/v1/orders', '/api/s/orders', '/'])('does not take events at %s', async (path) => {
    const { status, events } = await send(path, { type: 'track' })
    expect([400, 404]).toContain(status)
    expect(events).toEqual([])
  })
})

describe('answers', () => {
  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'The body is not valid JSON.'],
    ['null', 'null', 'The body does not hold an array of events.'],
    ['an array', [], 'The body does not hold an array of events.'],
    ['a batch that is no array', { batch: {} }, 'The body does not hold an array of events.'],
    ['an empty batch', { batch: [] }, 'The batch is empty.'],
    [
      'too much for all events',
      { context: { pad: 'x'.repeat(30_000) }, batch: Array(2400).fill({}) },
      'The batch has a context or integrations that take up more than 64 MiB in all of its events together: divide it.'
    ],
    ['too many events', { batch: Array(2501).fill({}) }, 'The batch holds more than 2500 events.'],
    ['too large a body', { batch: [], padding: 'x'.repeat(512_000) }, 'The body is larger than 512000 bytes.']
  ])('refuses %s for good', async (_, body, message) => {
    expect(await send('/v1/batch', body)).toEqual({ status: 400, answer: { success: false, message }, events: [] })
  })

  it.each(['null', '[{}]'])('refuses a call with %s for good', async (body) => {
    const message = 'The body is not a JSON object.'
    expect(await send('/v1/track', body)).toEqual({ status: 400, answer: { success: false, message }, events: [] })
  })

  const longId = { type: 'track', messageId: 'x'.repeat(101) }
  const notAnId = 'The messageId is not a text of up to 100 characters.'

  it.each<[string, string, unknown, string]>([
    ['call with a long messageId', '/v1/track', longId, notAnId],
    ['call with a large event', '/v1/track', { text: 'x'.repeat(33_000) }, 'The event is larger than 32 KiB.'],
    ['batch', '/v1/batch', { batch: [longId] }, notAnId],
    ['webhook', '/webhook', longId, notAnId],
    ['batch of a webhook', '/webhook', [longId], notAnId],
    ['batch of Jitsu', '/api/s/s2s/batch', { batch: [longId] }, notAnId]
  ])('refuses a %s of which nothing is accepted, and keeps it as a dead letter', async (_, path, body, reason) => {
    const rejected = [{ index: 0, reason }]
    const answer = { success: false, message: reason, rejected }
    expect(await send(path, body)).toEqual({ status: 400, answer, events: [] })
    expect(await takeLetters(store)).toMatchObject([{ error: { message: reason } }])
  })

  it('keeps of a rejected event that is far too large what tells which one it is', async () => {
    const event = { type: 'track', event: 'Order Completed', messageId: 'm-1', text: 'x'.repeat(300_000) }
    expect((await post('/v1/track', event)).status).toBe(400)
    const [letter] = await takeLetters(store)
    const bytes = JSON.stringify(event).length
    expect(JSON.parse(letter.event)).toEqual({ type: 'track', event: 'Order Completed', messageId: 'm-1', bytes })
  })

  it.each([
    ['dead letters', { letters: 2, bytes: 100_000 }],
    ['bytes', { letters: 100, bytes: 2 * 'null'.length }]
  ])(
    'keeps no more rejected events once they are half of the %s that may be kept, and counts them',
    async (_, maxDead) => {
      const reject = () => post('/v1/batch', { batch: [{ type: 'track' }, null] })
      start({ maxDead })
      await reject()
      start({ maxDead })
      await reject()
      await reject()
      await reject()
      expect((await store.counts()).dead).toBeLessThan(4)
      const metrics = await intake.metrics.registry.metrics()
      expect(metrics).toMatch(/dead_letters_dropped_total\{reason="intake"\} [12]\n/)
      expect(metrics).toMatch(/events_rejected_total\{reason="not_an_object"\} 3\n/)
    }
  )

  it('refuses bodies for a while if those under way hold too many bytes', async () => {
    start({ budget: new ByteBudget(20_000) })
    const large = () => post('/v1/track', { type: 'track', properties: { text: 'x'.repeat(15_000) } })
    const responses = await Promise.all([large(), large()])
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 429])
    expect((await large()).status).toBe(200)
  })

  it('leaves half of the bytes under way to senders that name a valid key before their body', async () => {
    start({ budget: new ByteBudget(40_000) })
    const event = { type: 'track', writeKey: 'key-1', properties: { text: 'x'.repeat(15_000) } }
    const unknown = () => post('/v1/track', event, { headers: { authorization: '' } })
    const responses = await Promise.all([unknown(), unknown(), post('/v1/track', event)])
    expect(responses.map(({ status }) => status)).toEqual([200, 429, 200])
  })

  it('refuses requests of one address for a while if too many of them have not named a key yet', async () => {
    start({ connections: new Connections(new TrustedProxies([]), { perAddress: 2 }), trustProxy: ['10.0.0.1'] })
    const from = (address: string, headers: Record<string, string> = { authorization: '' }) =>
      post(
        '/v1/track',
        { writeKey: 'key-1' },
        { from: '10.0.0.1', headers: { 'x-forwarded-for': address, ...headers } }
      )
    const responses = await Promise.all([
      ...[PERSON, PERSON, PERSON, '203.0.113.8'].map((address) => from(address)),
      from(PERSON, {})
    ])
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 429, 200, 200])
    expect((await from(PERSON)).status).toBe(200)
  })

  it('accepts the good events of a batch, and keeps the bad ones as dead letters', async () => {
    const deep = `${'['.repeat(12_000)}${']'.repeat(12_000)}`
    const bad = [
      ['null', 'The event is not a JSON object.'],
      ['"text"', 'The event is not a JSON object.'],
      ['{"type":"order"}', 'The type is not track, page, screen, identify, group or alias.'],
      ['{"userId":"u"}', 'The type is not track, page, screen, identify, group or alias.'],
      ['{"event":"Signed Up","messageId":"m"}', 'The type is not track, page, screen, identify, group or alias.'],
      ['{"type":"track","messageId":{"a":1}}', 'The messageId is not a text of up to 100 characters.'],
      ['{"type":"track","messageId":"a\\u0000"}', 'The messageId is not a text of up to 100 characters.'],
      [`{"type":"track","text":"${'x'.repeat(33_000)}"}`, 'The event is larger than 32 KiB.'],
      [`{"type":"track","deep":${deep}}`, 'The event is nested too deeply.']
    ]
    const texts = bad.map(([text]) => text)
    const { answer, events } = await send(
      '/v1/batch',
      `{"batch":[${texts.join()},{"type":"track","messageId":"good"}]}`
    )
    expect(answer).toEqual({ success: true, rejected: bad.map(([, reason], index) => ({ index, reason })) })
    expect(events).toMatchObject([{ messageId: 'good' }])
    const letters = await takeLetters(store)
    expect(letters.map(({ event, error }) => [event, error.message])).toEqual(
      bad.map(([text, reason]) => [reason.includes('deeply') ? 'null' : text, reason])
    )
    expect(letters[0]).toMatchObject({
      source: 'shop',
      error: { class: 'PayloadValidationError', status: 400 },
      attempts: 0
    })
  })

  it('reads events without a type, and keys in snake case, as send does', async () => {
    const batch = [
      { event: 'Signed Up', properties: {}, userId: 'u' },
      { type: 'track', message_id: 'm', user_id: 'u' }
    ]
    const { answer, events } = await send('/v1/batch', { batch })
    expect(answer).toEqual({ success: true })
    expect(events).toMatchObject([
      { type: 'track', event: 'Signed Up', userId: 'u' },
      { messageId: 'm', userId: 'u' }
    ])
  })

  it('tells Jitsu’s clients how many events were accepted', async () => {
    const { answer } = await send('/api/s/s2s/batch', { batch: [null, { type: 'track' }] })
    const errors = [{ index: 0, error: 'The event is not a JSON object.' }]
    expect(answer).toEqual({ ok: true, receivedEvents: 2, okEvents: 1, errors })
  })

  it('takes an event of the largest size, as what is added to it does not count', async () => {
    const event = { type: 'track', messageId: 'm', text: '' }
    event.text = 'x'.repeat(32 * 1024 - JSON.stringify(event).length)
    expect((await send('/v1/track', event)).status).toBe(200)
    event.text += 'x'
    expect((await send('/v1/track', event)).status).toBe(400)
  })

  it('stores a repeat once', async () => {
    await post('/v1/track', { messageId: 'm-1' })
    expect((await send('/v1/track', { messageId: 'm-1' })).events.length).toBe(1)
    expect((await send('/v1/track', { messageId: 'm-1' })).events).toEqual([])
  })

  it('acknowledges nothing while the store fails, and says when to come again', async () => {
    intake = createTestIntake(brokenStore(store))
    const response = await post('/v1/track', { email: 'a@example.com' })
    expect(response.status).toBe(429)
    const seconds = Number(response.headers.get('retry-after'))
    expect([2, 3]).toContain(seconds)
    expect(response.headers.get('x-ratelimit-reset')).toBe(String(NOW.getTime() / 1000 + seconds))
    expect(intake.lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 50, code: 'SQLITE_FULL', requests: 1 }
    ])
    expect(intake.lines.join()).not.toContain('example.com')
  })

  it('refuses for a while when too many bytes wait to be written', async () => {
    start({ maxBytes: 100 })
    const responses = await Promise.all(['a', 'b', 'c'].map((id) => post('/v1/track', { messageId: id.repeat(60) })))
    expect(responses.map(({ status }) => status)).toEqual([200, 429, 429])
    expect(responses[1].headers.get('retry-after')).toBe('2')
    expect((await send('/v1/track', { messageId: 'd' })).status).toBe(200)
  })

  it('refuses for a while when too many events wait for delivery', async () => {
    start({ maxBacklog: 1 })
    expect((await post('/v1/track', {})).status).toBe(200)
    start({ maxBacklog: 1 })
    await post('/v1/track', {})
    const response = await post('/v1/track', {})
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('30')
  })

  it('answers a failure that is not expected without quoting it', async () => {
    start({
      proxies: {
        clientAddress: () => {
          throw new TypeError('a@example.com')
        }
      } as never
    })
    const { status, answer } = await send('/v1/track', {})
    expect({ status, answer }).toEqual({ status: 500, answer: { success: false, message: 'The request failed.' } })
    expect(intake.lines.join()).not.toContain('example.com')
    expect(JSON.parse(intake.lines[0])).toMatchObject({ error: 'TypeError' })
  })
})

describe('bodies', () => {
  const batch = JSON.stringify({ batch: [{ type: 'track', messageId: 'm-1' }] })
  const tooLarge = 'The body is larger than 512000 bytes.'

  it.each<[string, string, Buffer]>([
    ['gzip', 'gzip', gzipSync(batch)],
    ['gzip by its older name', 'X-GZIP', gzipSync(batch)],
    ['deflate', 'deflate', deflateSync(batch)],
    ['deflate without a header', 'deflate', deflateRawSync(batch)],
    ['br', 'br', brotliCompressSync(batch)]
  ])('unpacks %s', async (_, encoding, body) => {
    const { events } = await send('/v1/batch', body, { headers: { 'content-encoding': encoding } })
    expect(events).toMatchObject([{ messageId: 'm-1' }])
  })

  it.each<[string, Buffer, string, string]>([
    ['unpacks to too much', gzipSync(Buffer.alloc(50_000_000)), 'gzip', tooLarge],
    ['is not gzip', Buffer.from(batch), 'gzip', 'The body is not gzip.'],
    ['is cut off', gzipSync(batch).subarray(0, 20), 'gzip', 'The body is not gzip.'],
    ['unpacks by br to too much', brotliCompressSync(Buffer.alloc(50_000_000)), 'br', tooLarge],
    ['is not deflate', Buffer.from('xxxxx'), 'deflate', 'The body is not deflate.'],
    ['is empty, and said to be br', Buffer.alloc(0), 'br', 'The body is not br.'],
    ['is packed otherwise', Buffer.from(batch), 'zstd', 'The Content-Encoding is not gzip, deflate or br.']
  ])('refuses a body that %s', async (_, body, encoding, message) => {
    const { status, answer } = await send('/v1/batch', body, { headers: { 'content-encoding': encoding } })
    expect({ status, answer }).toEqual({ status: 400, answer: { success: false, message } })
  })

  it('takes JSON with a byte order mark', async () => {
    expect((await send('/v1/batch', `\uFEFF${batch}`)).status).toBe(200)
  })
})

describe('write keys', () => {
  const anonymous = { headers: { authorization: '' } }
  const track = { messageId: 'm-1' }

  it.each<[string, string, object, Record<string, string>]>([
    ['Basic authentication', '/v1/track', track, { authorization: basic('key-1') }],
    ['Basic authentication without a colon', '/v1/track', track, { authorization: `basic ${btoa('key-1')}` }],
    ['a bearer token', '/v1/track', track, { authorization: 'Bearer key-1' }],
    ['a header', '/v1/track', track, { 'x-write-key': 'key-1', authorization: '' }],
    ['the query', '/beacon/v1/batch?writeKey=key-1', { batch: [{ type: 'track' }] }, { authorization: '' }],
    ['the query, as Jitsu writes it', '/api/s/track?writekey=key-1', track, { authorization: '' }],
    ['the body', '/v1/track', { ...track, writeKey: 'key-1' }, { authorization: '' }]
  ])('are taken from %s', async (_, path, body, headers) => {
    const { status, events } = await send(path, body, { headers })
    expect(status).toBe(200)
    expect(JSON.stringify(events)).not.toContain('key-1')
  })

  it('may hold a colon', async () => {
    start({ writeKeys: [{ source: 'app', key: 'id:secret' }] })
    const authorization = `Basic ${btoa('id:secret')}`
    expect((await send('/v1/track', track, { headers: { authorization } })).status).toBe(200)
  })

  it.each([
    ['none', '', undefined],
    ['an unknown one', basic('key-2'), undefined],
    ['an unknown one in the body', '', 'key-2'],
    ['one that is no text', '', { a: 1 }]
  ])('are needed: %s is refused for good', async (_, authorization, writeKey) => {
    const { status, answer } = await send('/v1/track', { writeKey }, { headers: { authorization } })
    expect({ status, answer }).toEqual({
      status: 401,
      answer: { success: false, message: 'The write key is not known.' }
    })
  })

  it('tell sources apart, several for one', async () => {
    start({
      writeKeys: [
        { source: 'shop', key: 'old' },
        { source: 'shop', key: 'new' },
        { source: 'app', key: 'app' }
      ]
    })
    for (const key of ['old', 'new', 'app'])
      await post('/v1/track', { messageId: 'm-1' }, { headers: { authorization: basic(key) } })
    const { events } = await store.claim(10, 1000)
    expect(events.map(({ source }) => source)).toEqual(['shop', 'app'])
  })

  it('may be limited to types, and nothing is kept of the others', async () => {
    start({ writeKeys: [{ source: 'shop', key: 'key-1', types: ['track'] }] })
    expect((await send('/v1/page', {})).status).toBe(400)
    const { answer, events } = await send('/v1/batch', {
      batch: [{ type: 'page' }, { type: 'track', messageId: 'm-1' }]
    })
    expect(answer.rejected).toEqual([{ index: 0, reason: 'The write key may not send events of this type.' }])
    expect(events).toMatchObject([{ messageId: 'm-1' }])
    expect(await takeLetters(store)).toEqual([])
  })

  it('may be limited to origins', async () => {
    start({ writeKeys: [{ source: 'shop', key: 'key-1', origins: ['https://shop.example.com'] }] })
    const from = async (headers: Record<string, string>) => (await post('/v1/track', {}, { headers })).status
    expect(await from({ origin: 'https://shop.example.com' })).toBe(200)
    expect(await from({ origin: 'https://example.org' })).toBe(403)
    expect(await from({ origin: 'null' })).toBe(403)
    expect(await from({})).toBe(403)
  })

  it('may be limited to a rate, which large batches may exceed once', async () => {
    start({ writeKeys: [{ source: 'shop', key: 'key-1', eventsPerSecond: 10 }] })
    const batch = Array(50).fill({ type: 'track' })
    expect((await post('/v1/batch', { batch })).status).toBe(200)
    const response = await post('/v1/track', {})
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(3)
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(4)
  })

  it('may be limited to a rate of bytes', async () => {
    start({ writeKeys: [{ source: 'shop', key: 'key-1', bytesPerSecond: 1000 }] })
    const event = { text: 'x'.repeat(5000) }
    expect((await post('/v1/track', event)).status).toBe(200)
    const response = await post('/v1/track', {})
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('have a rate of bytes along with that of events', async () => {
    start({ writeKeys: [{ source: 'shop', key: 'key-1', eventsPerSecond: 10 }] })
    expect((await post('/v1/batch', { batch: [{ type: 'track' }], padding: 'x'.repeat(82_000) })).status).toBe(200)
    expect((await post('/v1/track', {})).status).toBe(429)
  })

  it('are checked before the shape of the body', async () => {
    expect((await send('/v1/batch', { batch: [] }, anonymous)).status).toBe(401)
  })

  it('are checked before a body is read that does not name them', async () => {
    const read = jest.fn()
    const body = new ReadableStream({ pull: read }, { highWaterMark: 0 })
    const init = { method: 'POST', body, duplex: 'half', headers: { authorization: basic('key-2') } }
    const response = await intake.app.request('/v1/batch', init as RequestInit)
    expect(response.status).toBe(401)
    expect(read).not.toHaveBeenCalled()
  })
})

describe('CORS', () => {
  const preflight = (origin?: string) =>
    Promise.resolve(intake.app.request('/v1/t', { method: 'OPTIONS', headers: origin === undefined ? {} : { origin } }))

  it('lets pages of any origin send where no key is limited', async () => {
    const { status, headers } = await preflight('https://example.org')
    expect(status).toBe(204)
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': expect.stringContaining('authorization, content-type'),
      'access-control-max-age': '86400'
    })
    expect(headers.has('access-control-allow-credentials')).toBe(false)
  })

  it('lets only pages of listed origins send where all keys are limited', async () => {
    start({ writeKeys: [{ source: 'shop', key: 'key-1', origins: ['https://shop.example.com'] }] })
    const listed = await preflight('https://shop.example.com')
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://shop.example.com')
    expect(listed.headers.get('vary')).toBe('Origin')
    expect((await preflight('https://example.org')).headers.has('access-control-allow-origin')).toBe(false)
  })

  it('lets pages read how long to wait, also in a refusal', async () => {
    intake = createTestIntake(brokenStore(store))
    const response = await post('/v1/t', {}, { headers: { origin: 'https://example.org' } })
    expect(response.status).toBe(429)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-expose-headers')).toContain('Retry-After')
  })
})

describe('completion', () => {
  it('adds times, an id and the type, and takes the key and the metadata out', async () => {
    const event = { event: 'Order Completed', writeKey: 'key-1', _metadata: { bundled: [] }, properties: { value: 1 } }
    const { events } = await send('/v1/track', event)
    expect(events).toEqual([
      {
        type: 'track',
        event: 'Order Completed',
        properties: { value: 1 },
        messageId: expect.stringMatching(UUID),
        context: {},
        timestamp: NOW.toISOString(),
        sentAt: NOW.toISOString(),
        receivedAt: NOW.toISOString()
      }
    ])
  })

  it.each([undefined, null, '', '  '])('makes an id for %p', async (messageId) => {
    expect((await sendOne({ messageId })).messageId).toMatch(UUID)
  })

  it('keeps an id that is a number, as text', async () => {
    expect((await sendOne({ messageId: 17 })).messageId).toBe('17')
  })

  it('merges the context and integrations of a batch below those of its events', async () => {
    const batch = [{ type: 'track', context: { locale: 'de-AT' }, integrations: { A: false } }]
    const shared = { context: { locale: 'en', app: { name: 'shop' } }, integrations: { A: true, B: true } }
    const { events } = await send('/v1/batch', { batch, ...shared })
    expect(events[0]).toMatchObject({
      context: { locale: 'de-AT', app: { name: 'shop' } },
      integrations: { A: false, B: true }
    })
  })

  it.each([[null], ['text'], [[1]]])('puts up with a context and integrations of %j', async (value) => {
    expect(await sendOne({ context: value, integrations: value })).toMatchObject({ context: {} })
  })

  it.each<[string, object, object]>([
    [
      'corrects the time by the skew of the sender',
      { timestamp: '2026-11-22T08:00:00.250Z', sentAt: '2026-11-22T08:30:00.000Z' },
      {
        timestamp: '2026-11-22T09:30:00.250Z',
        originalTimestamp: '2026-11-22T08:00:00.250Z',
        sentAt: '2026-11-22T08:30:00.000Z'
      }
    ],
    [
      'leaves a skew of less than a second',
      { timestamp: '2026-11-22T09:00:00.000+00:00', sentAt: '2026-11-22T09:59:59.001Z' },
      { timestamp: '2026-11-22T09:00:00.000+00:00' }
    ],
    [
      'takes the original time of RudderStack’s libraries',
      { originalTimestamp: '2026-11-22T09:00:00.000Z' },
      {
        timestamp: '2026-11-22T09:00:00.000Z',
        originalTimestamp: '2026-11-22T09:00:00.000Z',
        sentAt: NOW.toISOString()
      }
    ],
    [
      'reads Unix seconds',
      { timestamp: 1795341600, sentAt: '2026-11-22T09:00:00Z' },
      { timestamp: '2026-11-22T11:00:00.000Z', originalTimestamp: 1795341600 }
    ],
    [
      'takes a time without a zone for UTC',
      { timestamp: '2026-11-22 08:00:00', sentAt: '2026-11-22 09:00:00' },
      { timestamp: '2026-11-22T09:00:00.000Z' }
    ],
    [
      'takes the time of arrival where the time cannot be read',
      { timestamp: 'yesterday', sentAt: '2026-11-22T09:00:00Z' },
      { timestamp: NOW.toISOString(), originalTimestamp: 'yesterday' }
    ],
    [
      'leaves the time where the time of sending cannot be read',
      { timestamp: '2026-11-22T08:00:00Z', sentAt: {} },
      { timestamp: '2026-11-22T08:00:00Z' }
    ]
  ])('%s', async (_, event, expected) => {
    expect(await sendOne(event)).toMatchObject(expected)
  })

  it('takes the time of sending from the batch, unless an event has its own', async () => {
    const timestamp = '2026-11-22T08:00:00.000Z'
    const batch = [
      { type: 'track', timestamp },
      { type: 'track', timestamp, sentAt: '2026-11-22T09:30:00.000Z' }
    ]
    const { events } = await send('/v1/batch', { batch, sentAt: '2026-11-22T09:00:00.000Z' })
    expect(events).toMatchObject([{ timestamp: '2026-11-22T09:00:00.000Z' }, { timestamp: '2026-11-22T08:30:00.000Z' }])
  })
})

describe('addresses of people', () => {
  const library = (name: string) => ({ context: { library: { name } } })

  it.each<[string, object, Call & { path?: string }]>([
    ['a text, as browsers send it', {}, { headers: { 'content-type': 'text/plain' } }],
    ['the beacon', {}, { path: '/beacon/v1/batch' }],
    ['Jitsu’s browser library', {}, { path: '/api/s/batch' }],
    ['Segment’s browser library', library('analytics.js'), {}],
    ['Segment’s Kotlin library', library('analytics-kotlin'), {}],
    ['Segment’s Swift library', library('analytics-swift'), {}],
    ['RudderStack’s browser library', library('RudderLabs JavaScript SDK'), {}],
    ['a library that says so', { context: { direct: true } }, {}]
  ])('are taken from the connection for %s, over one that was sent', async (_, event, call) => {
    const sent = { ...event, context: { ...(event as { context?: object }).context, ip: '198.51.100.1' } }
    const { context } = await sendOne(sent, { ...call, headers: { 'user-agent': BROWSER, ...call.headers } })
    expect(context).toMatchObject({ ip: PERSON, userAgent: BROWSER })
  })

  it.each([
    ['Segment’s Node.js library', library('@segment/analytics-node'), {}],
    ['Segment’s Python library', library('analytics-python'), {}],
    ['no library', {}, {}],
    ['Jitsu’s servers', {}, { path: '/api/s/s2s/batch' }]
  ])('are not taken from the connection for %s: it would be the shop’s own', async (_, event, call) => {
    const { context } = await sendOne(event, { ...call, headers: { 'user-agent': 'analytics-node-next/latest' } })
    expect(context).not.toHaveProperty('ip')
    expect(context).not.toHaveProperty('userAgent')
  })

  it('are kept as a server sends them', async () => {
    const { context } = await sendOne({ context: { ip: '198.51.100.1', userAgent: BROWSER } })
    expect(context).toEqual({ ip: '198.51.100.1', userAgent: BROWSER })
  })

  it('do not come with the user agent of an app’s library', async () => {
    const headers = { 'user-agent': 'analytics-kotlin/1.2' }
    expect((await sendOne(library('analytics-kotlin'), { headers })).context).not.toHaveProperty('userAgent')
  })

  it.each([
    ['no proxy is trusted', [], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a proxy is trusted', ['203.0.113.9'], '203.0.113.9', '192.0.2.1, 198.51.100.1', '198.51.100.1'],
    ['two proxies are trusted', ['10.0.0.0/8', '::1'], '::ffff:10.0.0.1', '198.51.100.1, 10.2.0.9', '198.51.100.1'],
    ['all are proxies', ['10.0.0.0/8'], '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['the proxy adds a port', ['10.0.0.0/8'], '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['the proxy adds brackets', ['2001:db8::/32'], '2001:db8::1', '[2001:db9::7]:4711', '2001:db9::7'],
    ['the proxy says that it does not know', ['10.0.0.0/8'], '10.0.0.1', 'unknown', undefined]
  ])('are right where %s', async (_, trustProxy, from, forwarded, expected) => {
    start({ trustProxy })
    const headers = { 'content-type': 'text/plain', 'x-forwarded-for': forwarded }
    expect((await sendOne({}, { headers, from })).context.ip).toBe(expected)
  })

  it.each([
    ['keep', '198.51.100.17', '198.51.100.17'],
    ['remove', '198.51.100.17', undefined],
    ['anything', '198.51.100.17', undefined],
    ['stripLastOctet', '198.51.100.17', '198.51.100.0'],
    ['stripLastOctet', '2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
    ['stripLastOctet', '2001:db8::6', '2001:db8:0::'],
    ['stripLastOctet', 'unknown', undefined],
    ['stripLastOctet', 17, undefined]
  ])('follow the policy %s: %s becomes %s', async (policy, ip, expected) => {
    expect((await sendOne({ context: { ip } }, { headers: { 'x-ip-policy': policy } })).context.ip).toBe(expected)
  })
})

describe('integrations', () => {
  it.each<[object, boolean]>([
    [{ All: true }, true],
    [{ All: false }, false],
    [{ 'TikTok Conversions': false }, false],
    [{ All: false, 'TikTok Conversions': true }, true],
    [{ All: false, 'TikTok Conversions': {} }, true],
    [{ All: false, 'Another One': true }, false]
  ])('of %j are honoured', async (integrations, isWanted) => {
    const { status, answer, events } = await send('/v1/track', { integrations })
    expect({ status, answer }).toEqual({ status: 200, answer: { success: true } })
    expect(events.length).toBe(isWanted ? 1 : 0)
  })
})

describe('webhooks', () => {
  const event = {
    type: 'track',
    messageId: 'm-1',
    timestamp: '2026-11-20T08:00:00.000Z',
    sentAt: '2026-11-20T07:00:00.000Z',
    receivedAt: '2026-11-20T08:00:01.000Z',
    context: { ip: '198.51.100.1' },
    integrations: { All: false, Webhook: true }
  }

  // A deliverer would not send what `All` excludes, and here it excludes the other destinations of the CDP.
  const stored = { ...event, integrations: { Webhook: true } }

  it('take an event as it is, but for what its integrations say of all destinations', async () => {
    expect(await send('/webhook', event)).toEqual({ status: 200, answer: { success: true }, events: [stored] })
  })

  it('take an array of events, by a key in the address', async () => {
    const headers = { authorization: '' }
    const { events } = await send('/webhook?writeKey=key-1', [event, { type: 'page' }], { headers })
    expect(events).toEqual([
      stored,
      { type: 'page', messageId: expect.stringMatching(UUID), context: {}, receivedAt: NOW.toISOString() }
    ])
  })

  it('follow the integrations only where they speak of this destination', async () => {
    const { events } = await send('/webhook', { ...event, integrations: { 'TikTok Conversions': false } })
    expect(events).toEqual([])
  })

  describe('with a secret', () => {
    const sign = (text: string, secret = 'secret') => createHmac('sha1', secret).update(text).digest('hex')
    const one = JSON.stringify(event)
    beforeEach(() => start({ writeKeys: [{ source: 'shop', key: 'key-1', webhookSecret: 'secret' }] }))

    it.each<[string, string, string, number]>([
      ['the signature of an event', one, sign(one), 200],
      ['the signature of the first event of an array', `[${one},{"type":"page"}]`, sign(one), 200],
      ['a signature with another secret', one, sign(one, 'other'), 401],
      ['a signature of another event', one, sign(`${one} `), 401],
      ['no signature', one, '', 401],
      ['something else', one, 'zz', 401]
    ])('answer %s', async (_, body, signature, status) => {
      expect((await send('/webhook', body, { headers: { 'x-signature': signature } })).status).toBe(status)
    })

    it('sign calls with the same key too', async () => {
      expect((await send('/v1/track', {})).status).toBe(401)
      expect((await send('/v1/track', one, { headers: { 'x-signature': sign(one) } })).status).toBe(200)
      const pixel = await intake.app.request('/pixel/v1/track?writeKey=key-1&event=Viewed')
      expect(pixel.status).toBe(401)
    })
  })
})

describe('the pixel', () => {
  const show = (query: string) =>
    Promise.resolve(intake.app.request(`/pixel/v1/track?${query}`, { headers: { 'user-agent': BROWSER } }))

  it('is an image, whose address holds an event', async () => {
    const query = 'writeKey=key-1&event=Viewed&anonymousId=%22a-1%22&properties.value=9.5&properties.currency=EUR'
    const response = await show(query)
    expect(response.headers.get('content-type')).toBe('image/gif')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toMatch(/^GIF89a/)
    const [event] = await takeEvents(store)
    expect(event).toMatchObject({
      ...{ type: 'track', event: 'Viewed', anonymousId: 'a-1' },
      properties: { value: '9.5', currency: 'EUR' },
      context: { userAgent: BROWSER }
    })
    expect(JSON.stringify(event)).not.toContain('key-1')
  })

  it.each(['__proto__.x=1', 'constructor.prototype.x=1', 'properties=1&properties.x=1', `${'a.'.repeat(5000)}a=1`])(
    'takes no harm from %.40s',
    async (query) => {
      expect((await show(`writeKey=key-1&event=Viewed&${query}`)).status).toBe(200)
      const [event] = await takeEvents(store)
      expect(event).toMatchObject({ event: 'Viewed' })
      expect(({} as { x?: string }).x).toBeUndefined()
      expect(JSON.stringify(event)).not.toContain('"x"')
    }
  )

  it('needs a key', async () => {
    expect((await show('writeKey=other&event=Viewed')).status).toBe(401)
  })
})

describe('settings', () => {
  const get = (path: string, host: string) => Promise.resolve(intake.app.request(path, { headers: { host } }))

  it.each(['/v1/projects/key-1/settings', '/projects/key-1/settings'])('name this server at %s', async (path) => {
    const response = await get(path, 'events.example.com')
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    expect(await response.json()).toMatchObject({
      integrations: { 'Segment.io': { apiKey: 'key-1', apiHost: 'events.example.com/v1', protocol: 'https' } }
    })
  })

  it.each([
    ['127.0.0.1:8080', undefined, '127.0.0.1:8080/v1', 'http'],
    ['10.0.0.7:8080', 'https://events.example.com', 'events.example.com/v1', 'https']
  ])('of %s with the public address %s name %s', async (host, publicUrl, apiHost, protocol) => {
    start({ publicUrl })
    const response = await get('/v1/projects/key-1/settings', host)
    expect((await response.json()).integrations['Segment.io']).toMatchObject({ apiHost, protocol })
  })

  it('are not given for an unknown key', async () => {
    expect((await get('/v1/projects/key-2/settings', 'events.example.com')).status).toBe(404)
  })
})

describe('group commit', () => {
  it('stores the events of requests that come together in one transaction', async () => {
    const append = jest.spyOn(store, 'append')
    const responses = await Promise.all(Array.from({ length: 20 }, () => post('/v1/track', {})))
    expect(responses.every(({ status }) => status === 200)).toBe(true)
    expect(append.mock.calls.length).toBeLessThan(10)
    expect(append.mock.calls.reduce((sum, [{ events }]) => sum + events.length, 0)).toBe(20)
  })

  it('logs one line a transaction, without anything personal', async () => {
    const event = {
      userId: 'u-1',
      messageId: 'm-1',
      context: { ip: '198.51.100.1', traits: { email: 'a@example.com' } }
    }
    await post('/v1/batch', { batch: [{ ...event, type: 'track' }, null], writeKey: 'key-1' })
    expect(intake.lines.map((line) => JSON.parse(line))).toMatchObject([
      { requests: 1, events: 1, added: 1, rejected: 1 }
    ])
    expect(intake.lines.join()).not.toMatch(/key-1|u-1|m-1|198\.51|203\.0|example/)
  })

  it('counts what came, without anything personal', async () => {
    await post('/v1/batch', { batch: [{ type: 'track' }, { type: 'page', messageId: 'm-1' }, null] })
    await post('/v1/batch', {
      batch: [
        { type: 'track', integrations: { All: false } },
        { type: 'page', messageId: 'm-1' }
      ]
    })
    await post('/v1/track', {}, { headers: { authorization: '' } })
    const text = await intake.metrics.registry.metrics()
    const lines = text.split('\n').filter((line) => /^tiktok_conversions_(events|intake|requests)_/.test(line))
    expect(lines.sort()).toEqual([
      'tiktok_conversions_events_received_total{source="shop",type="page"} 2',
      'tiktok_conversions_events_received_total{source="shop",type="track"} 1',
      'tiktok_conversions_events_rejected_total{reason="not_an_object"} 1',
      'tiktok_conversions_events_repeated_total 1',
      'tiktok_conversions_events_skipped_total{reason="opted_out"} 1',
      'tiktok_conversions_events_without_message_id_total 1',
      'tiktok_conversions_intake_requests_total{status="200"} 2',
      'tiktok_conversions_intake_requests_total{status="401"} 1',
      'tiktok_conversions_requests_refused_total{reason="key"} 1'
    ])
    expect(text).not.toContain('m-1')
  })
})

import pino from 'pino'
import { UsageError } from '../../runner/errors'
import { trimDeadLetters } from '../../runner/live/dead-limit'
import { ClaimRecorder } from '../../runner/live/deliver/claim-recorder'
import { createDeliveryLog } from '../../runner/live/deliver/metrics'
import type { AdminOptions } from '../../runner/live/http/admin'
import { createAdmin } from '../../runner/live/http/admin'
import { LiveMetrics } from '../../runner/live/metrics'
import type { Store } from '../../runner/live/store/store'
import { brokenStore } from './__helpers__/intake'
import type { Engine } from './__helpers__/stores'
import { sqliteEngine } from './__helpers__/stores'

const START = Date.UTC(2026, 10, 22)
const ERROR = { class: 'PayloadValidationError', status: 400, message: 'Pixel Code is missing.' }
const FORBIDDEN = ['/metrics', '/dead', '/dead/1', '/dead/send', '/dead/drop']

let engine: Engine
let store: Store
let now = START
let app: ReturnType<typeof createAdmin>

beforeEach(async () => {
  engine = sqliteEngine()
  now = START
  store = await engine.open(() => now)
  start()
})
afterEach(async () => {
  await store.close()
  await engine.remove()
})

function start(options: Partial<AdminOptions> = {}): void {
  app = createAdmin({ store, metrics: new LiveMetrics(), maxBacklog: 100, ...options })
}

async function call(path: string, init: RequestInit & { host?: string } = {}) {
  const headers = new Headers(init.headers)
  headers.set('host', init.host ?? '127.0.0.1:8081')
  const response = await app.request(path, { ...init, headers })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
}

const post = (path: string, body: unknown, type = 'application/json') =>
  call(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': type } })

/** Makes dead letters; the first one was rejected before it had a mapping. */
async function bury(...messageIds: string[]): Promise<void> {
  const events = messageIds.map((messageId) => ({ source: 'shop', messageId, event: JSON.stringify({ messageId }) }))
  await store.append({ events, letters: [{ source: 'shop', event: 'null', error: ERROR }] })
  const claim = await store.claim(100, 1000)
  await store.settle(claim, {
    dead: claim.events.map(({ id }) => ({ id, mapping: 'Purchase', error: ERROR, attempts: 5 }))
  })
}

describe('health', () => {
  it('answers within three seconds while the store answers nothing', async () => {
    const hung = { ping: () => new Promise(() => {}), counts: () => new Promise(() => {}) } as unknown as Store
    start({ store: hung })
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] })
    const answers = [call('/readyz'), call('/metrics')]
    await jest.advanceTimersByTimeAsync(3000)
    jest.useRealTimers()
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([503, 200])
  })

  it('is given by a process that lives, whatever its store does', async () => {
    start({ store: brokenStore(store), token: 'secret' })
    expect(await call('/healthz', { host: 'example.com' })).toEqual({ status: 200, body: { status: 'ok' } })
  })

  it('is readiness as well where the store can be written', async () => {
    expect(await call('/readyz')).toEqual({ status: 200, body: { status: 'ready' } })
  })

  it.each<[string, () => void, string]>([
    ['the store cannot be written', () => start({ store: brokenStore(store) }), 'The store cannot be written.'],
    ['too many events wait', () => start({ maxBacklog: 0 }), '0 events wait.'],
    ['a further check fails', () => start({ checks: [() => undefined, () => 'No.'] }), 'No.']
  ])('is not readiness where %s', async (_, arrange, problem) => {
    arrange()
    expect(await call('/readyz')).toEqual({ status: 503, body: { status: 'not ready', problems: [problem] } })
  })
})

describe('the detail of readiness', () => {
  it('names the last events that no mapping matches, to operators only', async () => {
    const metrics = new LiveMetrics()
    start({ metrics, token: 'secret', checks: [() => 'No.'], stopped: () => ['eu: Rejected.'] })
    metrics.unmatched.note(Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`Event ${index}`, 1])))
    metrics.unmatched.note({ 'Event 20': 2 })
    expect((await call('/readyz/detail')).status).toBe(401)
    const { body } = await call('/readyz/detail', { headers: { authorization: 'Bearer secret' } })
    expect(body.problems).toEqual(['No.'])
    expect(body.stopped).toEqual(['eu: Rejected.'])
    expect(body.unmatched).toHaveLength(20)
    expect(body.unmatched[0]).toEqual({ name: 'Event 20', events: 3, lastAt: expect.any(String) })
    expect(body.unmatched[1]).toMatchObject({ name: 'Event 24', events: 1 })
  })

  it('says why the last requests of a destination got no answer, until one gets an answer', async () => {
    const metrics = new LiveMetrics()
    start({ metrics })
    const { claimed } = createDeliveryLog(metrics, pino({ level: 'silent' }))('eu')
    const report = { ...new ClaimRecorder().toReport({ delivered: [], retry: [], dead: [], done: [] }, 1), requests: 1 }
    const unreachable = async () => (await call('/readyz/detail')).body.unreachable
    claimed({ ...report, unreachable: 'TikTok cannot be reached.' })
    claimed({ ...report, requests: 0 })
    expect(await unreachable()).toEqual({ eu: 'TikTok cannot be reached.' })
    claimed(report)
    expect(await unreachable()).toEqual({})
  })
})

describe('a reload', () => {
  const reload = (init: RequestInit = {}) => call('/reload', { method: 'POST', ...init })

  it('is answered when the settings are taken over', async () => {
    const take = jest.fn(async () => {})
    start({ reload: take })
    expect(await reload()).toEqual({ status: 200, body: { status: 'reloaded' } })
    expect(take).toHaveBeenCalledTimes(1)
  })

  it('says why faulty settings change nothing', async () => {
    start({ reload: () => Promise.reject(new UsageError('config.json: /rate: Too big')) })
    expect(await reload()).toEqual({
      status: 400,
      body: { status: 'not changed', message: 'config.json: /rate: Too big' }
    })
  })

  it('needs the token, and cannot be asked for by a page', async () => {
    const take = jest.fn(async () => {})
    start({ reload: take, token: 'secret' })
    expect((await reload()).status).toBe(401)
    const headers = { authorization: 'Bearer secret', origin: 'https://example.com' }
    expect((await reload({ headers })).status).toBe(403)
    expect(take).not.toHaveBeenCalled()
  })
})

describe('dead letters beyond a limit', () => {
  it.each([
    ['letters', { letters: 2, bytes: 100_000 }],
    ['bytes', { letters: 100, bytes: 2 * '{"messageId":"a"}'.length }]
  ])('of %s are removed, the oldest first', async (_, limit) => {
    await bury('a', 'b', 'c')
    expect(await trimDeadLetters(store, limit)).toBe(2)
    expect((await store.dead.list()).map(({ event }) => event)).toEqual(['{"messageId":"b"}', '{"messageId":"c"}'])
    expect(await trimDeadLetters(store, limit)).toBe(0)
  })
})

describe('metrics', () => {
  it('tell of the queue', async () => {
    await bury('a')
    await store.append({ events: [{ source: 'shop', messageId: 'b', event: '{}' }] })
    await store.pause(4000, 60_000)
    now += 2500
    const { body } = await call('/metrics')
    const lines = body
      .split('\n')
      .filter((line: string) => /^tiktok_conversions_(backlog|leased|dead|oldest|pause)/.test(line))
    expect(lines.sort()).toEqual([
      'tiktok_conversions_backlog_events 1',
      'tiktok_conversions_dead_letter_bytes 21',
      'tiktok_conversions_dead_letters 2',
      'tiktok_conversions_leased_events 0',
      'tiktok_conversions_oldest_event_age_seconds 2.5',
      'tiktok_conversions_pause_seconds 1.5'
    ])
    expect(body).toContain('process_cpu_seconds_total')
  })

  it('are given while the store is away', async () => {
    start({ store: brokenStore(store) })
    expect((await call('/metrics')).status).toBe(200)
  })
})

describe('dead letters', () => {
  it('are listed page by page, in the shape of the file of failed events', async () => {
    await bury('a', 'b')
    const { body } = await call('/dead?limit=2')
    expect(body.letters).toEqual([
      { id: 1, at: '2026-11-22T00:00:00.000Z', source: 'shop', event: null, error: ERROR, attempts: 0 },
      {
        id: 2,
        at: '2026-11-22T00:00:00.000Z',
        source: 'shop',
        destination: 'default',
        event: { messageId: 'a' },
        mapping: 'Purchase',
        error: ERROR,
        attempts: 5
      }
    ])
    expect((await call('/dead?after=2')).body.letters).toMatchObject([{ id: 3, event: { messageId: 'b' } }])
  })

  it('are listed by the filters of the command', async () => {
    await bury('a')
    const count = async (query: string) => (await call(`/dead?${query}`)).body.letters.length
    expect(await count('reason=pixel+code')).toBe(2)
    expect(await count('mapping=Purchase&destination=default')).toBe(1)
    expect(await count('source=blog')).toBe(0)
    expect(await count('since=2026-11-22T00:00:01Z')).toBe(0)
    expect(await count('unmatched=true')).toBe(0)
  })

  it.each(['limit=0', 'limit=1001', 'limit=x', 'after=-1', 'since=monday', 'unmatched=1'])(
    'are not listed for %s',
    async (query) => {
      expect((await call(`/dead?${query}`)).status).toBe(400)
    }
  )

  it('are given one by one', async () => {
    await bury('a')
    expect((await call('/dead/2')).body).toMatchObject({ id: 2, event: { messageId: 'a' } })
    expect((await call('/dead/9')).status).toBe(404)
    expect((await call('/dead/x')).status).toBe(404)
  })

  it('are sent again, but those without a mapping', async () => {
    await bury('a', 'b')
    expect(await post('/dead/send', { ids: [1, 2] })).toEqual({ status: 200, body: { sent: 1 } })
    expect((await store.claim(10, 1000)).events).toMatchObject([{ event: '{"messageId":"a"}', mappings: ['Purchase'] }])
  })

  it('are dropped', async () => {
    await bury('a', 'b')
    expect(await post('/dead/drop', { ids: [1, 2] })).toEqual({ status: 200, body: { dropped: 2 } })
    expect((await call('/dead')).body.letters).toMatchObject([{ id: 3 }])
  })

  it.each<[string, unknown, string]>([
    ['without ids', {}, 'application/json'],
    ['with no id', { ids: [] }, 'application/json'],
    ['with ids that are no numbers', { ids: ['1'] }, 'application/json'],
    ['with something else besides', { ids: [1], all: true }, 'application/json'],
    ['sent as text, as a web page may send it unasked', { ids: [1] }, 'text/plain']
  ])('stay for a request %s', async (_, body, type) => {
    await bury('a')
    expect((await post('/dead/drop', body, type)).status).toBe(400)
    expect((await call('/dead')).body.letters.length).toBe(2)
  })

  it('are not there while the store is away', async () => {
    start({
      store: { ...brokenStore(store), dead: { list: () => Promise.reject(new Error('a@example.com')) } } as never
    })
    expect(await call('/dead')).toEqual({ status: 503, body: { message: 'The store does not answer.' } })
  })
})

describe('access', () => {
  it.each(FORBIDDEN)('to %s is refused by a name that is not local', async (path) => {
    expect((await call(path, { host: 'rebound.example.com:8081' })).status).toBe(403)
  })

  it.each(['127.0.0.1:8081', 'localhost:8081', '[::1]:8081', 'localhost'])('is given by the name %s', async (host) => {
    expect((await call('/dead', { host })).status).toBe(200)
  })

  it.each(FORBIDDEN)('to %s needs the token where there is one', async (path) => {
    start({ token: 'secret' })
    expect((await call(path)).status).toBe(401)
    expect((await call(path, { headers: { authorization: 'Bearer other' } })).status).toBe(401)
  })

  it('is given to the token by any name', async () => {
    start({ token: 'secret' })
    const headers = { authorization: 'Bearer secret' }
    expect((await call('/dead', { host: 'live.example.com', headers })).status).toBe(200)
  })
})

import nock from 'nock'
import { RETURN_CODES } from '../reportWebEvent/codes'
import type { TikTokEvent } from '../reportWebEvent/types'
import type { Responder, Result } from './__helpers__/tiktok'
import { ACCEPTED, accept, answerWith, prepareTests, reject, runBatch, standInForTikTok } from './__helpers__/tiktok'

prepareTests()

const MAPPING = {
  event: { '@path': '$.properties.event' },
  event_id: { '@path': '$.messageId' },
  test_event_code: { '@path': '$.properties.test_event_code' },
  currency: { '@path': '$.properties.currency' }
}

function eventsOf(count: number, properties: (index: number) => object = () => ({})): object[] {
  return Array.from({ length: count }, (_, index) => ({
    messageId: `m${index}`,
    properties: { event: 'Purchase', ...properties(index) }
  }))
}

const isAt =
  (...indexes: number[]) =>
  (event: TikTokEvent) =>
    indexes.includes(Number(event.event_id?.slice(1)))

const statuses = (results: Result[]) => results.map(({ status }) => status)

function indexesWith(status: number, results: Result[]): number[] {
  return results.flatMap((result, index) => (result.status === status ? [index] : []))
}

const NO_POSITION = () => 'Invalid value for event_id: not a valid string.'

/** Records the IDs of the events that a responder accepts. */
function recording(responder: Responder): [Responder, accepted: string[]] {
  const accepted: string[] = []
  const recorder: Responder = (body, requestNumber) => {
    const answer = responder(body, requestNumber)
    if ((answer[1] as { code?: number }).code === 0)
      accepted.push(...body.data.map((event) => event.event_id as string))
    return answer
  }
  return [recorder, accepted]
}

it('sends 1,000 events in one request, in their order', async () => {
  const tiktok = standInForTikTok()
  const results = await runBatch(eventsOf(1000), MAPPING)
  expect(tiktok.requests.map(({ data }) => data.length)).toEqual([1000])
  expect(tiktok.requests[0].data.map((event) => event.event_id)).toEqual(
    Array.from({ length: 1000 }, (_, i) => `m${i}`)
  )
  expect(new Set(statuses(results))).toEqual(new Set([200]))
})

it('splits more than 1,000 events', async () => {
  const tiktok = standInForTikTok()
  expect(statuses(await runBatch(eventsOf(1001), MAPPING))).toEqual(Array(1001).fill(200))
  expect(tiktok.requests.map(({ data }) => data.length)).toEqual([1000, 1])
})

it('reports what was sent and what TikTok said, without personal values', async () => {
  standInForTikTok()
  const [result] = await runBatch([{ messageId: 'm0' }], {
    event: 'Purchase',
    event_id: 'm0',
    email: 'jane@example.com',
    ip: '203.0.113.7'
  })
  expect(result).toEqual({
    status: 200,
    sent: { event: 'Purchase', event_id: 'm0' },
    body: { code: 0, message: 'OK', request_id: '20261122' }
  })
})

it('reports rejections of TikTok as errors of the destination, and its own as errors of the integration', async () => {
  standInForTikTok(answerWith(40002, 'Wrong.'))
  const results = await runBatch([{ properties: { event: 'Purchase' } }, { properties: { event: '!' } }], MAPPING)
  expect(results).toMatchObject([
    { status: 400, errorreporter: 'DESTINATION', body: { code: 40002, message: 'Wrong.', request_id: '20261122' } },
    { status: 400, errorreporter: 'INTEGRATIONS' }
  ])
  expect(results[1].body).toBeUndefined()
})

describe('events that are rejected before they are sent', () => {
  it('fail without the others', async () => {
    const tiktok = standInForTikTok()
    const results = await runBatch(
      eventsOf(4, (index) => [{}, { event: 'no name' }, { value: -1 }, {}][index]),
      { ...MAPPING, value: { '@path': '$.properties.value' } }
    )
    expect(statuses(results)).toEqual([200, 400, 400, 200])
    expect(results[1].errormessage).toContain('Event Name is neither')
    expect(results[2].errormessage).toContain('Value is negative')
    expect(tiktok.requests.map(({ data }) => data.map((event) => event.event_id))).toEqual([['m0', 'm3']])
  })

  it('keeps the results in place behind one that fails the validation of the mapping', async () => {
    standInForTikTok(reject(isAt(2), NO_POSITION))
    const events = eventsOf(4, (index) => (index === 1 ? { event: undefined } : {}))
    expect(statuses(await runBatch(events, MAPPING))).toEqual([200, 400, 400, 200])
  })

  it('makes no request when none is left', async () => {
    expect(
      statuses(
        await runBatch(
          eventsOf(2, () => ({ event: '!' })),
          MAPPING
        )
      )
    ).toEqual([400, 400])
  })
})

describe('groups', () => {
  it('makes one request for each test event code, and keeps the order in each', async () => {
    const tiktok = standInForTikTok()
    const codes = ['A', undefined, ' A ', 'B', '', 'undefined']
    await runBatch(
      eventsOf(6, (index) => ({ test_event_code: codes[index] })),
      MAPPING
    )
    expect(tiktok.requests.map(({ test_event_code, data }) => [test_event_code, data.map((e) => e.event_id)])).toEqual([
      ['A', ['m0', 'm2']],
      [undefined, ['m1', 'm4']],
      ['B', ['m3']],
      ['undefined', ['m5']]
    ])
  })

  it('sends each group before it searches one', async () => {
    const tiktok = standInForTikTok(reject(isAt(0), NO_POSITION))
    const results = await runBatch(
      eventsOf(300, (index) => ({ test_event_code: index < 3 ? 'A' : `B${index}` })),
      MAPPING
    )
    expect(tiktok.requests).toHaveLength(128)
    expect(statuses(results).slice(0, 130)).toEqual([...Array(3).fill(503), ...Array(127).fill(200)])
    expect(results[299].errormessage).toContain('limit of 128 requests per batch reached')
  })

  it('fails the events of a rejected group only', async () => {
    standInForTikTok((body, n) => (body.test_event_code === 'A' ? answerWith(40063) : accept)(body, n))
    const results = await runBatch(
      eventsOf(3, (index) => ({ test_event_code: index === 1 ? undefined : 'A' })),
      MAPPING
    )
    expect(statuses(results)).toEqual([400, 200, 400])
  })
})

const EVENT_CODES = [20001, 40000, 40002, 40062]

it('searches for bad events only after the codes that are tested here', () => {
  expect(RETURN_CODES.flatMap(({ code, cause }) => (cause === undefined ? [] : [code]))).toEqual(EVENT_CODES)
})

describe.each(EVENT_CODES)('a batch that is rejected with code %p', (code) => {
  // A single event cannot be accepted in part, so that the cause is unknown, and may pass.
  const status = code === 20001 ? 503 : 400
  // A full batch for one code suffices.
  const [count, most] = code === 40002 ? [1000, 22] : [250, 18]
  const places = code === 40002 ? [0, 1, 2, 499, 500, 511, 512, 742, 998, 999] : [1, 187]

  it.each(places)(`delivers all but the bad event at %p, in ${most} requests at most`, async (bad) => {
    const [responder, accepted] = recording(reject(isAt(bad), NO_POSITION, code))
    const tiktok = standInForTikTok(responder)
    const results = await runBatch(eventsOf(count), MAPPING)
    expect(indexesWith(status, results)).toEqual([bad])
    expect(indexesWith(200, results)).toHaveLength(count - 1)
    expect(accepted).toHaveLength(count - 1)
    expect(tiktok.requests.length).toBeLessThanOrEqual(most)
  })

  it('delivers all but several bad events', async () => {
    const bad = [3, 4, count / 2, count - 1]
    standInForTikTok(reject(isAt(...bad), NO_POSITION, code))
    const results = await runBatch(eventsOf(count), MAPPING)
    expect(indexesWith(status, results)).toEqual(bad)
    expect(indexesWith(200, results)).toHaveLength(count - 4)
  })
})

describe('a position in the message', () => {
  it.each([
    ['data.%.event_id: not a valid string', 'data'],
    ['Batch.%.properties.contents.0.content_id: Not a valid string', 'Batch'],
    ['Invalid value in data[%].event_id', 'data[]']
  ])('leads to the bad event in three requests: %s', async (wording) => {
    const tiktok = standInForTikTok(reject(isAt(700), (index) => wording.replace('%', String(index))))
    const results = await runBatch(eventsOf(1000), MAPPING)
    expect(indexesWith(400, results)).toEqual([700])
    expect(tiktok.requests.map(({ data }) => data.length)).toEqual([1000, 1, 999])
  })

  it('leads to several bad events, one after the other', async () => {
    const tiktok = standInForTikTok(reject(isAt(1, 2, 3), (index) => `data.${index}.event_id: Not a valid string.`))
    const results = await runBatch(eventsOf(10), MAPPING)
    expect(indexesWith(400, results)).toEqual([1, 2, 3])
    expect(tiktok.requests.map(({ data }) => data.length)).toEqual([10, 1, 9, 1, 8, 1, 7])
  })

  const LIES: [lie: string, position: (index: number) => number][] = [
    ['counts from one', (index) => index + 1],
    ['always names the first', () => 0],
    ['leads nowhere', () => 5000]
  ]
  const PLACES = [0, 1, 170, 248]

  it.each(
    LIES.flatMap(([lie, position]) => PLACES.map((bad): [string, number, typeof position] => [lie, bad, position]))
  )('is checked and not believed: it %s, and event %p is bad', async (_lie, bad, position) => {
    const [responder, accepted] = recording(reject(isAt(bad), (index) => `data.${position(index)}.event_id: Wrong.`))
    const tiktok = standInForTikTok(responder)
    const results = await runBatch(eventsOf(250), MAPPING)
    expect(indexesWith(400, results)).toEqual([bad])
    expect(new Set(accepted).size).toBe(249)
    expect(accepted).toHaveLength(249)
    expect(tiktok.requests.length).toBeLessThanOrEqual(18)
  })
})

it('divides a request that a gateway finds too large', async () => {
  const tiktok = standInForTikTok((body, n) => (body.data.length > 300 ? [413, '<html></html>'] : accept(body, n)))
  expect(indexesWith(200, await runBatch(eventsOf(1000), MAPPING))).toHaveLength(1000)
  expect(tiktok.requests.map(({ data }) => data.length)).toEqual([1000, 500, 250, 250, 500, 250, 250])
})

it('does not divide a request that is rejected for other reasons than an event', async () => {
  const tiktok = standInForTikTok(answerWith(40007))
  expect(statuses(await runBatch(eventsOf(3), MAPPING))).toEqual([400, 400, 400])
  expect(tiktok.requests).toHaveLength(1)
})

it('makes at most 128 requests, and marks the events that are undecided by then for retry', async () => {
  const [responder, accepted] = recording(reject((event) => Number(event.event_id?.slice(1)) % 2 === 0, NO_POSITION))
  const tiktok = standInForTikTok(responder)
  const results = await runBatch(eventsOf(1000), MAPPING)
  expect(tiktok.requests).toHaveLength(128)
  expect(accepted).toHaveLength(indexesWith(200, results).length)
  expect(new Set(accepted).size).toBe(accepted.length)
  const undecided = results.filter(({ status }) => status === 503)
  expect(undecided).toHaveLength(1000 - indexesWith(200, results).length - indexesWith(400, results).length)
  expect(undecided[0]).toMatchObject({
    errortype: 'RETRYABLE_ERROR',
    errormessage: expect.stringContaining('limit of 128 requests per batch reached before this event was settled.')
  })
})

it('never has two requests of one batch under way', async () => {
  let underWay = 0
  let most = 0
  nock('https://business-api.tiktok.com')
    .persist()
    .post('/open_api/v1.3/event/track/')
    .reply((_uri, body, callback) => {
      most = Math.max(most, ++underWay)
      setImmediate(() => {
        underWay--
        const isBad = (body as { data: TikTokEvent[] }).data.some(isAt(5))
        callback(null, [200, isBad ? { code: 40002 } : ACCEPTED, { 'content-type': 'application/json' }])
      })
    })
  await runBatch(
    eventsOf(20, (index) => ({ test_event_code: `T${index % 3}` })),
    MAPPING
  )
  expect(most).toBe(1)
})

describe('when something stops the search for bad events', () => {
  /** Rejects event 9 of 10, and answers the third request otherwise. By then 0 to 4 are delivered. */
  const stopped =
    (third: Responder): Responder =>
    (body, n) =>
      (n === 3 ? third : reject(isAt(9), NO_POSITION))(body, n)

  it.each<[name: string, third: Responder, status: number]>([
    ['a rate limit', answerWith(40100), 429],
    ['a fault of TikTok', answerWith(50000), 503],
    ['a gateway', () => [502, '<html></html>'], 503],
    ['a revoked token', answerWith(40105), 401]
  ])('%s marks exactly the undelivered events, without further requests', async (_name, third, status) => {
    const tiktok = standInForTikTok(stopped(third))
    const results = await runBatch(eventsOf(10), MAPPING)
    expect(statuses(results)).toEqual([...Array(5).fill(200), ...Array(5).fill(status)])
    expect(tiktok.requests).toHaveLength(3)
  })

  it('includes the groups that were not sent yet', async () => {
    const tiktok = standInForTikTok((body, n) => (n === 2 ? answerWith(50000) : accept)(body, n))
    const results = await runBatch(
      eventsOf(3, (index) => ({ test_event_code: `T${index}` })),
      MAPPING
    )
    expect(statuses(results)).toEqual([200, 503, 503])
    expect(tiktok.requests).toHaveLength(2)
  })
})

it('marks all events for retry when there is no answer', async () => {
  nock('https://business-api.tiktok.com').post('/open_api/v1.3/event/track/').replyWithError('gone')
  expect(await runBatch(eventsOf(2), MAPPING)).toMatchObject([
    { status: 503, errortype: 'RETRYABLE_ERROR' },
    { status: 503, errortype: 'RETRYABLE_ERROR' }
  ])
})

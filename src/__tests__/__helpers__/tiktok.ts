import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import nock from 'nock'
import destination from '../..'
import type { TikTokEvent, TikTokRequest } from '../../reportWebEvent/types'

export const NOW = Date.parse('2026-11-22T10:00:00.500Z')
export const SETTINGS = { accessToken: 'secret-access-token', pixelCode: 'PIXELCODE' }

/** Fields for the platform, which TikTok does not receive. */
export const PLATFORM_FIELDS: readonly string[] = ['enable_batching', 'batch_size', 'batch_keys']

/** Answers a request in place of TikTok, with an HTTP status and a body. */
export type Responder = (body: TikTokRequest, requestNumber: number) => [status: number, body: unknown]

export const ACCEPTED = { code: 0, message: 'OK', request_id: '20261122', data: {} }

export const accept: Responder = () => [200, ACCEPTED]

export function answerWith(code: number, message = 'A message of TikTok.', status = 200): Responder {
  return () => [status, { code, message, request_id: '20261122', data: {} }]
}

/** Rejects a request as TikTok does: as a whole, if it contains a bad event. */
export function reject(
  isBad: (event: TikTokEvent) => boolean,
  describe: (index: number) => string,
  code = 40002
): Responder {
  return (body, requestNumber) => {
    const index = body.data.findIndex(isBad)
    return index < 0 ? accept(body, requestNumber) : answerWith(code, describe(index))(body, requestNumber)
  }
}

export interface TikTok {
  requests: TikTokRequest[]
  headers: nock.ReplyFnContext['req']['headers'][]
}

/** Lets a responder answer in place of TikTok and of an earlier responder. Records the requests. */
export function standInForTikTok(responder: Responder = accept): TikTok {
  const tiktok: TikTok = { requests: [], headers: [] }
  nock.cleanAll()
  nock('https://business-api.tiktok.com')
    .persist()
    .post('/open_api/v1.3/event/track/')
    .reply(function (_uri, body) {
      tiktok.requests.push(body as TikTokRequest)
      tiktok.headers.push(this.req.headers)
      const [status, answer] = responder(body as TikTokRequest, tiktok.requests.length)
      return [
        status,
        answer as nock.Body,
        { 'content-type': typeof answer === 'string' ? 'text/html' : 'application/json' }
      ]
    })
  return tiktok
}

/** Stops the clock, forbids the network, and fails a test that does not make the requests it prepares for. */
export function prepareTests(): void {
  beforeAll(() => nock.disableNetConnect())
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(NOW)
  })
  afterEach(() => {
    jest.restoreAllMocks()
    const unused = nock.pendingMocks()
    nock.cleanAll()
    expect(unused).toEqual([])
  })
  afterAll(() => nock.restore())
}

export interface Failure {
  code: string
  status: number
  message: string
}

/** Runs one event through the action; resolves to its error, if any. */
export type Run = (event: object, mapping: object, settings?: object) => Promise<Failure | undefined>

async function runSingle(event: object, mapping: object, settings: object = SETTINGS): Promise<Failure | undefined> {
  try {
    await createTestIntegration(destination).testAction('reportWebEvent', {
      event: event as Partial<SegmentEvent>,
      mapping: mapping as never,
      settings: settings as never
    })
    return undefined
  } catch (error) {
    const { code, status, message } = error as Failure
    return { code, status, message }
  }
}

async function runBatchOfOne(
  event: object,
  mapping: object,
  settings: object = SETTINGS
): Promise<Failure | undefined> {
  const [result] = await runBatch([event], mapping, settings)
  return result.errormessage === undefined
    ? undefined
    : { code: result.errortype as string, status: result.status, message: result.errormessage }
}

export interface Result {
  status: number
  errortype?: string
  errormessage?: string
  errorreporter?: string
  sent?: unknown
  body?: unknown
}

/** Runs events through `performBatch`; resolves to a result for each, in their order. */
export function runBatch(events: object[], mapping: object, settings: object = SETTINGS): Promise<Result[]> {
  return createTestIntegration(destination).executeBatch('reportWebEvent', {
    events: events.map((event) => createTestEvent(event as Partial<SegmentEvent>)),
    mapping: mapping as never,
    settings: settings as never
  }) as Promise<Result[]>
}

/** Both ways in which a CDP delivers. They must behave the same. */
export const WAYS: [name: string, run: Run][] = [
  ['perform', runSingle],
  ['performBatch', runBatchOfOne]
]

// Jest's default pattern runs this file as a test. The test exists only then, and not when others import the file.
if (expect.getState().testPath === __filename) {
  prepareTests()

  it('stands in for TikTok', async () => {
    const tiktok = standInForTikTok()
    for (const [, run] of WAYS) expect(await run({}, { event: 'Purchase' })).toBeUndefined()
    expect(tiktok.requests).toHaveLength(WAYS.length)
  })
}

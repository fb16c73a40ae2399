import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import nock from 'nock'
import destination from '..'
import { CODE_RANGES, RETURN_CODES } from '../reportWebEvent/codes'
import { post } from '../reportWebEvent/send'
import { answerWith, prepareTests, SETTINGS, standInForTikTok, WAYS } from './__helpers__/tiktok'

prepareTests()

type Kind = keyof typeof KINDS

const KINDS = {
  rejected: { code: 'PAYLOAD_VALIDATION_FAILED', status: 400 },
  unauthorized: { code: 'INVALID_AUTHENTICATION', status: 401 },
  throttled: { code: 'RETRYABLE_ERROR', status: 429 },
  unavailable: { code: 'RETRYABLE_ERROR', status: 503 }
}

const CODES: [kind: Kind, codes: number[]][] = [
  ['rejected', [40000, 40002, 40061, 40062, 40063, 40007, 40999, 49999, 70000, 70001, 79999, 1, -1, 12345, 999999]],
  [
    'unauthorized',
    [40001, 40101, 40102, 40103, 40104, 40105, 40106, 40110, 40113, 40117, 40118, 40124, 40125, 40130, 40131]
  ],
  ['throttled', [40016, 40100, 40132, 40133, 61000]],
  // Part of an event cannot be accepted: the cause is unknown.
  ['unavailable', [20001, 40202, 50000, 50002, 51000, 51305, 52999, 53100, 53999, 60001]]
]

/** Codes whose errors have advice of their own. */
const ADVICE: [code: number, advice: string][] = [
  [40001, 'Check the Pixel Code in the settings, and that the Access Token comes from an admin or operator of'],
  [40007, 'Check the Pixel Code in the settings: TikTok Events Manager shows it beside the name of the pixel.'],
  [40102, 'Generate a new Access Token in TikTok Events Manager and put it into the settings.'],
  [40103, 'Generate a new Access Token in TikTok Events Manager and put it into the settings.'],
  [40104, 'Generate a new Access Token in TikTok Events Manager and put it into the settings.'],
  [40105, 'Generate a new Access Token in TikTok Events Manager and put it into the settings.']
]

const EACH_CODE = CODES.flatMap(([kind, codes]) => codes.map((code): [number, Kind] => [code, kind]))

describe('the table of return codes', () => {
  const tested = EACH_CODE.map(([code]) => code)

  it('holds each code once, and only codes that are tested', () => {
    expect(RETURN_CODES.map(({ code }) => code)).toEqual([...new Set(RETURN_CODES.map(({ code }) => code))])
    expect(RETURN_CODES.filter(({ code }) => code !== 0 && !tested.includes(code))).toEqual([])
  })

  it('holds only advice that is tested', () => {
    expect(RETURN_CODES.flatMap(({ code, advice }) => (advice === undefined ? [] : [code]))).toEqual(
      ADVICE.map(([code]) => code)
    )
  })

  it('holds only ranges whose ends are tested', () => {
    const ends = CODE_RANGES.flatMap(({ first, last }) => [first, last])
    expect(ends.filter((code) => !tested.includes(code))).toEqual([])
  })
})

describe.each(WAYS)('%s', (_name, run) => {
  it('counts an event as delivered when the code says so, whatever the HTTP status', async () => {
    standInForTikTok(answerWith(0, 'OK', 500))
    expect(await run({}, { event: 'Purchase' })).toBeUndefined()
  })

  it.each(EACH_CODE)('reads code %p as %s, with HTTP status 200', async (code, kind) => {
    standInForTikTok(answerWith(code))
    const failure = await run({}, { event: 'Purchase' })
    expect(failure).toMatchObject(KINDS[kind])
    expect(failure?.message).toContain(`(code ${code}, request_id 20261122): A message of TikTok. `)
  })

  it.each(ADVICE)('says what to do about code %p', async (code, advice) => {
    standInForTikTok(answerWith(code))
    expect((await run({}, { event: 'Purchase' }))?.message).toContain(`A message of TikTok. ${advice}`)
  })

  it.each([400, 401, 403, 429, 500])('believes the code before HTTP status %p', async (status) => {
    standInForTikTok(answerWith(40002, 'Wrong.', status))
    expect(await run({}, { event: 'Purchase' })).toMatchObject(KINDS.rejected)
  })

  it.each<[status: number, kind: Kind]>([
    [200, 'unavailable'],
    [204, 'unavailable'],
    [302, 'unavailable'],
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'rejected'],
    [408, 'unavailable'],
    [413, 'rejected'],
    [429, 'throttled'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable']
  ])('reads HTTP status %p without a code as %s', async (status, kind) => {
    standInForTikTok(() => [status, status === 204 ? '' : '<html>Bad gateway</html>'])
    const failure = await run({}, { event: 'Purchase' })
    expect(failure).toMatchObject(KINDS[kind])
    expect(failure?.message).toContain(`HTTP status ${status} without a return code`)
  })

  it('does not follow a redirect, which would carry the token to another host', async () => {
    nock('https://business-api.tiktok.com')
      .post('/open_api/v1.3/event/track/')
      .reply(307, '', { location: 'https://elsewhere.example.com/' })
    const failure = await run({}, { event: 'Purchase' })
    expect(failure).toMatchObject(KINDS.unavailable)
    expect(failure?.message).toContain('HTTP status 307 without a return code')
  })

  it.each(['', 'null', '[]', '{}', '{"code":"0"}', '{"code":null}', '{"code":0.5}', '{"code":0'])(
    'does not read the body %p as acceptance',
    async (body) => {
      standInForTikTok(() => [200, body])
      expect(await run({}, { event: 'Purchase' })).toMatchObject(KINDS.unavailable)
    }
  )

  it.each([{}, { message: null, request_id: null }, { message: { toString: 1 }, request_id: 7 }])(
    'reads a code with %p',
    async (rest) => {
      standInForTikTok(() => [200, { code: 40002, ...rest }])
      expect((await run({}, { event: 'Purchase' }))?.message).toBe(
        'TikTok rejected the event (code 40002): no message. Correct what the message names, and send the event again.'
      )
    }
  )

  it('names the pixel if the token may not write to it', async () => {
    standInForTikTok(answerWith(40001, 'No permission to operate pixel code: PIXELCODE.'))
    expect((await run({}, { event: 'Purchase' }))?.message).toBe(
      "TikTok rejected the credentials (code 40001, request_id 20261122): No permission to operate pixel code: PIXELCODE. Check the Pixel Code in the settings, and that the Access Token comes from an admin or operator of the pixel's advertiser account."
    )
  })

  it('retries when the network fails', async () => {
    nock('https://business-api.tiktok.com').post('/open_api/v1.3/event/track/').replyWithError('socket hang up')
    const failure = await run({}, { event: 'Purchase' })
    expect(failure).toMatchObject(KINDS.unavailable)
    expect(failure?.message).toContain('TikTok did not confirm the event: no answer (')
  })

  it.each([
    ['a blank token', { accessToken: ' ', pixelCode: 'P' }],
    ['a token that no header can carry', { accessToken: 'line\nbreak', pixelCode: 'P' }],
    ['a token of other letters', { accessToken: '“token”', pixelCode: 'P' }],
    ['a blank pixel code', { accessToken: 'T', pixelCode: ' ' }],
    ['a token that is not a text', { accessToken: ['“'], pixelCode: 'P' }],
    ['no settings', {}]
  ])('rejects %s before any request', async (_case, settings) => {
    const failure = await run({}, { event: 'Purchase' }, settings)
    expect(failure).toMatchObject(KINDS.unauthorized)
    expect(failure?.message).toMatch(/(Access Token|Pixel Code) is blank/)
    expect(failure?.message).not.toMatch(/line|“token”/)
  })

  it('does not repeat the token in the result of an accepted event', async () => {
    standInForTikTok(() => [200, { code: 0, message: 'secret-access-token', request_id: 'secret-access-token' }])
    const destinationRun = createTestIntegration(destination)
    const [result] = await destinationRun.executeBatch('reportWebEvent', {
      events: [createTestEvent()],
      mapping: { event: 'Purchase' },
      settings: SETTINGS
    })
    expect(result).toMatchObject({ status: 200, body: { message: '[redacted]', request_id: '[redacted]' } })
  })

  it('sends the token in its header, trimmed, and nowhere else', async () => {
    const tiktok = standInForTikTok()
    await run({}, { event: 'Purchase' }, { accessToken: ' secret-access-token\n', pixelCode: ' PIXELCODE ' })
    expect([tiktok.headers[0]['access-token']].flat()).toEqual(['secret-access-token'])
    expect(tiktok.requests[0].event_source_id).toBe('PIXELCODE')
    expect(JSON.stringify(tiktok.requests)).not.toContain('secret')
  })

  it('repeats neither the token nor personal values that TikTok quotes', async () => {
    const digest = '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f'
    standInForTikTok((body) => [
      200,
      {
        code: 40002,
        request_id: 'r-secret-access-token',
        message: `token secret-access-token, ip 203.0.113.7, city ${body.data[0].user?.city}, agent Mozilla/5.0 (X11), page https://example.com/?a=1, mail other@example.com, phone +12025550123, ${digest}, lead lead-1, country us.`
      }
    ])
    const failure = await run(
      {},
      {
        event: 'Purchase',
        ip: '203.0.113.7',
        user_agent: 'Mozilla/5.0 (X11)',
        url: 'https://example.com/?a=1',
        lead_id: 'lead-1',
        address: { city: 'Berlin', country: 'us' }
      }
    )
    expect(failure?.message).toBe(
      'TikTok rejected the event (code 40002, request_id [redacted]): token [redacted], ip [redacted], city [redacted], agent [redacted], page [redacted], mail [redacted], phone [redacted], [redacted], lead [redacted], country us. Correct what the message names, and send the event again.'
    )
  })

  it('reads numbers in the settings as texts', async () => {
    const tiktok = standInForTikTok()
    expect(await run({}, { event: 'Purchase' }, { accessToken: 7, pixelCode: 8 })).toBeUndefined()
    expect(tiktok.requests[0].event_source_id).toBe('8')
  })

  it.each<[what: string, quote: string]>([
    ['a short state', 'bad state ny here'],
    ['a part of a URL', 'page https://shop.example.com/thanks?email=jane here'],
    ['an encoded address', 'page thanks?email=jane%40example.com here'],
    ['a searched text', 'query jane doe, warsaw here']
  ])('does not repeat %s', async (_what, quote) => {
    standInForTikTok(answerWith(40002, quote))
    const fields = { event: 'Purchase', address: { state: 'NY' }, query: 'jane doe, warsaw' }
    expect((await run({}, fields))?.message).toMatch(/: \S+( \S+)? \[redacted\] here\. /)
  })

  it('shortens a text of any length', async () => {
    standInForTikTok(answerWith(40002, 'x'.repeat(1_000_000)))
    expect((await run({}, { event: 'Purchase' }))?.message.length).toBeLessThan(700)
  })
})

describe('credential test', () => {
  async function test(settings: object = SETTINGS): Promise<string | undefined> {
    try {
      await createTestIntegration(destination).testAuthentication(settings as never)
      return undefined
    } catch (error) {
      return (error as Error).message
    }
  }

  it('asks with an empty list of events, which records nothing', async () => {
    const tiktok = standInForTikTok()
    expect(await test()).toBeUndefined()
    expect(tiktok.requests).toEqual([
      { event_source: 'web', event_source_id: 'PIXELCODE', partner_name: 'Segment', data: [] }
    ])
    expect([tiktok.headers[0]['access-token']].flat()).toEqual(['secret-access-token'])
  })

  it('decides by the code only for the codes that are tested here', () => {
    expect(RETURN_CODES.flatMap(({ code, credentials }) => (credentials === undefined ? [] : [code]))).toEqual([
      40000, 40002, 40007
    ])
  })

  it.each([0, 40000, 40002])('passes with code %p, which means that token and pixel were accepted', async (code) => {
    standInForTikTok(answerWith(code))
    expect(await test()).toBeUndefined()
  })

  it.each(CODES[1][1])('rejects the credentials with code %p', async (code) => {
    standInForTikTok(answerWith(code))
    expect(await test()).toContain(
      `TikTok rejected the credentials (code ${code}, request_id 20261122): A message of TikTok.`
    )
  })

  it.each<[name: string, code: number, fix: string]>([
    [
      'a wrong or revoked token',
      40105,
      'Generate a new Access Token in TikTok Events Manager and put it into the settings.'
    ],
    [
      'a pixel the token may not write to',
      40001,
      'Check the Pixel Code in the settings, and that the Access Token comes from an admin'
    ],
    ['a pixel that does not exist', 40007, 'Check the Pixel Code in the settings: TikTok Events Manager shows it']
  ])('says what to fix for %s', async (_name, code, fix) => {
    standInForTikTok(answerWith(code))
    expect(await test()).toContain(fix)
  })

  it.each([401, 403])('rejects the credentials with HTTP status %p', async (status) => {
    standInForTikTok(() => [status, '<html></html>'])
    expect(await test()).toContain('TikTok rejected the credentials: HTTP status')
  })

  it.each<[name: string, status: number, body: unknown, why: string]>([
    ['a rate limit', 200, { code: 40100, message: 'Too many requests.' }, '(code 40100): Too many requests.'],
    ['a fault of TikTok', 200, { code: 50000, message: 'System error' }, '(code 50000): System error.'],
    ['a gateway', 502, '<html>', ': HTTP status 502 without a return code.'],
    ['an unreadable success', 200, '<html>', ': HTTP status 200 without a return code.'],
    ['a code that says neither', 200, { code: 40063, message: 'Partner.' }, '(code 40063): Partner.']
  ])('says that the settings could not be verified after %s, and why', async (_name, status, body, why) => {
    standInForTikTok(() => [status, body])
    const message = await test()
    expect(message).toContain('The settings could not be verified')
    expect(message).toContain(
      `${why} Neither the Access Token nor the Pixel Code was checked: test the settings again later.`
    )
  })

  it('says so too when there is no answer', async () => {
    nock('https://business-api.tiktok.com').post('/open_api/v1.3/event/track/').replyWithError('gone')
    expect(await test()).toContain('The settings could not be verified: no answer (')
  })

  it('rejects a blank pixel code before any request', async () => {
    expect(await test({ accessToken: 'T', pixelCode: ' ' })).toContain('Pixel Code is blank.')
    expect(await test({ accessToken: 'Bearer T', pixelCode: 'P' })).toContain(
      'The credentials cannot be used: Access Token begins with "Bearer": the token alone is needed.'
    )
  })
})

describe('a request of a caller that has built its events', () => {
  const body = {
    event_source: 'web' as const,
    event_source_id: 'P',
    partner_name: 'Segment',
    get data(): never {
      throw new Error('The events were read.')
    }
  }

  it('is answered without a request where the settings are invalid', async () => {
    const request = jest.fn()
    await expect(post(request, { accessToken: ' ', pixelCode: 'P' }, body)).resolves.toMatchObject({
      verdict: 'unauthorized'
    })
    expect(request).not.toHaveBeenCalled()
  })

  it('does not read the events of an accepted request', async () => {
    const request = jest.fn().mockResolvedValue({ status: 200, content: '{"code":0,"message":"OK"}' })
    await expect(post(request, SETTINGS, body)).resolves.toMatchObject({ verdict: 'accepted', message: 'OK' })
  })

  it('is answered as unavailable where the request fails', async () => {
    const request = jest.fn().mockRejectedValue(new TypeError('secret'))
    await expect(post(request, SETTINGS, body)).resolves.toEqual({
      verdict: 'unavailable',
      message: 'no answer (TypeError)'
    })
  })
})

import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { createTestIntegration, Destination } from '@segment/actions-core'
import fc from 'fast-check'
import nock from 'nock'
import definition from '../src'
import { presets } from '../src/presets'
import { buildEvent } from '../src/reportWebEvent/event'
import { hash } from '../src/reportWebEvent/hash'
import {
  normalizeEmail,
  normalizeExternalId,
  normalizeIp,
  normalizeName,
  normalizePhone,
  normalizeZipCode
} from '../src/reportWebEvent/normalize'
import { readCountry } from '../src/reportWebEvent/read/country'
import { errorFor, readAnswer } from '../src/reportWebEvent/response'
import { runsOf } from './__helpers__/runs'

fc.configureGlobal({ seed: 20261122 })

const SETTINGS = { accessToken: 'secret-access-token', pixelCode: 'PIXELCODE' }
const EVENTS_PATH = '/open_api/v1.3/event/track/'

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => nock.restore())

const country = fc.constantFrom(undefined, 'US', 'de', 'GB', 'XX', 'United States')
const phone = fc.oneof(
  fc.string(),
  fc.stringMatching(/^\+?[0-9 ().-]{1,24}$/),
  fc.stringMatching(/^(00|\+)[1-9]\d{6,15}$/)
)
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), phone, fc.emailAddress(), fc.ipV4(), fc.ipV6())

describe('normalisers', () => {
  it.each<[name: string, normalize: (text: string, country?: string) => string | undefined]>([
    ['email', normalizeEmail],
    ['phone', normalizePhone],
    ['external id', normalizeExternalId],
    ['name', normalizeName],
    ['zip code', normalizeZipCode],
    ['country', readCountry],
    ['ip', normalizeIp]
  ])('return their own output unchanged: %s', (_name, normalize) => {
    fc.assert(
      fc.property(text, country, (value, where) => {
        const once = normalize(value, where)
        if (once !== undefined) expect(normalize(once, where)).toBe(once)
      }),
      { numRuns: runsOf(100) }
    )
  })

  it('make a phone number E.164 or nothing', () => {
    fc.assert(
      fc.property(phone, country, (value, where) =>
        expect(normalizePhone(value, where) ?? '+1').toMatch(/^\+\d{1,15}$/)
      )
    )
  })
})

describe('a hash', () => {
  it('is 64 hexadecimal digits or absent', () => {
    fc.assert(
      fc.property(text, (value) => expect(hash(value, normalizeExternalId) ?? '0'.repeat(64)).toMatch(/^[a-f0-9]{64}$/))
    )
  })

  it('of a hash is itself', () => {
    fc.assert(
      fc.property(text, (value) => {
        const digest = hash(value, normalizeExternalId)
        fc.pre(digest !== undefined)
        for (const normalize of [normalizeEmail, normalizePhone, normalizeName]) {
          expect(hash(` ${digest.toUpperCase()} `, normalize)).toBe(digest)
        }
      })
    )
  })
})

it('every integer code has a verdict, and every verdict but acceptance an error', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 100, max: 599 }), (code, status) => {
      const answer = readAnswer(status, JSON.stringify({ code, message: 'm', request_id: 'r' }))
      const error = errorFor(answer)
      expect(error === undefined).toBe(code === 0)
      // A longer one is no return code, and might be a phone number.
      const isCode = Math.abs(code) < 1_000_000
      if (error !== undefined) expect(error.message.includes(`code ${code}`)).toBe(isCode)
    }),
    { numRuns: runsOf(200) }
  )
})

it('every body and status gives an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), fc.integer({ min: 100, max: 599 }), (body, status) => {
      expect(readAnswer(status, body).message).toEqual(expect.any(String))
    })
  )
})

/** actions-core itself cannot read these: a CDP's events have a context. */
const isReadable = ({ context }: { context?: unknown }) =>
  context !== null && (context as { personas?: unknown } | undefined)?.personas !== null

/** JSON of any shape in the places where the presets look, and elsewhere. */
const json = fc.jsonValue({ maxDepth: 3 })
const name = fc.constantFrom('Order Completed', 'Product Added', 'Products Searched', 'Checkout Started')
const anyEvent = fc
  .record(
    {
      type: fc.constantFrom('track', 'page'),
      event: fc.oneof(name, json),
      messageId: json,
      timestamp: fc.oneof(
        json,
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
      ),
      userId: json,
      anonymousId: json,
      integrations: json,
      properties: fc.oneof(
        json,
        fc.record(
          {
            products: fc.oneof(
              json,
              fc.array(fc.record({ price: json, product_id: json, name: json }, { requiredKeys: [] }))
            ),
            email: fc.oneof(json, text),
            phone: fc.oneof(json, phone),
            address: json,
            currency: json,
            value: json,
            query: json,
            limited_data_use: json
          },
          { requiredKeys: [] }
        )
      ),
      context: fc.oneof(
        json,
        fc.record(
          { ip: fc.oneof(json, text), page: fc.oneof(json, fc.record({ url: text })), traits: json },
          { requiredKeys: [] }
        )
      )
    },
    { requiredKeys: ['type'] }
  )
  .filter(isReadable) as fc.Arbitrary<unknown> as fc.Arbitrary<SegmentEvent>

/** A mapping for every event. */
const always = (mapping: JSONObject) => ({ partnerAction: 'reportWebEvent', subscribe: 'type != "none"', mapping })

/** The errors that may come out: those of the mapping, of this package, and of TikTok's answer. */
const CLEAR_ERRORS = ['AggregateAjvError', 'PayloadValidationError']

it('any event is either sent or refused with a clear error', async () => {
  nock('https://business-api.tiktok.com').persist().post(EVENTS_PATH).reply(200, { code: 0 })
  const destination = new Destination(definition)
  await fc.assert(
    fc.asyncProperty(anyEvent, fc.constantFrom(...presets), async (event, { mapping = {} }) => {
      try {
        await destination.onEvent(event, { ...SETTINGS, subscription: always(mapping) })
      } catch (error) {
        expect(CLEAR_ERRORS).toContain((error as Error).name)
      }
    }),
    { numRuns: runsOf(150) }
  )
})

it('a batch of one equals a single event', async () => {
  let bodies: unknown[] = []
  nock('https://business-api.tiktok.com')
    .persist()
    .post(EVENTS_PATH, (body) => bodies.push(body) > 0)
    .reply(200, { code: 0 })
  const destination = new Destination(definition)
  await fc.assert(
    fc.asyncProperty(anyEvent, fc.constantFrom(...presets), async (event, { mapping = {} }) => {
      bodies = []
      const withTime = { ...event, timestamp: '2026-11-22T10:00:00Z' } as SegmentEvent
      const single = await destination.onEvent(withTime, { ...SETTINGS, subscription: always(mapping) }).then(
        () => undefined,
        (error: Error) => error.message
      )
      const [{ multistatus = [] }] = await destination.onBatch([withTime], {
        ...SETTINGS,
        subscription: always(mapping)
      })
      expect((multistatus[0] as { errormessage?: string }).errormessage).toBe(single)
      if (single === undefined) expect(bodies[1]).toEqual(bodies[0])
    }),
    { numRuns: runsOf(50) }
  )
})

it('no error holds the token or a personal value, whatever TikTok quotes', async () => {
  const person = fc.record({
    email: fc.emailAddress(),
    phone: fc.stringMatching(/^\+1202555\d{4}$/),
    ip: fc.ipV4().filter((ip) => ip.length > 10),
    city: fc.stringMatching(/^[A-Za-z]{6,12}$/),
    ttclid: fc.stringMatching(/^E\.C\.P\.[A-Za-z0-9]{10}$/)
  })
  const destination = createTestIntegration(definition)
  await fc.assert(
    fc.asyncProperty(
      person,
      fc.constantFrom(200, 400, 401),
      async ({ email, phone: number, ip, city, ttclid }, status) => {
        nock.cleanAll()
        nock('https://business-api.tiktok.com')
          .post(EVENTS_PATH)
          .reply(function (_uri, body) {
            const quoted = JSON.stringify(body).replace(/"/g, ' ')
            const token = String(this.req.headers['access-token'])
            return [status, { code: 40002, message: `${email} ${number} ${token} ${quoted}`.slice(0, 3000) }]
          })
        const mapping = { event: 'Purchase', email, phone_number: number, ip, ttclid, address: { city } }
        const error: Error = await destination.testAction('reportWebEvent', { mapping, settings: SETTINGS }).then(
          () => new Error(''),
          (reason) => reason
        )
        expect(error.message).toContain('TikTok rejected the event')
        const event = buildEvent({ event: 'Purchase', email: [email], phone_number: [number] }, 0)
        const secrets = [
          SETTINGS.accessToken,
          email,
          number,
          ttclid,
          city.toLowerCase(),
          ...(event.user?.email ?? []),
          ...(event.user?.phone ?? [])
        ]
        for (const secret of secrets) expect(error.message).not.toContain(secret)
      }
    ),
    { numRuns: runsOf(20) }
  )
})

import type { SegmentEvent } from '@segment/actions-core'
import fc from 'fast-check'
import type { EncodedLine } from '../../runner/delivery/encoder'
import { encodeLines, encodeRequest, releaseRequest, requestOf } from '../../runner/delivery/encoder'
import { presetMappings } from '../../runner/mappings/presets'
import type { InputLine, LineHandler } from '../../runner/transform/lines'
import { createRoutes } from '../../runner/transform/match'
import { MAPPED_PAYLOAD, observeDestination } from '../__helpers__/observed-destination'
import { runsOf } from '../__helpers__/runs'

fc.configureGlobal({ seed: 20261125 })

const [preset] = presetMappings()
const routes = createRoutes([{ ...preset, subscribe: 'type = "track"', mapping: MAPPED_PAYLOAD }])

const fail = () => {
  throw new Error('every event is sent')
}
const handler: LineHandler<InputLine> = { unreadable: fail, optedOut: fail, unmatched: fail, mappingMissing: fail }
const NOW = Date.parse('2026-11-22T10:00:00Z')

beforeEach(() =>
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] })
)
afterEach(() => jest.useRealTimers())

const { destination, settings, bodies } = observeDestination('PIXEL')

/** The requests of a batch of payloads, as the destination makes them in a CDP. */
async function bodiesOf(payloads: readonly object[]): Promise<string[]> {
  bodies.length = 0
  const events = payloads.map((payload) => ({ payload })) as unknown as SegmentEvent[]
  await destination.executeBatch('reportWebEvent', { events, mapping: MAPPED_PAYLOAD, settings })
  return [...bodies]
}

function encodeGroups(payloads: readonly object[], bytes: number): EncodedLine<InputLine>[][] {
  const lines = payloads.map((payload) => ({ event: { type: 'track', payload } as unknown as SegmentEvent, bytes }))
  return [...encodeLines(lines, { routes, settings, now: () => NOW }, handler)]
}

const encode = (payloads: readonly object[], bytes = 1000) => encodeGroups(payloads, bytes).flat()

const anyPayload = fc.record(
  {
    event: fc.constantFrom('Purchase', 'AddToCart', 'Bestellung ü €'),
    timestamp: fc.constantFrom('2026-11-22T09:00:00Z', '1700000000', 'no time'),
    event_id: fc.string(),
    email: fc.oneof(fc.emailAddress(), fc.array(fc.emailAddress(), { maxLength: 2 })),
    query: fc.string({ unit: 'grapheme' }),
    description: fc.string({ unit: 'binary' }),
    value: fc.double({ noNaN: true, noDefaultInfinity: true })
  },
  { requiredKeys: ['event', 'timestamp'] }
)

it('writes the request that the destination would send, to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyPayload, { minLength: 1, maxLength: 40 }), async (payloads) => {
      const encoded = encode(payloads).flatMap((pair) => pair.encoded ?? [])
      const [body] = await bodiesOf(payloads)
      fc.pre(body !== undefined)
      expect(encodeRequest(encoded).toString()).toBe(body)
      expect(JSON.stringify(requestOf(encoded))).toBe(body)
    }),
    { numRuns: runsOf(30) }
  )
})

it('writes to the memory of a request again once it is released, and never before', () => {
  const requestFor = (event_id: string) => {
    const [{ encoded }] = encode([{ event: 'Purchase', timestamp: '2026-11-22T09:00:00Z', event_id }])
    return encodeRequest(encoded ? [encoded] : [])
  }
  const idIn = (request: Buffer) => JSON.parse(request.toString()).data[0].event_id
  const [first, second] = [requestFor('id-1'), requestFor('id-2')]
  expect([first, second].map(idIn)).toEqual(['id-1', 'id-2'])
  releaseRequest(first)
  const [third, fourth] = [requestFor('id-3, which is longer'), requestFor('id-4')]
  expect(third.buffer).toBe(first.buffer)
  expect([second, third, fourth].map(idIn)).toEqual(['id-2', 'id-3, which is longer', 'id-4'])
})

it('writes a request that is larger than usual to memory of its own', () => {
  const query = 'x'.repeat(1000)
  const payloads = Array.from({ length: 2500 }, () => ({ event: 'Purchase', timestamp: '2026-11-22T09:00:00Z', query }))
  const encoded = encode(payloads).flatMap((pair) => pair.encoded ?? [])
  const request = encodeRequest(encoded)
  releaseRequest(request)
  expect(JSON.parse(request.toString()).data).toHaveLength(2500)
  expect(encodeRequest(encoded).buffer).not.toBe(request.buffer)
})

it('leaves out identifiers that JavaScript has rounded, as the destination does', async () => {
  const rounded = { order_id: 1e21, external_id: [1e21], contents: [{ content_id: 2 ** 60, quantity: 1 }] }
  const payload = {
    event: 'Purchase',
    timestamp: '2026-11-22T09:00:00Z',
    event_id: 'id-1',
    shop_id: 2 ** 53,
    ...rounded
  }
  const [{ encoded, leftOut }] = encode([payload])
  const [body] = await bodiesOf([payload])
  expect(String(encoded?.json)).toBe(JSON.stringify(JSON.parse(body).data[0]))
  expect(String(encoded?.json)).not.toMatch(/1e\+21|1152921504606847|9007199254740992/)
  expect(leftOut).toContainEqual({ field: 'order_id', reason: 'not_exact' })
})

it('gives each event its own result, at its position', async () => {
  const good = { event: 'Purchase', timestamp: '2026-11-22T09:00:00Z' }
  const payloads = Array.from({ length: 50 }, (_, index) =>
    index % 7 === 3 ? { ...good, timestamp: 'no time' } : { ...good, event_id: `id-${index}` }
  )
  const pairs = encode(payloads)
  expect(pairs.map(({ line }) => Object(line.event).payload)).toEqual(payloads)
  for (const [index, { encoded, error }] of pairs.entries()) {
    if (index % 7 === 3) expect(error).toMatchObject({ class: 'PayloadValidationError', status: 400 })
    else expect(JSON.parse(String(encoded?.json))).toMatchObject({ event: 'Purchase', event_id: `id-${index}` })
  }
})

it('repeats no message of the runtime, which could quote the event', async () => {
  const properties = {
    get email() {
      throw new RangeError('jane@example.com is too much')
    }
  }
  const other_sources = { properties }
  const [{ encoded, error }] = encode([{ event: 'Purchase', timestamp: '2026-11-22T09:00:00Z', other_sources }])
  expect(encoded).toBeUndefined()
  expect(error).toEqual({
    class: 'PayloadValidationError',
    status: 400,
    message: 'The mapping cannot be applied to the event.'
  })
})

it('counts the text of the event and its JSON as the memory that it takes', async () => {
  const [{ encoded }] = encode([{ event: 'Purchase', timestamp: '2026-11-22T09:00:00Z' }], 500)
  expect(encoded?.weight).toBe(500 + (encoded?.json.length ?? 0))
})

it('builds few events at a time, and fewer where they are large', () => {
  const payload = { event: 'Purchase', timestamp: '2026-11-22T09:00:00Z' }
  const sizesOf = (bytes: number) => {
    const payloads = Array.from({ length: 40 }, () => payload)
    return encodeGroups(payloads, bytes).map((group) => group.length)
  }
  expect(sizesOf(2000)).toEqual([16, 16, 8])
  expect(sizesOf(25_000)).toEqual([...Array(13).fill(3), 1])
  expect(sizesOf(1_048_576).every((size) => size === 1)).toBe(true)
})

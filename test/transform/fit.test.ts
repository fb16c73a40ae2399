import type { SegmentEvent } from '@segment/actions-core'
import { transform } from '@segment/actions-core'
import fc from 'fast-check'
import { FitNotes } from '../../runner/transform/fit'
import { presets } from '../../src/presets'
import { ordersOf, TestFolder, toLines } from '../__helpers__/command'
import { fitPayload } from '../__helpers__/fitted'
import { runInProcess } from '../__helpers__/in-process'
import { MAPPED_PAYLOAD, observeDestination } from '../__helpers__/observed-destination'
import { runsOf } from '../__helpers__/runs'

fc.configureGlobal({ seed: 20261125 })

function fitOne(payload: object) {
  const notes = new FitNotes()
  const fitted = fitPayload(payload, notes)
  return { fitted, leftOut: notes.list ?? [] }
}

it.each<[what: string, payload: object, fitted: object]>([
  [
    'an object of emails',
    { email: { primary: 'a@example.com', b: 'b@example.com' } },
    { email: ['a@example.com', 'b@example.com'] }
  ],
  ['a user agent object', { user_agent: { ua: 'Mozilla/5.0' } }, { user_agent: 'Mozilla/5.0' }],
  ['a time that names its type', { timestamp: { $date: '2026-11-22' } }, { timestamp: '2026-11-22' }],
  ['a typed boolean', { limited_data_use: { BOOL: true } }, { limited_data_use: true }],
  ...['True', 'yes', '1', 1].map((word): [string, object, object] => [
    `${JSON.stringify(word)} as a boolean`,
    { limited_data_use: word },
    { limited_data_use: true }
  ]),
  ...['FALSE', 'no', '0', 0].map((word): [string, object, object] => [
    `${JSON.stringify(word)} as a boolean`,
    { limited_data_use: word },
    { limited_data_use: false }
  ]),
  [
    'typed products',
    { contents: { L: [{ M: { content_id: { S: 'a' }, price: { N: '1' } } }] } },
    { contents: [{ content_id: 'a', price: '1' }] }
  ],
  ['a list of one text', { order_id: ['A-1'] }, { order_id: 'A-1' }],
  ['an address in a list', { address: [{ city: 'Rome' }] }, { address: { city: 'Rome' } }],
  ['an object as the brand of a product', { contents: [{ brand: { name: 'b' } }] }, { contents: [{ brand: ['b'] }] }],
  ['items that are not objects', { contents: [false, { content_id: 'a' }] }, { contents: [{ content_id: 'a' }] }]
])('reads %s', (_what, payload, fitted) => expect(fitOne(payload).fitted).toEqual(fitted))

describe('a payload that Segment may reject', () => {
  const isOdd = (payload: object) => {
    const notes = new FitNotes()
    fitPayload(payload, notes)
    return notes.isOdd
  }

  it.each(presets)('is none that $name maps from an ordinary order', ({ mapping }) => {
    expect(isOdd(transform(mapping ?? {}, ordersOf(1)[0] as never))).toBe(false)
  })

  it.each([0, 1001, '1000', [1000], {}])('has a batch size of %j', (batch_size) => {
    expect(isOdd({ batch_size })).toBe(true)
  })
})

it.each<[field: string, value: unknown]>([
  ['query', { utm_campaign: 'x' }],
  ['address', 'Germany'],
  ['contents', 'none'],
  ['event_source', { crm: { id: true } }],
  ['calculate_value', 'perhaps'],
  ['limited_data_use', 'perhaps'],
  ['locale', [1, 2]]
])('leaves out %s and says so', (field, value) => {
  const { fitted, leftOut } = fitOne({ event: 'Purchase', [field]: value })
  expect(fitted[field]).toBeUndefined()
  expect(leftOut.map((each) => each.field)).toEqual([field])
})

it('leaves out blank values in silence', () => {
  const payload = { event: 'Purchase', value: null, email: '', query: ' ', contents: [{ brand: null, price: 1 }] }
  expect(fitOne(payload)).toEqual({ fitted: { event: 'Purchase', contents: [{ price: 1 }] }, leftOut: [] })
})

it('does not change what it is given', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('email', 'address', 'contents', 'query', 'value'), fc.jsonValue()),
      (payload) => {
        const before = JSON.stringify(payload)
        fitOne(payload)
        expect(JSON.stringify(payload)).toBe(before)
      }
    )
  )
})

const { destination, settings, bodies: requests } = observeDestination('PIXEL')

/** The requests that the destination makes of a payload. */
async function requestsOf(payload: unknown): Promise<string[]> {
  requests.length = 0
  const events = [{ payload }] as unknown as SegmentEvent[]
  await destination.executeBatch('reportWebEvent', { events, mapping: MAPPED_PAYLOAD, settings })
  return [...requests]
}

const text = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'a@example.com', '+1 202 555 0123', '12.50', 'USD'))
const number = fc.oneof(fc.nat(), fc.constantFrom(0, 12.5, '7', null))
const texts = fc.oneof(text, fc.array(fc.oneof(text, fc.constant(null)), { maxLength: 3 }))
const product = fc.record({ price: number, quantity: number, content_id: text, brand: texts }, { requiredKeys: [] })

/** Payloads of which actions-core accepts the most. */
const anyPayload = fc.record(
  {
    event: fc.constant('Purchase'),
    timestamp: fc.constant('2026-11-22T09:00:00Z'),
    email: texts,
    phone_number: texts,
    external_id: texts,
    address: fc.record({ city: text, zip: fc.oneof(text, fc.constant(null)) }, { requiredKeys: [] }),
    contents: fc.oneof(product, fc.array(product, { maxLength: 3 })),
    value: number,
    currency: text,
    query: fc.oneof(text, fc.constant(null)),
    limited_data_use: fc.constantFrom(true, 'false', '', null),
    other_sources: fc.record({ properties: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })) })
  },
  { requiredKeys: ['event', 'timestamp'] }
)

it('is sent as the payload itself is sent, where that is valid', async () => {
  await fc.assert(
    fc.asyncProperty(anyPayload, async (payload) => {
      const plain = await requestsOf(payload)
      fc.pre(plain.length > 0)
      expect(await requestsOf(fitOne(payload).fitted)).toEqual(plain)
    }),
    { numRuns: runsOf(50) }
  )
})

describe('in a run', () => {
  let folder: TestFolder
  beforeAll(() => {
    folder = new TestFolder()
  })
  afterAll(() => folder.remove())

  /** Odd values in every place of an order; none of them may cost the order. */
  const ODD = [{}, { a: 1 }, [], [1, 2], 'odd', true, false, null, 0, '']

  it('no odd optional value costs an order', async () => {
    const places = [
      ...[
        'email',
        'phone',
        'query',
        'products',
        'num_items',
        'ttclid',
        'shop_id',
        'address',
        'revenue',
        'limited_data_use'
      ],
      ...['first_name', 'order_id']
    ]
    const events = places.flatMap((place) => ordersOf(ODD.length, (index) => ({ [place]: ODD[index] })))
    const [template] = ordersOf(1) as { context: object }[]
    for (const key of ['ip', 'userAgent', 'locale', 'page', 'traits']) {
      for (const value of ODD) events.push({ ...template, context: { ...template.context, [key]: value } })
    }
    const file = folder.write('odd.ndjson', toLines(events))
    const { stdout } = await runInProcess(['send', file, '--sandbox', '--json'])
    const report = JSON.parse(stdout)
    expect(report.reasons).toEqual({})
    expect(report.delivered).toBe(events.length)
    expect(Object.keys(report.warnings)).toEqual(
      expect.arrayContaining(['query is an object, a list or a boolean where a text is expected'])
    )
  })
})

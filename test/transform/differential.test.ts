import type { JSONObject, JSONValue, SegmentEvent } from '@segment/actions-core'
import fc from 'fast-check'
import { presetMappings } from '../../runner/mappings/presets'
import { buildAll } from '../../runner/transform/build'
import { createRoutes } from '../../runner/transform/match'
import action from '../../src/reportWebEvent'
import { observeDestination } from '../__helpers__/observed-destination'
import { runsOf } from '../__helpers__/runs'
import { anyDirectives } from './__helpers__/directives'

fc.configureGlobal({ seed: 20261129 })

const NOW = Date.parse('2026-11-22T10:00:00Z')

beforeEach(() =>
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] })
)
afterEach(() => jest.useRealTimers())

const { destination, settings, bodies } = observeDestination('PIXEL')

/** The request that actions-core and the destination make of an event, or the error. */
async function byActionsCore(event: object, mapping: JSONObject): Promise<{ body?: string; error?: string }> {
  bodies.length = 0
  try {
    const events = [event as unknown as SegmentEvent]
    const [result] = await destination.executeBatch('reportWebEvent', { events, mapping, settings })
    const { errormessage } = result as { errormessage?: string }
    return errormessage === undefined ? { body: bodies[0] } : { error: errormessage }
  } catch {
    return { error: 'The mapping cannot be applied to the event.' }
  }
}

/** The request that the runner makes of it, or the error, and the error that it foresees of Segment. */
function byRunner(event: object, mapping: JSONObject): { body?: string; error?: string; segmentError?: string } {
  const [route] = createRoutes([{ name: 'any', subscribe: 'type = "track"', partnerAction: 'reportWebEvent', mapping }])
  const routed = { route, event: event as unknown as SegmentEvent }
  const [built] = buildAll([routed], { settings, asksSegment: true }, NOW)
  const { envelope, event: tiktokEvent, error, segmentError } = built
  if (error !== undefined) return { error: error.message, segmentError }
  return { body: JSON.stringify({ ...envelope, data: [tiktokEvent] }), segmentError }
}

const key = fc.constantFrom(
  'a',
  'b',
  'email',
  'products',
  'price',
  'value',
  'currency',
  '__proto__',
  'constructor',
  '0'
)

/** Texts and numbers that fields are meant for, and values of any other kind. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      'jane@example.com',
      '+12025550123',
      'USD',
      'Purchase',
      '12.50',
      '2026-11-22T09:00:00Z',
      'web'
    ),
    fc.constantFrom<unknown>(
      null,
      false,
      true,
      0,
      1,
      -0.5,
      12.5,
      '',
      ' ',
      'n/a',
      'true',
      '[]',
      '{"email":"a@b.example"}'
    ),
    fc.constantFrom<unknown>(2 ** 63, 1e21, 'A,B', 'crm', 'travel', 1795338000),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => fromEntries(entries as never))
  )
}))

/** As `JSON.parse` makes it: a `__proto__` is a key like any other. */
function fromEntries(entries: [string, unknown][]): object {
  return JSON.parse(`{${entries.map(([name, child]) => `${JSON.stringify(name)}:${JSON.stringify(child)}`).join(',')}}`)
}

/** actions-core itself fails for an event whose context is null. */
const context = value.filter((each) => each !== null)

const mostly = (usual: fc.Arbitrary<unknown>, other: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: other })

const properties = fc.dictionary(
  fc.constantFrom('email', 'phone', 'order_id', 'value', 'currency', 'products', 'address', 'first_name', 'query', 'a'),
  fc.oneof(fc.constantFrom('jane@example.com', '+12025550123', '12.50', 'USD', 'A-1'), value),
  { maxKeys: 3, noNullPrototype: true }
)

const anyEvent = fc
  .record(
    {
      properties: mostly(properties, value),
      context: mostly(fc.constant({ ip: '203.0.113.7', userAgent: 'Mozilla/5.0', locale: 'en' }), context),
      userId: mostly(fc.constant('user-1'), value),
      messageId: mostly(fc.constant('m-1'), value),
      timestamp: mostly(fc.constant('2026-11-22T09:00:00Z'), value),
      traits: value,
      a: value
    },
    { requiredKeys: [] }
  )
  .map((event) => JSON.parse(JSON.stringify({ type: 'track', event: 'Order Completed', ...event })))

/** A path through a prototype leads to methods of the language, which actions-core and the runner reject in other words. */
const pathKey = key.filter((each) => each !== '__proto__')

const path = fc
  .tuple(
    fc.constantFrom('properties', 'context', 'traits', 'userId', 'a', 'timestamp'),
    fc.array(pathKey, { maxLength: 2 })
  )
  .map(([first, keys]) => `$.${[first, ...keys].join('.')}`)

const { node } = fc.letrec((tie) => {
  const child = tie('node')
  return {
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 8, arbitrary: path.map((text) => ({ '@path': text })) },
      { weight: 3, arbitrary: value },
      ...anyDirectives({ child, key, path }),
      path.map((text) => ({ '@arrayPath': [text, { content_id: { '@path': '$.a' }, price: { '@path': '$.price' } }] })),
      path.map((text) => ({ '@template': `{{${text.slice(2)}}}` })),
      fc.constant({ '@liquid': '{{ properties.email }}' }),
      path.map((text) => ({ '@path': text, _metadata: { label: 'A' } }))
    )
  }
})

const [ORDER] = presetMappings().filter(({ name }) => name === 'Place an Order')

/** The preset of orders, or a mapping that reads nothing else of the event. */
const anyPreset = fc.constantFrom<JSONObject>(ORDER.mapping, { event: 'Purchase' })

/** A mapping, some of whose fields have any other value. */
const anyMapping = fc
  .tuple(
    mostly(fc.constant(ORDER.mapping), fc.constant({ event: 'Purchase' })) as fc.Arbitrary<JSONObject>,
    fc.dictionary(fc.constantFrom(...Object.keys(action.fields), 'unknown'), node as never, {
      maxKeys: 3,
      noNullPrototype: true
    }),
    mostly(fc.constant(undefined), node) as fc.Arbitrary<JSONValue | undefined>
  )
  .map(([base, changes, event]): JSONObject => ({ ...base, ...changes, event: event ?? 'Purchase' }))

it('makes the request that actions-core makes, or foresees why it makes none', async () => {
  let sent = 0
  await fc.assert(
    fc.asyncProperty(anyMapping, fc.array(anyEvent, { minLength: 5, maxLength: 5 }), async (mapping, events) => {
      for (const event of events) {
        const expected = await byActionsCore(structuredClone(event), structuredClone(mapping))
        const { body, error, segmentError } = byRunner(event, mapping)
        if (expected.body !== undefined) {
          sent++
          expect({ body, segmentError }).toEqual({ body: expected.body, segmentError: undefined })
        } else if (segmentError === undefined) expect(error).toBeDefined()
        else expect(segmentError).toBe(expected.error)
      }
    }),
    { numRuns: runsOf(100) }
  )
  expect(sent).toBeGreaterThan(runsOf(125))
})

/** Numbers that JavaScript rounds, or whose decimals may be thousands. */
const oddNumber = fc.constantFrom(2 ** 63, 2 ** 53 + 2, 1e21, 1234567890.1600001, 1.234, 12.345)

/** The odd number of an event, or a list of it, as every directive that makes a text of a number gives it. */
const textOfNumber = fc
  .constantFrom<JSONObject>(
    { '@path': '$.properties.a' },
    { '@template': '{{properties.a}}' },
    { '@liquid': '{{ properties.a }}' },
    { '@case': { operator: 'lower', value: { '@path': '$.properties.a' } } },
    { '@replace': { pattern: 'x', replacement: 'y', value: { '@template': '{{properties.a}}' } } },
    { '@json': { mode: 'encode', value: { '@path': '$.properties.a' } } },
    { '@json': { mode: 'decode', value: { '@path': '$.properties.json' } } }
  )
  .chain((text) => fc.constantFrom<JSONValue>(text, [text], { id: text }, [{ content_id: text, price: text }]))

it('makes the request that actions-core makes of a number that a directive turns into a text', async () => {
  const fields = ['event_id', 'external_id', 'order_id', 'lead_id', 'content_ids', 'contents', 'value', 'predicted_ltv']
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...fields),
      anyPreset,
      textOfNumber,
      oddNumber,
      async (field, base, text, number) => {
        for (const a of [number, String(number)]) {
          const event = {
            type: 'track',
            event: 'A',
            timestamp: '2026-11-22T09:00:00Z',
            properties: { a, json: JSON.stringify([a]) }
          }
          const mapping = { ...base, event: 'Purchase', [field]: text }
          const { body, error } = await byActionsCore(structuredClone(event), mapping)
          const built = byRunner(event, mapping)
          if (body === undefined) expect(built.segmentError).toBe(error)
          else expect(built.body).toBe(body)
        }
      }
    ),
    { numRuns: runsOf(150) }
  )
})

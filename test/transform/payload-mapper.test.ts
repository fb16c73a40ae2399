import { readFileSync } from 'node:fs'
import type { JSONObject } from '@segment/actions-core'
import { transform } from '@segment/actions-core'
import fc from 'fast-check'
import { readMappings } from '../../runner/mappings/file'
import { presetMappings } from '../../runner/mappings/presets'
import { FitNotes } from '../../runner/transform/fit'
import { createPayloadMapper } from '../../runner/transform/payload-mapper'
import { fitPayload } from '../__helpers__/fitted'
import { runsOf } from '../__helpers__/runs'
import { anyDirectives } from './__helpers__/directives'

fc.configureGlobal({ seed: 20261125 })

/** What comes of an attempt: the payload and what is noted as JSON, or the error. */
function outcome(attempt: (notes: FitNotes) => object): string {
  const notes = new FitNotes()
  try {
    const payload = attempt(notes)
    // Values are left out in the order of the mapping or of the fields.
    const leftOut = (notes.list ?? []).map(({ field, reason }) => `${field} ${reason}`).sort()
    return JSON.stringify({ payload, leftOut, isOdd: notes.isOdd })
  } catch (error) {
    // Some messages of actions-core hold a stack.
    const lines = (error as Error).message.split('\n').filter((line) => line.trim() !== '' && !/^ *at /.test(line))
    return `${(error as Error).name}: ${lines.join('\n')}`
  }
}

/** The payload that the mapping of actions-core gives, fitted to its fields after that, and the one that is made at once. */
const inTwoSteps = (mapping: JSONObject, event: object) =>
  outcome((notes) => fitPayload(transform(mapping, event as never), notes))
const atOnce = (mapping: JSONObject, event: object) =>
  outcome((notes) => createPayloadMapper('reportWebEvent', mapping)(event, notes))

const key = fc.constantFrom(
  ...['a', 'b', 'c', 'products', '__proto__', 'constructor', 'toString', 'length', '0', 'x y'],
  ...['price', 'content_id', 'brand', 'city', 'S']
)

/** actions-core copies a key named `__proto__` as the prototype, which the differential test of whole requests covers. */
const keyOfEvent = key.filter((each) => each !== '__proto__')

/** JSON values, falsy ones and prototype keys among them. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, false, true, 0, 1, -0.5, '', 'text', '$.a', '2026-11-22', '[]', '{"a":1}'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(keyOfEvent, tie('value')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries as never))
  )
}))

const event = fc
  .record({ a: value, b: value, properties: value, context: value, userId: value }, { requiredKeys: [] })
  .map((object) => JSON.parse(JSON.stringify(object)))

const path = fc.oneof(
  fc
    .array(fc.oneof(key, fc.constantFrom('properties', 'context', 'traits', '[0]', "['a']", '["x y"]', '$')), {
      maxLength: 4
    })
    .map((keys) => `$.${keys.join('.')}`),
  fc.constantFrom('', '.', '$', '$.', 'a', 'properties.a', '$.$.a', '$.a[0].b', "$.properties['x y']", '$..a')
)

const { node } = fc.letrec((tie) => {
  const child = tie('node')
  return {
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      path.map((text) => ({ '@path': text })),
      fc.constantFrom<unknown>(null, true, 0, 7, '', 'literal', [], {}),
      ...anyDirectives({ child, key, path }),
      path.map((text) => ({ '@arrayPath': [text] })),
      child.map((each) => ({ '@path': each })),
      fc.constantFrom<unknown>({ '@liquid': '{{ a }}' }, { '@unknown': 1 }, { '@path': '$.a', '@if': {} }),
      fc.constant({ '@path': '$.a', _metadata: { label: 'A' } })
    )
  }
})

const mapping = fc
  .dictionary(
    fc.constantFrom(
      ...['event', 'timestamp', 'value', 'contents', 'address', 'email', 'external_id', 'ip', 'batch_size'],
      ...['limited_data_use', 'other_sources', 'user', '__proto__', '@path']
    ),
    fc.oneof(node, fc.dictionary(key, node as never, { maxKeys: 2, noNullPrototype: true })) as never,
    { maxKeys: 5, noNullPrototype: true }
  )
  .map((object) => object as JSONObject)

it('gives at once what mapping by actions-core and fitting give, to the byte and to the error', () => {
  const numRuns = runsOf(300)
  let mapped = 0
  fc.assert(
    fc.property(mapping, fc.array(event, { minLength: 1, maxLength: 4 }), (anyMapping, events) => {
      for (const each of events) {
        const expected = inTwoSteps(structuredClone(anyMapping), each)
        if (!expected.includes('Error: ')) mapped++
        expect(atOnce(structuredClone(anyMapping), each)).toBe(expected)
      }
    }),
    { numRuns }
  )
  expect(mapped).toBeGreaterThan(numRuns / 2)
})

const at = (key: string) => ({ '@path': `$.${key}` })

it.each<[what: string, mapping: JSONObject, event: object]>([
  ['an object with a key of no field, which names a type', { address: { S: at('a'), city: at('b') } }, { a: 'x' }],
  ['a list in the place of an object', { address: { '@arrayPath': ['$.a', { city: at('b') }] } }, { a: [{ b: 'x' }] }],
  [
    'null, which does not exist',
    { value: { '@if': { exists: at('a'), then: at('b'), else: at('c') } } },
    { a: null, b: 1, c: 2 }
  ],
  ['one item in the place of a list', { contents: { content_id: at('a') } }, { a: 'x' }],
  [
    'items that are no objects',
    { contents: { '@arrayPath': ['$.a', { price: at('b') }] } },
    { a: [null, 1, 'x', { b: 5 }] }
  ],
  ['items of constants only', { contents: { '@arrayPath': ['$.a', { price: 5 }] } }, { a: [{ b: 1 }, { b: 2 }] }],
  [
    'paths with the same beginning',
    { url: at('a.b.c'), referrer: at('a.b.d'), query: at('a.b') },
    { a: { b: { c: 'x' } } }
  ],
  ['a constant that cannot be used', { limited_data_use: 'maybe' }, {}]
])('gives the same of %s', (_what, each, data) => {
  expect(atOnce(each, data)).toBe(inTwoSteps(each, data))
})

const exampleEvents = readFileSync('examples/events.ndjson', 'utf8').trim().split('\n')

it.each([...presetMappings(), ...readMappings('examples/mappings.json')])(
  'gives the same with the mapping $name',
  ({ mapping: each }) => {
    for (const line of exampleEvents) {
      expect(atOnce(each, JSON.parse(line))).toBe(inTwoSteps(each, JSON.parse(line)))
    }
    fc.assert(
      fc.property(event, (any) => {
        expect(atOnce(each, any)).toBe(inTwoSteps(each, any))
      }),
      { numRuns: runsOf(20) }
    )
  }
)

it('does not change the event', () => {
  const [first] = exampleEvents
  const parsed = JSON.parse(first)
  for (const { mapping: each } of presetMappings()) createPayloadMapper('reportWebEvent', each)(parsed, new FitNotes())
  expect(parsed).toEqual(JSON.parse(first))
})

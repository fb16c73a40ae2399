import { readFileSync } from 'node:fs'
import type { JSONObject } from '@segment/actions-core'
import { transform } from '@segment/actions-core'
import fc from 'fast-check'
import { readMappings } from '../../runner/mappings/file'
import { presetMappings } from '../../runner/mappings/presets'
import { compileMapping } from '../../runner/transform/compiled-mapping'
import { runsOf } from '../__helpers__/runs'

fc.configureGlobal({ seed: 20261125 })

/** What comes of an attempt: the value as JSON, in which order and `undefined` show, or the error. */
function outcome(attempt: () => unknown): string {
  try {
    return JSON.stringify(attempt(), (_key, value) => (value === undefined ? '(undefined)' : value))
  } catch (error) {
    // Some messages of actions-core hold a stack.
    const lines = (error as Error).message.split('\n').filter((line) => line.trim() !== '' && !/^ *at /.test(line))
    return `${(error as Error).name}: ${lines.join('\n')}`
  }
}

/** The payload that actions-core hands to validation, by its own mapping and by the compiled one. */
const byActionsCore = (mapping: JSONObject, event: object) => outcome(() => transform(mapping, event as never))
const byCompiled = (mapping: JSONObject, event: object) =>
  outcome(() => {
    const payload = compileMapping(mapping)(event as never)
    return transform({ '@path': '$.payload' } as never, { payload } as never)
  })

const key = fc.constantFrom('a', 'b', 'c', 'products', '__proto__', 'constructor', 'toString', 'length', '0', 'x y')

/** JSON values, falsy ones and prototype keys among them. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, false, true, 0, 1, -0.5, '', 'text', '$.a', '2026-11-22', '[]', '{"a":1}'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => fromEntries(entries as never))
  )
}))

/** As `JSON.parse` makes it: a `__proto__` is a key like any other. */
function fromEntries(entries: [string, unknown][]): object {
  return JSON.parse(`{${entries.map(([name, child]) => `${JSON.stringify(name)}:${JSON.stringify(child)}`).join(',')}}`)
}

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
      fc.array(child, { maxLength: 3 }),
      fc.array(fc.tuple(key, child), { maxLength: 3 }).map((entries) => Object.fromEntries(entries as never)),
      fc.record({ exists: child, then: child, else: child }, { requiredKeys: [] }).map((o) => ({ '@if': o })),
      fc.record({ blank: child, then: child, else: child }, { requiredKeys: ['blank'] }).map((o) => ({ '@if': o })),
      path.map((text) => ({ '@if': { exists: { '@path': text }, then: { '@path': text }, else: { '@path': '$.a' } } })),
      fc.tuple(fc.oneof(path, child), child).map((pair) => ({ '@arrayPath': pair })),
      path.map((text) => ({ '@arrayPath': [text] })),
      path.map((text) => ({ '@template': `{{${text.slice(2)}}} and {{{a}}}` })),
      fc.record({ value: child, operator: fc.constantFrom('lower', 'upper', 'other') }).map((o) => ({ '@case': o })),
      fc.record({ value: child, pattern: fc.constantFrom('a', '.', '') }).map((o) => ({ '@replace': o })),
      fc.record({ value: child, separator: fc.constantFrom('.', '') }).map((o) => ({ '@flatten': o })),
      fc.record({ value: child, mode: fc.constantFrom('encode', 'decode') }).map((o) => ({ '@json': o })),
      fc
        .record({ objects: fc.array(child, { maxLength: 2 }), direction: fc.constantFrom('left', 'right') })
        .map((o) => ({ '@merge': o })),
      fc.record({ apply: fc.record({ a: child }), mapping: child }).map((o) => ({ '@transform': o })),
      child.map((each) => ({ '@excludeWhenNull': each })),
      child.map((each) => ({ '@literal': each })),
      child.map((each) => ({ '@path': each })),
      fc.constantFrom<unknown>({ '@liquid': '{{ a }}' }, { '@unknown': 1 }, { '@path': '$.a', '@if': {} }),
      fc.constant({ '@path': '$.a', _metadata: { label: 'A' } })
    )
  }
})

const mapping = fc
  .dictionary(fc.constantFrom('event', 'value', 'contents', 'user', '__proto__', '@path'), node as never, {
    maxKeys: 4,
    noNullPrototype: true
  })
  .map((object) => object as JSONObject)

it('maps any event by any mapping as actions-core does, to the byte and to the error', () => {
  const numRuns = runsOf(300)
  let mapped = 0
  fc.assert(
    fc.property(mapping, fc.array(event, { minLength: 1, maxLength: 4 }), (anyMapping, events) => {
      for (const each of events) {
        const expected = byActionsCore(structuredClone(anyMapping), each)
        if (!expected.includes('Error: ')) mapped++
        expect(byCompiled(structuredClone(anyMapping), each)).toBe(expected)
      }
    }),
    { numRuns }
  )
  expect(mapped).toBeGreaterThan(numRuns / 2)
})

const exampleEvents = readFileSync('examples/events.ndjson', 'utf8').trim().split('\n')

it.each([...presetMappings(), ...readMappings('examples/mappings.json')])(
  'maps as actions-core does with the mapping $name',
  ({ mapping: each }) => {
    for (const line of exampleEvents) {
      expect(byCompiled(each, JSON.parse(line))).toBe(byActionsCore(each, JSON.parse(line)))
    }
    fc.assert(
      fc.property(event, (any) => {
        expect(byCompiled(each, any)).toBe(byActionsCore(each, any))
      }),
      { numRuns: runsOf(20) }
    )
  }
)

it('does not change the event', () => {
  const [first] = exampleEvents
  const parsed = JSON.parse(first)
  for (const { mapping: each } of presetMappings()) compileMapping(each)(parsed)
  expect(parsed).toEqual(JSON.parse(first))
})

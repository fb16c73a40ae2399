import { presetMappings } from '../../runner/mappings/presets'
import type { Json } from '../../runner/studio/api'
import { describeValue, readValue, writeValue } from '../../runner/studio/page/state/directives'

const path = (name: string) => ({ '@path': `$.${name}` })
const firstOf = (first: Json, otherwise: Json) => ({ '@if': { exists: first, then: first, else: otherwise } })

it('writes each value of the presets as it was read', () => {
  const values = presetMappings().flatMap(({ mapping }) => Object.values(mapping)) as Json[]
  expect(values.map((value) => writeValue(readValue(value)))).toEqual(values)
})

it.each<[string, Json | undefined, object]>([
  ['no value', undefined, { kind: 'none' }],
  ['a path', path('messageId'), { kind: 'paths', paths: ['$.messageId'] }],
  [
    'paths in order',
    firstOf(path('a'), firstOf(path('b'), path('c'))),
    { kind: 'paths', paths: ['$.a', '$.b', '$.c'] }
  ],
  ['a fixed value', false, { kind: 'fixed', value: false }],
  ['parts', { city: path('city') }, { kind: 'parts', parts: { city: path('city') } }],
  ['a list', { '@arrayPath': ['$.products', {}] }, { kind: 'items', path: '$.products', parts: {} }],
  ['any other directive', { '@template': '{{a}}' }, { kind: 'json', value: { '@template': '{{a}}' } }],
  [
    'a condition on another path',
    { '@if': { exists: path('a'), then: path('b'), else: path('c') } },
    { kind: 'json', value: { '@if': { exists: path('a'), then: path('b'), else: path('c') } } }
  ]
])('reads %s, and writes it back', (_name, value, read) => {
  expect(readValue(value)).toEqual(read)
  expect(writeValue(readValue(value))).toEqual(value)
})

it('describes paths in their order', () => {
  expect(describeValue(firstOf(path('a'), path('b')))).toBe('$.a, or else $.b')
})

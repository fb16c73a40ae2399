import { UsageError } from '../../runner/errors'
import { readMappings } from '../../runner/mappings/file'
import { presetMappings } from '../../runner/mappings/presets'
import { TestFolder } from '../__helpers__/command'

let folder: TestFolder
beforeEach(() => {
  folder = new TestFolder()
})
afterEach(() => folder.remove())

const ENTRY = {
  name: 'Purchases',
  subscribe: 'event = "Order Completed"',
  partnerAction: 'reportWebEvent',
  mapping: { event: 'Purchase', value: { '@path': '$.properties.total' } },
  enabled: true
}

const read = (entries: unknown) => readMappings(folder.write('mappings.json', JSON.stringify(entries)))

it('reads the enabled mappings of a file', () => {
  const { enabled: _enabled, ...mapping } = ENTRY
  expect(read([{ ...ENTRY, enabled: false, subscribe: '' }, ENTRY, ...Array(60).fill({ enabled: false })])).toEqual([
    mapping
  ])
})

it('numbers mappings of the same name, as Segment names them like their action', () => {
  const names = ['A', 'A', 'A (2)', 'B', 'A'].map((name) => ({ ...ENTRY, name }))
  expect(read(names).map(({ name }) => name)).toEqual(['A', 'A (3)', 'A (2)', 'B', 'A (4)'])
})

it.each([[0], [-1], [5000], ['many'], [null]])('lets a size of batches be %p, as it does not matter', (batch_size) => {
  expect(read([{ ...ENTRY, mapping: { ...ENTRY.mapping, batch_size } }])[0].mapping).toEqual(ENTRY.mapping)
})

it('reads the presets, as a CDP exports them', () => {
  expect(read(presetMappings())).toEqual(JSON.parse(JSON.stringify(presetMappings())))
})

it.each<[what: string, change: object, problem: string]>([
  ['a missing name', { name: ' ' }, '"name" is not a text.'],
  ['a trigger that is not a text', { subscribe: 1 }, '"subscribe" is not a text.'],
  ['FQL that does not parse', { subscribe: 'event = "x' }, '"subscribe" is not valid FQL.'],
  ['FQL that would be misread', { subscribe: '!(event = "x")' }, '"subscribe" would be understood as: event = "x".'],
  ['FQL that is incomplete', { subscribe: 'type =' }, '"subscribe" would be understood as: type = "eos".'],
  ['an unknown action', { partnerAction: 'report' }, '"partnerAction" is unknown: use reportWebEvent.'],
  ['an action of every object', { partnerAction: 'toString' }, '"partnerAction" is unknown: use reportWebEvent.'],
  ['a missing action', { partnerAction: undefined }, '"partnerAction" is not a text.'],
  ['a mapping that is none', { mapping: [] }, '"mapping" is not an object.'],
  [
    'an unknown field',
    { mapping: { event: 'Purchase', email_address: 'x' } },
    '"mapping.email_address" is not a field of the action.'
  ],
  ['a directive that does not exist', { mapping: { event: { '@lookup': 'x' } } }, '"mapping.event" does not resolve: '],
  [
    'a directive that is incomplete',
    { mapping: { event: 'Purchase', query: { '@if': {} } } },
    '"mapping.query" does not resolve: '
  ],
  [
    'a path that is written as a text',
    { mapping: { event: 'Purchase', event_id: '$.messageId' } },
    '"mapping.event_id" is the text "$.messageId": to map the value at that path, write { "@path": "$.messageId" }.'
  ],
  [
    'such a text in an object',
    { mapping: { event: 'Purchase', address: { city: '$.properties.city' } } },
    '"mapping.address.city" is the text "$.properties.city"'
  ],
  [
    'a value that takes too long to read',
    { mapping: { event: 'Purchase', query: 'a'.repeat(10_000) } },
    '"mapping.query" is longer than 10,000 characters.'
  ],
  ['a missing required field', { mapping: { value: 1 } }, '"mapping.event" is required.'],
  ['a blank required field', { mapping: { event: '' } }, '"mapping.event" is required.'],
  ['an enabled that is no boolean', { enabled: 'yes' }, '"enabled" is neither true nor false.']
])('names the entry and the key: %s', (_what, change, problem) => {
  const act = () => read([ENTRY, { ...ENTRY, name: 'Second', ...change }])
  expect(act).toThrow(UsageError)
  expect(act).toThrow(`mappings.json: mapping 2: ${problem}`)
})

it.each<[what: string, content: string, problem: string]>([
  ['no JSON', '[', 'mappings.json is not valid JSON: line 1, column 2.'],
  ['a comma too many', '[\n  {"name": "Orders",}\n]', 'mappings.json is not valid JSON: line 2, column 21.'],
  ['a word', '[undefined]', 'mappings.json is not valid JSON: line 1, column 2.'],
  ['no list', '{}', 'mappings.json is not a JSON list of mappings.'],
  ['an entry that is not an object', '[1]', 'mappings.json: mapping 1 is not an object.'],
  ['no enabled mapping', '[]', 'mappings.json holds no enabled mapping.'],
  ['too many', JSON.stringify(Array(51).fill(ENTRY)), 'mappings.json holds 51 mappings: 50 at most can be used.']
])('refuses a file with %s', (_what, content, problem) => {
  expect(() => readMappings(folder.write('mappings.json', content))).toThrow(problem)
})

it('refuses a file that cannot be read', () => {
  expect(() => readMappings(folder.file('none.json'))).toThrow(`No such file: ${folder.file('none.json')}.`)
})

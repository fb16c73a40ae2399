import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { presetMappings } from '../../runner/mappings/presets'
import { ordersOf, TestFolder } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'

const EXAMPLE = join(__dirname, '../../examples/cases.json')

const ORDER = ordersOf(1, () => ({ email: 'jane@example.com' }))[0] as { [key: string]: unknown }
const CASE = { name: 'an order', event: ORDER, expect: { outcome: 'delivered' } }

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
})
afterAll(() => folder.remove())

function explainCases(cases: unknown, ...flags: string[]) {
  const file = folder.write('cases.json', typeof cases === 'string' ? cases : JSON.stringify({ cases }))
  return runInProcess(['explain', '--cases', file, ...flags])
}

/** The differences of the only case. */
async function differencesOf(change: object, ...flags: string[]) {
  const { stdout } = await explainCases([{ ...CASE, ...change }], '--json', ...flags)
  return JSON.parse(stdout).cases[0].differences
}

const requests = (data: object, mapping = 'Place an Order') => ({
  expect: { outcome: 'delivered', requests: [{ mapping, data }] }
})

it('passes the cases of the example', async () => {
  const { status, stdout } = await runInProcess(['explain', '--cases', EXAMPLE])
  const { cases } = JSON.parse(readFileSync(EXAMPLE, 'utf8'))
  expect(stdout).toBe(
    `${cases.map(({ name }: { name: string }) => `✓ ${name}\n`).join('')}\n5 cases: 5 passed, 0 failed\n`
  )
  expect(status).toBe(0)
  expect(new Set(cases.map(({ expect }: typeof CASE) => expect.outcome)).size).toBe(4)
})

it('fails if one case fails, and says what differs', async () => {
  const other = {
    ...CASE,
    name: 'no order',
    ...requests({ properties: { currency: 'EUR', description: null }, user: { ip: '203.0.113.7' } })
  }
  const { status, stdout } = await explainCases([CASE, other])
  expect(status).toBe(1)
  expect(stdout).toBe(
    '✓ an order\n✗ no order\n    Place an Order, properties.currency: expected EUR, is USD\n\n2 cases: 1 passed, 1 failed\n'
  )
})

it('prints JSON', async () => {
  const { status, stdout } = await explainCases(
    [CASE, { ...CASE, name: 'b', expect: { outcome: 'unmatched' } }],
    '--json'
  )
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    passed: 1,
    failed: 1,
    cases: [
      { name: 'an order', passed: true, differences: [] },
      { name: 'b', passed: false, differences: [{ path: 'outcome', expected: 'unmatched', actual: 'delivered' }] }
    ]
  })
})

describe('a case compares', () => {
  it.each([
    [
      'the outcome, with the reason of a rejection',
      { event: { ...ORDER, timestamp: '2199-01-01T00:00:00Z' } },
      [{ path: 'outcome', expected: 'delivered', actual: expect.stringMatching(/^rejected \(.+\)$/) }]
    ],
    [
      'the mappings that make requests',
      requests({}, 'Search'),
      [{ path: 'requests', expected: ['Search'], actual: ['Place an Order'] }]
    ],
    ['only the keys that are given', requests({ properties: {} }), []],
    [
      'a key that must be absent',
      requests({ properties: { description: null, currency: null } }),
      [{ mapping: 'Place an Order', path: 'properties.currency', expected: null, actual: 'USD' }]
    ],
    [
      'a key that is missing',
      requests({ properties: { query: 'x' } }),
      [{ mapping: 'Place an Order', path: 'properties.query', expected: '•••' }]
    ],
    [
      'an event that is none',
      { event: { a: 1 } },
      [{ path: 'event', actual: expect.stringMatching(/^holds no event/) }]
    ]
  ])('%s', async (_name, change, differences) => {
    expect(await differencesOf(change)).toEqual(differences)
  })
})

it('hides what could identify a person, until that is asked for', async () => {
  const change = requests({ user: { ip: '203.0.113.99' }, event_id: 'mine' })
  const hidden = await differencesOf(change)
  expect(hidden).toEqual([
    { mapping: 'Place an Order', path: 'user.ip', expected: '•••', actual: '•••' },
    { mapping: 'Place an Order', path: 'event_id', expected: '•••', actual: '•••' }
  ])
  expect(JSON.stringify(await differencesOf(change, '--show-values'))).toContain('203.0.113.7')
})

it('judges by other mappings, and at the time of the case', async () => {
  const [first] = presetMappings()
  const mappings = folder.write('mappings.json', JSON.stringify([first]))
  expect((await explainCases([{ ...CASE, expect: { outcome: 'unmatched' } }], '--mappings', mappings)).status).toBe(0)
  const { timestamp: _, ...timeless } = ORDER
  const change = { event: timeless, now: '2026-11-22T09:00:00Z', ...requests({ event_time: 1_795_338_000 }) }
  expect(await differencesOf(change)).toEqual([])
})

it.each([
  ['no JSON', '{', 'is not valid JSON: line 1, column 2.'],
  ['a key that is unknown', [{ ...CASE, wait: 1 }], '/cases/0: Not known: wait.'],
  [
    'an outcome that is unknown',
    [{ ...CASE, expect: { outcome: 'sent' } }],
    '/cases/0/expect/outcome: It must be one of delivered, rejected, unmatched, optedOut.'
  ],
  ['a name that is taken', [CASE, CASE], '/cases/1/name: Another case has this name.']
])('refuses a file with %s', async (_name, cases, problem) => {
  const { status, stderr } = await explainCases(cases)
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(problem) })
})

it.each([
  [['explain'], 'Specify a file of events, or --cases FILE.'],
  [['explain', 'events.ndjson', '--cases', EXAMPLE], '--cases takes the place of a file and its --line.'],
  [['explain', '--cases', EXAMPLE, '--line', '2'], '--cases takes the place of a file and its --line.'],
  [['explain', '--cases', 'none.json'], 'none.json']
])('refuses %j', async (args, problem) => {
  const { status, stderr } = await runInProcess(args)
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(problem) })
})

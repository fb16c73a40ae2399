import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBatches, createFloor } from '../bench/destination'
import { eventsOf, writeEvents } from '../bench/generate'
import { summarize } from '../bench/measure'
import { ROOT, TestFolder } from './__helpers__/command'
import { runInProcess } from './__helpers__/in-process'

const folder = new TestFolder()
afterAll(() => folder.remove())

it('makes the same event from the same index', () => {
  expect(eventsOf('mixed')(7)).toEqual(eventsOf('mixed')(7))
  expect(eventsOf('mixed')(7)).not.toEqual(eventsOf('mixed')(13))
})

it.each([
  { kind: 'orders', unmatched: 0, names: ['Order Completed'] },
  { kind: 'pages', unmatched: 0, names: [undefined] },
  {
    kind: 'mixed',
    unmatched: 0.5,
    names: [
      ...['Order Completed', 'Article Read', undefined, 'Signed Out', 'Product Added', 'Article Read'],
      ...['Products Searched', 'Signed Out', 'Checkout Started', 'Article Read', 'Payment Info Entered', 'Signed Out']
    ]
  }
])('makes events of kind $kind, of which a share of $unmatched matches no preset', ({ kind, unmatched, names }) => {
  const made = names.map((_, index) => eventsOf(kind, unmatched)(index).event)
  expect(made).toEqual(names)
})

it.each([
  { name: 'events.ndjson', unmatched: 0, counts: { delivered: 101, unmatched: 0 } },
  { name: 'events.ndjson.gz', unmatched: 0, counts: { delivered: 101, unmatched: 0 } },
  { name: 'half.ndjson', unmatched: 0.5, counts: { delivered: 51, unmatched: 50 } }
])(
  'writes $name, of which the sandbox accepts each event that a preset matches',
  async ({ name, unmatched, counts }) => {
    await writeEvents(folder.file(name), 101, eventsOf('mixed', unmatched))
    const { stdout } = await runInProcess(['send', folder.file(name), '--sandbox', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ read: 101, ...counts })
  }
)

it('writes a file from the command line', () => {
  const file = folder.file('pages.ndjson')
  const command = ['--import', 'tsx', join(ROOT, 'bench', 'generate.ts')]
  execFileSync(process.execPath, [...command, '3', file, '--kind', 'pages'], { cwd: ROOT })
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).type)).toEqual(['page', 'page', 'page'])
})

it.each(['orders', 'pages'] as const)(
  'makes the digests of the requests of %s in the floor, and no others',
  async (kind) => {
    const [batch] = await createBatches(kind, 1)
    expect(() => createFloor('floor', [batch])).not.toThrow()
    batch.request.data[0].user = { external_id: ['0'.repeat(64)] }
    expect(() => createFloor('floor', [batch])).toThrow('The floor makes the wrong digests.')
  }
)

it('compares samples of the same round, and takes the median', () => {
  const rounds = [1, 5, 2].map((load) => ({
    fast: { cpu: 10 * load, speed: 10 / load },
    slow: { cpu: 30 * load, speed: 5 / load }
  }))
  expect(summarize(rounds, ({ fast }) => fast.cpu)).toEqual({ median: 20, least: 10, most: 50 })
  expect(summarize(rounds, ({ fast, slow }) => slow.cpu / fast.cpu)).toEqual({ median: 3, least: 3, most: 3 })
  expect(summarize(rounds, ({ fast, slow }) => slow.speed / fast.speed).median).toBe(0.5)
})

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { capacitiesOf } from '../../runner/pool/pool'
import { chooseWorkers } from '../../runner/pool/size'
import type { InputFile } from '../../runner/sources/input-file'
import { COMMAND, ordersOf, ROOT, TestFolder, tiktokConversions, toLines } from '../__helpers__/command'

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
})
afterAll(() => folder.remove())

const HEAVY = ['@segment/actions-core', 'google-libphonenumber', 'hono', 'zod', 'piscina']

const TASKSET = '/usr/bin/taskset'

function environment() {
  return {
    NODE_OPTIONS: `--require ${join(ROOT, 'test', '__helpers__', 'observe.cjs')}`,
    OBSERVED: folder.file('observed')
  }
}

function readObserved(): { heavy: string[]; threads: number } {
  const { modules, threads } = JSON.parse(readFileSync(folder.file('observed'), 'utf8'))
  const isLoaded = (name: string) => modules.some((path: string) => path.includes(`/node_modules/${name}/`))
  return { heavy: HEAVY.filter(isLoaded), threads }
}

/** What a command loads into its main thread, and how many others it starts. */
async function observe(args: readonly string[], input = '') {
  await tiktokConversions(args, { env: environment(), input })
  return readObserved()
}

const REHEARSAL = ['--dry-run', '--json']

it('shows its help without loading what only commands need', async () => {
  expect(await observe(['--help'])).toEqual({ heavy: [], threads: 0 })
})

it('loads no schema without a configuration file', async () => {
  const path = folder.writeEvents('one.ndjson', ordersOf(1))
  expect((await observe(['send', path, ...REHEARSAL])).heavy).toEqual([
    '@segment/actions-core',
    'google-libphonenumber'
  ])
})

it('starts a further thread for each worker but the first, which is the one that reads', async () => {
  expect(await observe(['send', '-', ...REHEARSAL, '--workers', '3'])).toMatchObject({ threads: 2 })
})

it('delivers little input without further threads', async () => {
  const path = folder.writeEvents('little.ndjson', ordersOf(10))
  expect(await observe(['send', path, ...REHEARSAL])).toMatchObject({ threads: 0 })
})

it.each<[input: string, files: Pick<InputFile, 'path' | 'size' | 'isGzip'>[], several: boolean]>([
  ['100 MB', [{ path: 'a.ndjson', size: 100_000_000, isGzip: false }], false],
  ['more than 100 MB', [{ path: 'a.ndjson', size: 100_000_001, isGzip: false }], true],
  [
    'more than 100 MB in several files',
    Array.from({ length: 2 }, () => ({ path: 'a.ndjson', size: 60_000_000, isGzip: false })),
    true
  ],
  ['10 MB of gzip', [{ path: 'a.ndjson.gz', size: 10_000_000, isGzip: true }], false],
  ['more than 10 MB of gzip', [{ path: 'a.ndjson.gz', size: 10_000_001, isGzip: true }], true],
  ['standard input, whose size is unknown', [{ path: '-', size: 0, isGzip: false }], true]
])('uses two cores, if there are, for more than 100 MB of text, as gzip a tenth: %s', (_input, files, several) => {
  const expected = several ? Math.min(availableParallelism(), 2) : 1
  expect(chooseWorkers(files as InputFile[], 4)).toBe(expected)
})

it('starts a further thread for standard input by itself', async () => {
  const expected = availableParallelism() > 1 ? 1 : 0
  expect(await observe(['send', '-', ...REHEARSAL])).toMatchObject({ threads: expected })
})

it('delivers one request at a time without further threads', async () => {
  expect(await observe(['send', '-', ...REHEARSAL, '--concurrency', '1'])).toMatchObject({ threads: 0 })
})

it('starts no more threads than requests at a time', async () => {
  const limits = ['--workers', '4', '--concurrency', '2']
  expect(await observe(['send', '-', ...REHEARSAL, ...limits])).toMatchObject({ threads: 1 })
})

it.each([
  { concurrency: 4, workers: 3, batches: [2, 1, 1] },
  { concurrency: 4, workers: 2, batches: [2, 2] },
  { concurrency: 5, workers: 1, batches: [5] }
])('shares $concurrency requests at a time out among $workers threads', ({ batches, ...options }) => {
  expect(capacitiesOf(options).map((capacity) => capacity.batches)).toEqual(batches)
})

const itWithTaskset = existsSync(TASKSET) ? it : it.skip

itWithTaskset('delivers without further threads on one core', () => {
  const args = ['--cpu-list', '0', process.execPath, COMMAND, 'send', '-', ...REHEARSAL]
  const { stdout } = spawnSync(TASKSET, args, {
    env: { ...process.env, ...environment() },
    input: toLines(ordersOf(10)),
    encoding: 'utf8'
  })
  expect(JSON.parse(stdout)).toMatchObject({ wouldBeSent: 10 })
  expect(readObserved().threads).toBe(0)
})

it('refuses mappings with the same words, whoever reads them', async () => {
  const path = folder.write('mappings.json', JSON.stringify([{ name: 'Mine' }]))
  const [alone, together] = await Promise.all(
    ['1', '2'].map((workers) =>
      tiktokConversions(['send', '-', '--mappings', path, '--workers', workers, ...REHEARSAL])
    )
  )
  expect(together).toEqual(alone)
  expect(alone).toMatchObject({ status: 2, stderr: `error: ${path}: mapping 1: "subscribe" is not a text.\n` })
})

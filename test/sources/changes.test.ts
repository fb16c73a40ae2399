import { appendFileSync, renameSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { Archive } from '../../runner/sources/archive'
import type { Chunk } from '../../runner/sources/chunk'
import { findFiles } from '../../runner/sources/files'
import { ordersOf, toLines } from '../__helpers__/command'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

const START = { file: 0, offset: 0, line: 1, selected: 0 }

const CONTENT = toLines(ordersOf(10_000))
const OTHER_CONTENT = CONTENT.replaceAll('user-', 'USER-')

const LONG_AGO = new Date('2026-11-22T09:00:00Z')

type Change = (path: string) => void

const CHANGES: [name: string, change: Change, words: string][] = [
  ['is cut', (path) => truncateSync(path, 1000), 'was cut'],
  ['is emptied', (path) => truncateSync(path), 'was cut'],
  ['grows', (path) => appendFileSync(path, '{}\n'), 'has grown'],
  ['is overwritten in place', (path) => writeFileSync(path, OTHER_CONTENT, { flag: 'r+' }), 'was overwritten'],
  ['is emptied and written again', (path) => writeFileSync(path, OTHER_CONTENT), 'was overwritten']
]

/** A file that was changed long ago, so that another change has another time. */
function writeInput(name: string): string {
  const path = bench.folder.write(name, CONTENT)
  utimesSync(path, LONG_AGO, LONG_AGO)
  return path
}

/** Reads a file, which changes after its first chunk. */
async function readWhile(path: string, change: Change): Promise<{ chunks: Chunk[]; archive: Archive }> {
  const archive = new Archive(await findFiles([path]))
  const chunks: Chunk[] = []
  for await (const chunk of archive.chunks(START)) {
    chunks.push(chunk)
    if (chunks.length === 1) change(path)
  }
  return { chunks, archive }
}

describe('a file that changes while it is read', () => {
  it.each(CHANGES)(
    '%s: gives no line of another time, never finishes, and is reported',
    async (_name, change, words) => {
      const path = writeInput('a.ndjson')
      const { chunks, archive } = await readWhile(path, change)
      expect(archive.readErrors).toEqual([
        `${path} ${words} while the run went on. The rest of it was not sent: send a copy that nothing writes to.`
      ])
      const text = Buffer.concat(chunks.map(({ bytes }) => bytes)).toString()
      expect(CONTENT.startsWith(text)).toBe(true)
      expect(chunks.at(-1)?.end.file).toBe(0)
    }
  )

  it.each<[what: string, change: Change, report: string]>([
    [
      'another one is renamed over it',
      (path) => {
        writeFileSync(`${path}.new`, OTHER_CONTENT)
        renameSync(`${path}.new`, path)
      },
      'was replaced while the run went on. The file that was found first was read to its end. The new file was not'
    ],
    [
      'it is rotated, as logs are',
      (path) => {
        renameSync(path, `${path}.1`)
        writeFileSync(path, '')
      },
      'was replaced while the run went on. The file that was found first was read to its end. The new file was not'
    ],
    ['it is renamed', (path) => renameSync(path, `${path}.1`), 'was removed or renamed while the run went on.'],
    ['it is removed', (path) => unlinkSync(path), 'was removed or renamed while the run went on.']
  ])('is read to its end where %s, and that is reported', async (_what, change, report) => {
    const path = writeInput('a.ndjson')
    const { chunks, archive } = await readWhile(path, change)
    expect(archive.readErrors).toEqual([expect.stringContaining(`${path} ${report}`)])
    expect(Buffer.concat(chunks.map(({ bytes }) => bytes)).toString()).toBe(CONTENT)
    expect(chunks.at(-1)?.end.file).toBe(1)
  })
})

it('reports a file that was replaced before its turn, and reads the others', async () => {
  const paths = ['1', '2', '3'].map((name) => writeInput(`${name}.ndjson`))
  const archive = new Archive(await findFiles(paths))
  renameSync(paths[1], `${paths[1]}.1`)
  writeFileSync(paths[1], CONTENT)
  utimesSync(paths[1], LONG_AGO, LONG_AGO)
  let lines = 0
  for await (const { bytes } of archive.chunks(START)) lines += Buffer.from(bytes).toString().split('\n').length - 1
  expect(lines).toBe(20_000)
  expect(archive.readErrors).toEqual([expect.stringContaining(`${paths[1]} was replaced while the run went on.`)])
})

it('a run over a file that is cut ends with 1, and does not count it as finished', async () => {
  // Events in flight take some megabytes at most, so that most of the file is not read when the first ones arrive.
  const padding = 'x'.repeat(30_000)
  const path = bench.folder.writeEvents(
    'a.ndjson',
    ordersOf(1000, () => ({ padding }))
  )
  utimesSync(path, LONG_AGO, LONG_AGO)
  const args = [path, '--checkpoint', bench.folder.file('checkpoint'), '--workers', '1']
  const report = await bench.spawnJson(args, {
    onStart: () => {
      const timer = setInterval(() => {
        if (bench.sandbox.requests.length === 0) return
        truncateSync(path)
        clearInterval(timer)
      }, 1)
    }
  })
  expect(report).toMatchObject({ status: 1, readErrors: [expect.stringContaining(`${path} was cut while`)] })
  expect(report.read).toBeLessThan(1000)
  bench.expectNothingLost(report)
  const { status, stderr } = await bench.send(args)
  expect(stderr).toContain('belongs to other input files, or files that have changed')
  expect(status).toBe(2)
})

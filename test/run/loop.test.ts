import type { ChunkResult } from '../../runner/delivery/result'
import { newTally } from '../../runner/delivery/tally'
import { RunLoop } from '../../runner/run/loop'
import { Archive } from '../../runner/sources/archive'
import type { Chunk } from '../../runner/sources/chunk'
import { findFiles } from '../../runner/sources/files'
import { Checkpoint } from '../../runner/state/checkpoint'
import { FailedEvents } from '../../runner/state/failed-events'
import { TestFolder } from '../__helpers__/command'

let folder: TestFolder
beforeEach(() => {
  folder = new TestFolder()
})
afterEach(() => folder.remove())

const IDENTITY = { input: '', mappings: '', pixel: '' }

const DELIVERED: ChunkResult = {
  tally: { ...newTally(), read: 1, delivered: 1 },
  failures: [],
  rows: [],
  requests: [],
  unmatchedNames: []
}

const REPORTER = {
  notice: () => undefined,
  started: () => undefined,
  stopped: () => undefined,
  chunkFinished: () => undefined,
  finished: () => undefined,
  lastListedLine: () => 0
}

/** Runs over three files, whose chunks are delivered by a function: together, or one after the other. */
async function runThreeFiles(deliver: (chunk: Chunk) => Promise<ChunkResult>, isTogether = true) {
  const paths = ['a', 'b', 'c'].map((name) => folder.write(`${name}.ndjson`, '{"type":"page"}\n'))
  const files = await findFiles(paths)
  const checkpoint = await Checkpoint.open(folder.file('checkpoint'), IDENTITY)
  let last: Promise<unknown> = Promise.resolve()
  const worker = {
    ready: async () => void (isTogether || (await last)),
    flush: async () => undefined,
    deliver: (chunk: Chunk) => {
      const result = deliver(chunk)
      last = result
      return result
    }
  }
  const loop = new RunLoop({
    files,
    archive: new Archive(files),
    selection: [{}, { outside: 0 }],
    deliverer: { workers: [worker], allocate: Buffer.alloc, interrupt: () => undefined },
    mappings: [],
    checkpoint,
    failedEvents: new FailedEvents(undefined, checkpoint.run, 0),
    isDryRun: false,
    reporter: REPORTER as never,
    preflight: async () => undefined
  })
  const error = await loop.run().then(
    () => undefined,
    (reason: Error) => reason.message
  )
  return { error, checkpoint }
}

it('finishes an input whose chunks are all delivered', async () => {
  const { error, checkpoint } = await runThreeFiles(async () => DELIVERED)
  expect({ error, isFinished: checkpoint.isFinished }).toEqual({ error: undefined, isFinished: true })
})

it('ends with an internal error of the first chunk, however many chunks follow', async () => {
  const { error, checkpoint } = await runThreeFiles(async ({ start }) => {
    if (start.file === 0) throw new Error('broken inside')
    return DELIVERED
  })
  expect({ error, isFinished: checkpoint.isFinished }).toEqual({ error: 'broken inside', isFinished: false })
  expect(checkpoint.cursor.file).toBe(0)
})

it('delivers no chunk again that an earlier run has settled, even if the one before it was not', async () => {
  const stop = { reason: 'interrupted', isUnauthorized: false }
  let letFirstEnd: () => void = () => undefined
  const lastBegins = new Promise<void>((resolve) => {
    letFirstEnd = resolve
  })
  await runThreeFiles(async ({ start }) => {
    if (start.file === 2) letFirstEnd()
    if (start.file > 0) return DELIVERED
    await lastBegins
    return { ...DELIVERED, tally: newTally(), stop }
  })
  const again: number[] = []
  const { error, checkpoint } = await runThreeFiles(async ({ start }) => {
    again.push(start.file)
    return DELIVERED
  }, false)
  expect({ error, again, delivered: checkpoint.tally.delivered }).toEqual({
    error: undefined,
    again: [0],
    delivered: 3
  })
  const { isFinished } = await Checkpoint.open(folder.file('checkpoint'), IDENTITY)
  expect(isFinished).toBe(true)
})

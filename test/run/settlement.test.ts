import { newTally } from '../../runner/delivery/tally'
import { Settlement } from '../../runner/run/settlement'
import { Checkpoint } from '../../runner/state/checkpoint'
import { FailedEvents } from '../../runner/state/failed-events'
import { TestFolder } from '../__helpers__/command'

let folder: TestFolder
beforeEach(() => {
  folder = new TestFolder()
})
afterEach(() => folder.remove())

const chunkAt = (line: number) => ({
  path: 'a.ndjson',
  start: { file: 0, offset: (line - 1) * 100, line, selected: 0 },
  end: { file: 0, offset: line * 100, line: line + 1, selected: 0 },
  bytes: Buffer.alloc(0),
  tooLong: []
})

const result = (more = {}) => ({
  tally: { ...newTally(), read: 1, delivered: 1 },
  failures: [],
  rows: [],
  requests: [],
  unmatchedNames: [],
  ...more
})

async function settle(results: object[]) {
  const checkpoint = await Checkpoint.open(folder.file('checkpoint'), { input: '', mappings: '', pixel: '' })
  const save = jest.spyOn(checkpoint, 'save')
  const failedEvents = new FailedEvents(undefined, 'run', 0)
  const reporter = { chunkFinished: jest.fn() }
  const stops: unknown[] = []
  const settlement = new Settlement({ checkpoint, failedEvents, reporter: reporter as never }, (stop) =>
    stops.push(stop)
  )
  await Promise.all(results.map((each, index) => settlement.add(chunkAt(index + 1), each as never)))
  return {
    checkpoint,
    settlement,
    stops,
    saves: save.mock.calls.length,
    reported: reporter.chunkFinished.mock.calls.length
  }
}

it('saves the checkpoint once for all chunks that settle at the same time', async () => {
  const { checkpoint, saves, reported } = await settle([result(), result(), result()])
  expect({ saves, reported }).toEqual({ saves: 1, reported: 3 })
  expect(checkpoint.cursor).toEqual(chunkAt(3).end)
  expect(checkpoint.tally.delivered).toBe(3)
})

it('settles the others of a chunk that was stopped', async () => {
  const stop = { reason: 'interrupted', isUnauthorized: false }
  const { checkpoint, settlement, stops, saves } = await settle([result(), result({ stop }), result()])
  expect(saves).toBe(1)
  expect(stops).toEqual([stop])
  expect(checkpoint.cursor).toEqual(chunkAt(1).end)
  expect(checkpoint.isCompleted(chunkAt(3))).toBe(true)
  expect(settlement.tally().delivered).toBe(3)
})

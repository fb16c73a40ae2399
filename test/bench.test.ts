import { createEvent } from '../bench/events'
import { generateFile } from '../bench/generate'
import { Measurements } from '../bench/measure'
import { TestFolder, tiktokConversions } from './__helpers__/command'

jest.setTimeout(60_000)

const folder = new TestFolder()
afterAll(() => folder.remove())

it('makes the same event from the same index', () => {
  expect(createEvent(7)).toEqual(createEvent(7))
  expect(createEvent(7)).not.toEqual(createEvent(9))
})

it.each([
  { name: 'events.ndjson', isGzip: false },
  { name: 'events.ndjson.gz', isGzip: true }
])('generates $name, of which the sandbox accepts each event', async ({ name, isGzip }) => {
  await generateFile(folder.file(name), 1001, { isGzip })
  const { stdout } = await tiktokConversions(['send', folder.file(name), '--sandbox', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ read: 1001, delivered: 1001 })
})

it('compares what was measured in the same round, and takes the median', () => {
  const measurements = new Measurements()
  const [fast, slow] = ['fast', 'slow'].map((name) => ({ name, events: 10, run: () => undefined }))
  for (const load of [1, 5, 2]) {
    measurements.add(fast, { seconds: load, cpu: 100 * load })
    measurements.add(slow, { seconds: 2 * load, cpu: 300 * load })
  }
  expect(measurements.figure('fast', 'cpuPerEvent')).toEqual({ median: 20, least: 10, most: 50 })
  expect(measurements.ratio('slow', 'fast', 'cpuPerEvent')).toEqual({ median: 3, least: 3, most: 3 })
  expect(measurements.ratio('slow', 'fast', 'eventsPerSecond').median).toBe(0.5)
})

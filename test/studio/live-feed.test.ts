import { setImmediate as others } from 'node:timers/promises'
import type { LiveChanges, LiveFeed } from '../../runner/studio'
import { TestStudio } from './__helpers__/studio'

/** More events than are mapped together. */
const BURST = 500

const changesOf = (first: number, count: number, isComplete: boolean): LiveChanges => ({
  first: 0,
  added: Array.from({ length: count }, (_, index) => ({
    number: first + index,
    text: JSON.stringify({ type: 'track', event: 'Order Completed', messageId: `${first + index}` }),
    results: []
  })),
  settled: [],
  cursor: { next: first + count, results: 0 },
  isComplete
})

let studio: TestStudio | undefined
afterEach(() => studio?.close())

it('answers for rows that it knows while events keep coming', async () => {
  let answer: Promise<number> | undefined
  const feed: LiveFeed = {
    hasResults: false,
    changesSince: async ({ next }) => {
      if (next === 0) return changesOf(0, 1, false)
      if (next > 1) return changesOf(next, 0, true)
      answer = studio?.get('/api/sources/1/rows').then(({ total }) => total)
      return changesOf(1, BURST, false)
    }
  }
  studio = await TestStudio.open([], { live: feed })
  studio.session.updates.subscribe()
  while (answer === undefined) await others()
  expect(await answer).toBe(1)
  let turns = 0
  for (; studio.session.sources.all[0].rows < 1 + BURST; turns++) await others()
  // Mapping the events at once would take one turn, in which nothing is answered.
  expect(turns).toBeGreaterThan(10)
  expect((await studio.get('/api/sources/1/rows')).total).toBe(1 + BURST)
})

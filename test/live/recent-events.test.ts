import type { MappingResult } from '../../runner/live/deliver/report'
import { RecentEvents } from '../../runner/live/recent-events'

const BEGINNING = { next: 0, results: 0 }
const delivered: MappingResult = { mapping: 'Order', status: 'delivered' }
const waiting: MappingResult = { mapping: 'Order', status: 'waiting', reason: 'Later.' }

const eventOf = (messageId: string, length = 10) => ({ source: 'shop', messageId, event: 'x'.repeat(length) })
const outcomeOf = (messageId: string, ...results: MappingResult[]) => ({ source: 'shop', messageId, results })
const numbersOf = (events: readonly { number: number }[]) => events.map(({ number }) => number)

it('keeps a limited number of events, the newest', () => {
  const recent = new RecentEvents({ events: 3 })
  for (let index = 0; index < 10; index++) recent.accepted([eventOf(`m${index}`)])
  const { first, added, isComplete } = recent.changesSince(BEGINNING)
  expect([first, numbersOf(added), isComplete]).toEqual([7, [7, 8, 9], true])
})

it('keeps fewer events where they are large, and at least the newest', () => {
  const recent = new RecentEvents({ length: 100 })
  recent.accepted(['m0', 'm1', 'm2', 'm3'].map((id) => eventOf(id, 40)))
  expect(numbersOf(recent.changesSince(BEGINNING).added)).toEqual([2, 3])
  recent.accepted([eventOf('large', 1000)])
  expect(numbersOf(recent.changesSince(BEGINNING).added)).toEqual([4])
})

it('tells only what is new since the last question', () => {
  const recent = new RecentEvents()
  recent.accepted([eventOf('m0'), eventOf('m1')])
  const before = recent.changesSince(BEGINNING)
  recent.accepted([eventOf('m2')])
  recent.settled([outcomeOf('m1', delivered)])
  const after = recent.changesSince(before.cursor)
  expect(numbersOf(after.added)).toEqual([2])
  expect(after.settled).toEqual([{ number: 1, results: [delivered] }])
  expect(recent.changesSince(after.cursor)).toMatchObject({ added: [], settled: [] })
})

it('tells many large events in parts, each with its results so far', () => {
  const recent = new RecentEvents()
  const ids = Array.from({ length: 100 }, (_, index) => `m${index}`)
  recent.accepted(ids.map((id) => eventOf(id, 10_000)))
  recent.settled([outcomeOf('m99', delivered)])
  const first = recent.changesSince(BEGINNING)
  expect(first.isComplete).toBe(false)
  recent.settled([outcomeOf('m0', delivered)])
  const numbers = numbersOf(first.added)
  let { cursor, isComplete } = first
  let last = first
  while (!isComplete) {
    last = recent.changesSince(cursor)
    if (numbersOf(last.settled).length > 0) expect(last.settled).toEqual([{ number: 0, results: [delivered] }])
    numbers.push(...numbersOf(last.added))
    cursor = last.cursor
    isComplete = last.isComplete
  }
  expect(numbers).toEqual(ids.map((_, index) => index))
  expect(last.added.at(-1)?.results).toEqual([delivered])
})

it('puts a later result of a mapping in the place of an earlier one', () => {
  const recent = new RecentEvents()
  const other: MappingResult = { mapping: 'Lead', status: 'delivered' }
  recent.accepted([eventOf('m0')])
  recent.settled([outcomeOf('m0', waiting, other)])
  recent.settled([outcomeOf('m0', delivered)])
  expect(recent.changesSince(BEGINNING).added[0].results).toEqual([other, delivered])
})

it('knows the result of an event that was delivered before it was acknowledged', () => {
  const recent = new RecentEvents()
  recent.settled([outcomeOf('m0', delivered)])
  recent.accepted([eventOf('m0')])
  expect(recent.changesSince(BEGINNING).added[0].results).toEqual([delivered])
})

it('takes a repeat for what it is, and the same id of another source for another event', () => {
  const recent = new RecentEvents()
  recent.accepted([eventOf('m0'), eventOf('m0'), { ...eventOf('m0'), source: 'app' }])
  expect(numbersOf(recent.changesSince(BEGINNING).added)).toEqual([0, 1])
})

import { TestFolder, toLines } from '../__helpers__/command'
import { TestStudio } from './__helpers__/studio'

const NOON = Date.UTC(2026, 10, 22, 12)
const MINUTE = 60_000

/** An order so many minutes after noon. */
const order = (minutes: number, properties: object = {}, event = 'Order Completed') => ({
  type: 'track',
  event,
  messageId: `${event}-${minutes}`,
  timestamp: new Date(NOON + minutes * MINUTE).toISOString(),
  userId: 'user-1',
  properties: { currency: 'USD', total: 10, ...properties }
})

describe('the overview of a source', () => {
  let folder: TestFolder
  let studio: TestStudio | undefined

  beforeEach(() => {
    folder = new TestFolder()
  })
  afterEach(async () => {
    await studio?.close()
    folder.remove()
  })

  async function overviewOf(events: readonly object[]) {
    studio = await TestStudio.open([folder.write('events.ndjson', toLines(events))])
    await studio.counted()
    return studio.get('/api/sources/1/overview')
  }

  it('counts events over time by verdict', async () => {
    const { timeline } = await overviewOf([
      order(0),
      order(2, {}, 'Step'),
      order(2),
      order(59),
      { type: 'track', event: 'Step' }
    ])
    expect(timeline).toMatchObject({ start: NOON, step: 5 * MINUTE, outside: 1 })
    expect(timeline.bars).toHaveLength(12)
    expect([timeline.bars[0], timeline.bars[1], timeline.bars[11]]).toEqual([
      { delivered: 2, unmatched: 1 },
      {},
      { delivered: 1 }
    ])
  })

  it('keeps its range where one event of many has an odd time', async () => {
    const events = Array.from({ length: 200 }, (_, index) => order(index % 60))
    const { timeline } = await overviewOf([...events, order(-30 * 365 * 24 * 60)])
    expect(timeline).toMatchObject({ start: NOON, step: 5 * MINUTE, outside: 1 })
    expect(timeline.bars).toHaveLength(12)
  })

  it('adds up what would reach TikTok by currency', async () => {
    const { amounts } = await overviewOf([
      order(0),
      order(1, { total: 2.5 }),
      order(2, { currency: 'EUR', total: 7 }),
      order(3, { total: 99 }, 'Step')
    ])
    expect(amounts).toEqual([
      { currency: 'USD', events: 2, sum: 12.5 },
      { currency: 'EUR', events: 1, sum: 7 }
    ])
  })

  it('has no timeline of events without times', async () => {
    expect(await overviewOf([{ type: 'track', event: 'Step' }])).toEqual({ amounts: [] })
  })
})

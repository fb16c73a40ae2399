import { ordersOf, TestFolder, toLines } from '../__helpers__/command'
import { readingEnds, withStudio } from './__helpers__/studio-process'

const EVENTS = 100_000

it('serves 100,000 events while and after it reads them', async () => {
  const folder = new TestFolder()
  const temporary = new TestFolder()
  const file = folder.write('events.ndjson', toLines(ordersOf(EVENTS)))
  const run = await withStudio(temporary, [file], async (page) => {
    expect(await readingEnds(page)).toMatchObject({ rows: EVENTS, counts: { delivered: EVENTS } })
    const { rows } = await page.get(`/api/sources/1/rows?from=${EVENTS - 2}&limit=10`)
    expect(rows.map(({ line }: { line: number }) => line)).toEqual([EVENTS - 1, EVENTS])
    const { event } = await page.get(`/api/sources/1/events/${EVENTS - 1}?show=1`)
    expect(event).toMatchObject({ messageId: `m${EVENTS - 1}` })
  })
  expect(run).toMatchObject({ status: 0, stderr: '' })
  folder.remove()
  temporary.remove()
})

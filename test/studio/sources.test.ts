import { appendFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { ordersOf, TestFolder, toLines } from '../__helpers__/command'
import { TestStudio } from './__helpers__/studio'

const ORDER = { ...ordersOf(1)[0], properties: { currency: 'USD', revenue: 12, email: 'jane@example.com' } }
const EVENTS = [
  ORDER,
  { ...ORDER, event: 'Something Else', messageId: 'other' },
  { ...ORDER, messageId: 'refused', integrations: { All: false } },
  { ...ORDER, messageId: 'odd', properties: { revenue: 12, phone: 'call me' } },
  { ...ORDER, messageId: 'far', timestamp: '2199-01-01T00:00:00Z' }
]
const LINES = `${toLines(EVENTS)}{"type":"track"\n`

let folder: TestFolder
let studio: TestStudio
beforeAll(async () => {
  folder = new TestFolder()
  studio = await TestStudio.open([folder.write('events.ndjson', LINES)])
  await studio.counted()
})
afterAll(async () => {
  await studio.close()
  folder.remove()
})

async function upload(content: string | Buffer, name = 'upload'): Promise<string> {
  const { status, body } = await studio.ask(`POST /api/sources?name=${name}`, content)
  expect(status).toBe(201)
  await studio.counted()
  return body.id
}

it('counts what becomes of each event', async () => {
  expect(await studio.get('/api/sources')).toEqual({
    sources: [
      {
        id: '1',
        name: 'events.ndjson',
        origin: 'file',
        state: 'ready',
        bytesRead: LINES.length,
        bytes: LINES.length,
        rows: 6,
        counts: { delivered: 2, rejected: 1, unmatched: 1, optedOut: 1, unreadable: 1, warnings: 1 },
        revision: 1
      }
    ]
  })
})

it('lists rows with the reason of each', async () => {
  const { total, rows } = await studio.get('/api/sources/1/rows')
  const time = Date.parse('2026-11-22T09:00:00Z')
  const delivered = { mapping: 'Place an Order', event: 'PlaceAnOrder', verdict: 'delivered' }
  expect(total).toBe(6)
  expect(rows).toEqual([
    {
      index: 0,
      line: 1,
      time,
      name: 'Order Completed',
      verdict: 'delivered',
      mappings: [{ ...delivered, warnings: [] }]
    },
    { index: 1, line: 2, time, name: 'Something Else', verdict: 'unmatched', mappings: [] },
    {
      index: 2,
      line: 3,
      time,
      name: 'Order Completed',
      verdict: 'optedOut',
      reason: 'its integrations exclude this destination',
      mappings: []
    },
    {
      index: 3,
      line: 4,
      time,
      name: 'Order Completed',
      verdict: 'delivered',
      mappings: [
        {
          ...delivered,
          warnings: ['phone_number is not a valid phone number, or one that anybody types']
        }
      ]
    },
    {
      index: 4,
      line: 5,
      time: Date.parse('2199-01-01T00:00:00Z'),
      name: 'Order Completed',
      verdict: 'rejected',
      mappings: [
        { mapping: 'Place an Order', verdict: 'rejected', reason: expect.stringContaining('future'), warnings: [] }
      ]
    },
    {
      index: 5,
      line: 6,
      name: '',
      verdict: 'unreadable',
      reason: 'is not valid JSON: one event is expected on each line',
      mappings: []
    }
  ])
})

it.each([
  ['filter=delivered', [0, 3]],
  ['filter=rejected', [4]],
  ['filter=unmatched', [1]],
  ['filter=optedOut', [2]],
  ['filter=unreadable', [5]],
  ['filter=warnings', [3]],
  ['q=something', [1]],
  ['q=PLACEAN', [0, 3]],
  ['q=not%20valid', [5]],
  ['q=order&filter=optedOut', [2]],
  ['finding=rejected', [4]],
  ['finding=unmatched', [1]],
  ['finding=opted-out', [2]],
  ['finding=currency-missing', [3]],
  ['finding=no-such-rule', []],
  ['from=4', [4, 5]],
  ['from=1&limit=2', [1, 2]],
  ['from=9', []]
])('finds the rows of %s', async (query, indexes) => {
  const { rows } = await studio.get(`/api/sources/1/rows?${query}`)
  expect(rows.map(({ index }: { index: number }) => index)).toEqual(indexes)
})

it('leads from a finding about several events to its examples', async () => {
  const id = await upload(toLines([ORDER, EVENTS[1], ORDER]))
  expect(await studio.get(`/api/sources/${id}/rows?finding=event-id-repeated`)).toMatchObject({
    isExamples: true,
    rows: [{ line: 3 }]
  })
})

it.each(['limit=0', 'limit=1001', 'from=-1', 'from=x', 'filter=none'])('refuses %s', async (query) => {
  const [key] = query.split('=')
  expect(await studio.ask(`GET /api/sources/1/rows?${query}`)).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(new RegExp(`^${key}: `)) }
  })
})

describe('an event', () => {
  it('is read without its values', async () => {
    const { event, ...rest } = await studio.get('/api/sources/1/events/0')
    expect(rest).toEqual({ index: 0, line: 1 })
    expect(event).toMatchObject({
      type: 'track',
      event: 'Order Completed',
      messageId: '•••',
      properties: { email: '•••' }
    })
  })

  it('is read with its values on request', async () => {
    expect(await studio.get('/api/sources/1/events/4?show=1')).toEqual({ index: 4, line: 5, event: EVENTS[4] })
  })

  it.each([
    ['5', 422, 'Line 6 is not valid JSON: one event is expected on each line.'],
    ['6', 404, 'There is no such event.'],
    ['x', 404, 'There is no such event.']
  ])('%s is missed with status %i', async (index, status, message) => {
    expect(await studio.ask(`GET /api/sources/1/events/${index}`)).toMatchObject({ status, body: { message } })
  })
})

it.each([
  ['lines', Buffer.from(LINES), 6],
  ['gzip', gzipSync(LINES), 6],
  ['a list', Buffer.from(JSON.stringify(EVENTS, undefined, 2)), 5],
  ['one event over several lines', Buffer.from(JSON.stringify(ORDER, undefined, 2)), 1],
  ['a batch on one line', Buffer.from(JSON.stringify({ batch: EVENTS })), 5],
  ['a line that is too long', Buffer.from(`${toLines([{ ...ORDER, long: 'x'.repeat(1.1e6) }])}${toLines([ORDER])}`), 2],
  ['nothing', Buffer.from('\n'), 0]
])('reads an upload of %s, and its last event again', async (_kind, content, rows) => {
  const id = await upload(content)
  expect((await studio.get(`/api/sources/${id}/rows`)).total).toBe(rows)
  const events = await studio.get(`/api/sources/${id}/rows?filter=delivered`)
  for (const { index } of events.rows.slice(-1)) {
    const { event } = await studio.get(`/api/sources/${id}/events/${index}?show=1`)
    expect(EVENTS).toContainEqual(event)
  }
  await studio.ask(`DELETE /api/sources/${id}`)
})

it('forgets an upload, and keeps a file', async () => {
  const id = await upload(LINES)
  expect(await studio.ask(`DELETE /api/sources/${id}`)).toMatchObject({ status: 204 })
  expect(await studio.ask(`GET /api/sources/${id}/rows`)).toMatchObject({ status: 404 })
  expect(await studio.ask('DELETE /api/sources/1')).toMatchObject({ status: 409 })
})

it('names an upload as the page does, without its private path', async () => {
  const id = await upload(gzipSync(LINES).subarray(0, 100), 'cut.ndjson.gz')
  const source = (await studio.counted()).find((each) => each.id === id)
  expect(source).toMatchObject({
    name: 'cut.ndjson.gz',
    origin: 'upload',
    error: 'cut.ndjson.gz could not be read to its end (it was cut off; get it again)'
  })
})

it('diagnoses a source, and names it in the examples', async () => {
  const { report, isComplete } = await studio.get('/api/sources/1/diagnosis')
  expect(isComplete).toBe(true)
  expect(report).toMatchObject({ events: 5, unmatched: 1, optedOut: 1, unreadable: 1, rejected: 1 })
  const finding = report.findings.find(({ rule }: { rule: string }) => rule === 'unmatched')
  expect(finding.examples).toEqual(['events.ndjson:2'])
})

it('lists the paths of the events, with samples that identify nobody, or all on request', async () => {
  const pathOf = (paths: { path: string }[], wanted: string) => paths.find(({ path }) => path === wanted)
  const { paths } = await studio.get('/api/sources/1/paths?show=1')
  expect(paths[0]).toMatchObject({ share: 1 })
  expect(pathOf(paths, '$.properties.revenue')).toEqual({
    path: '$.properties.revenue',
    events: 5,
    share: 1,
    samples: [12]
  })
  expect(pathOf(paths, '$.properties.email')).toMatchObject({ share: 0.8, samples: ['jane@example.com'] })
  expect(pathOf(paths, '$.messageId')).toMatchObject({ samples: ['m0', 'other', 'refused'] })
  const masked = await studio.get('/api/sources/1/paths')
  expect(pathOf(masked.paths, '$.properties.email')).toMatchObject({ events: 4, samples: [] })
  expect(pathOf(masked.paths, '$.properties.revenue')).toMatchObject({ samples: [12] })
})

it('says that a file has changed since it was opened', async () => {
  const path = folder.write('growing.ndjson', LINES)
  const other = await TestStudio.open([path])
  await other.counted()
  appendFileSync(path, LINES)
  expect(await other.ask('GET /api/sources/1/events/0')).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('has grown since it was opened') }
  })
  await other.close()
})

import { mkdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { ordersOf, TestFolder, toLines } from '../__helpers__/command'
import { rehearse, runInProcess } from '../__helpers__/in-process'

let folder: TestFolder
beforeEach(() => {
  folder = new TestFolder()
})
afterEach(() => folder.remove())

const pretty = (value: unknown) => JSON.stringify(value, undefined, 2)
const ORDERS = ordersOf(3)

describe('send reads input as it comes', () => {
  it.each<[what: string, content: string]>([
    ['one event a line', toLines(ORDERS)],
    ['events over several lines', ORDERS.map(pretty).join('\n')],
    ['a list over several lines', pretty(ORDERS)],
    ['a list on one line', JSON.stringify(ORDERS)],
    ['a batch on one line', JSON.stringify({ batch: ORDERS })],
    ['a batch over several lines', pretty({ batch: ORDERS })],
    ['messages', toLines(ORDERS.map((message) => ({ message, metadata: {} })))],
    ['a list of messages', pretty(ORDERS.map((message) => ({ message })))],
    ['messages of Jitsu', toLines(ORDERS.map((httpPayload) => ({ type: 'track', httpPayload })))],
    ['events without anything between them', ORDERS.map((event) => JSON.stringify(event)).join('')],
    ['a failed file', toLines(ORDERS.map((event) => ({ event, mapping: 'Place an Order', error: {}, attempts: 1 })))]
  ])('%s', async (_what, content) => {
    const { report, status } = await rehearse(folder.write('events.json', content))
    expect(report).toMatchObject({ read: 3, wouldBeSent: 3, unreadable: 0 })
    expect(status).toBe(0)
  })

  it('a list that is compressed', async () => {
    const { report } = await rehearse(folder.write('events.json.gz', gzipSync(pretty(ORDERS))))
    expect(report).toMatchObject({ wouldBeSent: 3 })
  })

  it('more events on a line than fit into a request', async () => {
    const lines = toLines([{ batch: ordersOf(1500) }, { batch: ordersOf(700) }])
    const { report } = await rehearse(folder.write('events.ndjson', lines))
    expect(report).toMatchObject({ read: 2200, wouldBeSent: 2200, requests: 3 })
  })

  it('only the first events of a list', async () => {
    const { report } = await rehearse(folder.write('events.json', pretty(ORDERS)), '--limit', '2')
    expect(report).toMatchObject({ read: 2, wouldBeSent: 2 })
  })

  it('the line of an event in a list', async () => {
    const file = folder.write(
      'events.json',
      pretty([{ ...ORDERS[0], properties: { currency: 'USD', value: -1 } }, {}, ORDERS[1]])
    )
    const { stdout } = await runInProcess(['send', file, '--dry-run'])
    expect(stdout).toMatch(/^line 2 .* rejected: Value/m)
    expect(stdout).toMatch(/^line 17 .*holds no event/m)
    expect(stdout).toMatch(/^line 18 .* would be sent$/m)
  })

  it('all files below a folder, but not what a run has left there', async () => {
    mkdirSync(folder.file('2026/11'), { recursive: true })
    folder.writeEvents('2026/a.ndjson', ordersOf(1))
    folder.write('2026/11/b.json', pretty(ordersOf(2)))
    folder.writeEvents('2026/11/c.ndjson.gz', ordersOf(3))
    folder.write('2026/a.ndjson.checkpoint', '{}')
    folder.write('2026/a.ndjson.failed.ndjson', '{}')
    const { report, status } = await rehearse(folder.path)
    expect(report).toMatchObject({ wouldBeSent: 6, unreadable: 0 })
    expect(status).toBe(0)
  })

  it('no folder without files', async () => {
    expect(await rehearse(folder.path)).toMatchObject({ status: 2, stderr: `error: ${folder.path} holds no file.\n` })
  })
})

it('a line without an event is unreadable, not unmatched', async () => {
  const file = folder.writeEvents('log.ndjson', [{ level: 'info' }, { message: { text: 'x' } }, ORDERS[0]])
  const { report, status } = await rehearse(file)
  expect(report).toMatchObject({ wouldBeSent: 1, unmatched: 0, unreadable: 2 })
  expect(Object.keys(report.reasons)).toEqual(['a line holds no event: it has neither a "type" nor an "event"'])
  expect(status).toBe(1)
})

describe('a run in which no event matched', () => {
  const sendNamed = (...names: string[]) =>
    rehearse(
      folder.writeEvents(
        'events.ndjson',
        names.map((event) => ({ ...ORDERS[0], event }))
      )
    )

  it('says so, with the nearest triggers, and exits with 1', async () => {
    const { report, status, stderr } = await sendNamed('order completed', 'order completed', 'product-added')
    expect(report).toMatchObject({ read: 3, unmatched: 3 })
    expect(stderr).toContain(
      'No event matched a mapping. The input holds "order completed", "product-added". ' +
        'Nearest triggers: event = "Order Completed" (Place an Order); event = "Product Added" (Add to Cart).'
    )
    expect(status).toBe(1)
  })

  it('lists some triggers where none is near', async () => {
    const { stderr } = await sendNamed('Zzz')
    expect(stderr).toMatch(
      /The input holds "Zzz"\. Triggers: event = "Product Added" \(Add to Cart\); .*\(Add Payment Info\); and 2 more\.$/m
    )
  })

  it('is not one in which some did', async () => {
    const { status, stderr } = await sendNamed('order completed', 'Order Completed')
    expect(stderr).not.toContain('No event matched')
    expect(status).toBe(0)
  })

  it('is not one without events', async () => {
    const { status, stderr } = await rehearse(folder.write('empty.ndjson', '\n'))
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'The input holds no event.\n' })
  })

  it('is not one whose events opted out', async () => {
    const file = folder.writeEvents('events.ndjson', [{ ...ORDERS[0], integrations: { All: false } }])
    expect(await rehearse(file)).toMatchObject({ status: 0, stderr: '' })
  })
})

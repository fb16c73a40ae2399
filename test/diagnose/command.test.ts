import { readFileSync } from 'node:fs'
import { version } from 'tiktok-conversions/package.json'
import { main } from '../../runner/cli/program'
import { ordersOf, TestFolder } from '../__helpers__/command'

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
})
afterAll(() => folder.remove())
afterEach(() => jest.restoreAllMocks())

/** Runs the command in this process. */
async function run(...args: string[]): Promise<{ status: number; output: string; errors: string }> {
  const output: string[] = []
  const errors: string[] = []
  jest.spyOn(console, 'log').mockImplementation((text) => void output.push(text))
  jest.spyOn(console, 'error').mockImplementation((text) => void errors.push(text))
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-22T10:00:00Z'))
  const status = await main(['node', 'tiktok-conversions', 'diagnose', ...args])
  return { status, output: output.join('\n'), errors: errors.join('\n') }
}

const mappingFile = () =>
  folder.write(
    'mappings.json',
    JSON.stringify([
      {
        name: 'Orders',
        subscribe: 'event = "Order Completed"',
        partnerAction: 'reportWebEvent',
        mapping: {
          event: 'PlaceAnOrder',
          event_id: { '@path': '$.properties.currency' },
          timestamp: { '@path': '$.timestamp' }
        }
      }
    ])
  )

it('diagnoses several files, plain and gzip, as JSON', async () => {
  const files = ['a.ndjson', 'b.ndjson.gz'].map((name) => folder.writeEvents(name, ordersOf(30)))
  const { status, output } = await run(...files, '--mappings', mappingFile(), '--json')
  const { events, findings, readErrors } = JSON.parse(output)
  expect({ status, events, readErrors }).toEqual({ status: 1, events: 60, readErrors: [] })
  const rules = findings.map(({ rule }: { rule: string }) => rule)
  expect(rules).toEqual(
    expect.arrayContaining(['value-missing', 'no-match-key', 'name-old', 'event-id-repeated', 'field-constant'])
  )
  const repeated = findings.find(({ rule }: { rule: string }) => rule === 'event-id-repeated')
  expect(repeated).toMatchObject({ count: 59, examples: [`${files[0]}:2`, `${files[0]}:3`, `${files[0]}:4`] })
})

it('finds nothing right about an input without events', async () => {
  const page = folder.file('empty.html')
  const { output } = await run(folder.write('empty.ndjson', ''), '--html', page)
  expect(output).toMatch(/\nNo events were read\.$/)
  expect(readFileSync(page, 'utf8')).toContain('<p>No events were read.</p>')
})

it('writes a page beside the text', async () => {
  const page = folder.file('report.html')
  const { status, output } = await run(folder.writeEvents('events.ndjson', ordersOf(3)), '--html', page)
  expect(status).toBe(0)
  expect(output).toContain('3 events: 3 would be sent')
  const text = readFileSync(page, 'utf8')
  expect(text).toContain('<h1>Diagnosis of TikTok events</h1>')
  expect(text).toContain(`<dt>1 file</dt><dd>${folder.file('events.ndjson')}</dd>`)
  expect(text).toContain('<dt>7 mappings</dt><dd>presets: Add to Cart, Place an Order, ')
  expect(text).toContain(`tiktok-conversions ${version}`)
})

it('rejects a page that cannot be written', async () => {
  const page = folder.file('none/report.html')
  const { status, errors } = await run(folder.writeEvents('events.ndjson', ordersOf(1)), '--html', page)
  expect({ status, errors }).toEqual({
    status: 2,
    errors: `error: ${page} cannot be written (no such file or folder).`
  })
})

it('says that a file could not be read to its end', async () => {
  const whole = readFileSync(folder.writeEvents('whole.ndjson.gz', ordersOf(500)))
  const file = folder.write('cut.ndjson.gz', whole.subarray(0, whole.length - 20))
  const { status, errors } = await run(file)
  expect(status).toBe(1)
  expect(errors).toContain(`${file} could not be read to its end`)
})

it('survives events of any form', async () => {
  const events = [
    { type: 'track', event: '__proto__' },
    { type: 'page', context: null, properties: [] },
    {},
    { event: {} }
  ]
  const { status, output } = await run(folder.writeEvents('odd.ndjson', events), '--json')
  expect([0, 1]).toContain(status)
  const { events: read, unreadable } = JSON.parse(output)
  expect(read + unreadable).toBe(4)
})

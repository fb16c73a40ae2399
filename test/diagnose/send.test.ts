import { presetMappings } from '../../runner/mappings/presets'
import { ordersOf, TestFolder, toLines } from '../__helpers__/command'
import type { InProcessOptions } from '../__helpers__/in-process'
import { runInProcess } from '../__helpers__/in-process'

const HEADING = 'Findings, which npx tiktok-conversions diagnose explains:'
const HINT = 'run npx tiktok-conversions diagnose with the same files'

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
})
afterAll(() => folder.remove())

async function send(args: string[], options?: InProcessOptions): Promise<string> {
  const { stdout } = await runInProcess(['send', ...args, '--sandbox', '--workers', '1'], options)
  return stdout
}

describe('the end of send', () => {
  it('names the findings of diagnose', async () => {
    const output = await send([folder.writeEvents('orders.ndjson', ordersOf(2))])
    expect(output).toContain(`${HEADING}\nWarning: User agents belong to servers and bots: 2 (100 %)\n`)
    expect(output).toContain('\nWarning: Content ID is missing in your events: 2 (100 %)\n')
  })

  it.each(['PlaceAnOrder', 'CompletePayment', 'SubmitForm', 'ClickButton'])(
    'warns of the name %s once',
    async (event) => {
      const [order] = presetMappings().filter(({ name }) => name === 'Place an Order')
      const renamed = [{ ...order, mapping: { ...order.mapping, event } }]
      const mappings = folder.write(`${event}.json`, JSON.stringify(renamed))
      const output = await send([folder.writeEvents('orders.ndjson', ordersOf(1)), '--mappings', mappings])
      expect(output.match(/old names|until 2027|TikTok converts/g)).toHaveLength(1)
    }
  )

  it('finds a lead that has a lead ID only matched', async () => {
    const [preset] = presetMappings()
    const mapping = { event: 'Lead', event_source: 'crm', event_id: { '@path': '$.messageId' } }
    const lead = { ...preset, mapping: { ...mapping, lead_id: { '@path': '$.properties.lead_id' } } }
    const event = { type: 'track', event: 'Product Added', messageId: 'm', properties: { lead_id: '123' } }
    const mappings = folder.write('leads.json', JSON.stringify([lead]))
    const output = await send([folder.writeEvents('leads.ndjson', [event]), '--mappings', mappings])
    expect(output).toMatch(/lead.*\n *Lead .* 100 %/)
    expect(output).not.toMatch(/carries anything|cannot be matched/)
  })

  it('counts only the events that were sent', async () => {
    const optedOut = { integrations: { All: false } }
    const events = [...ordersOf(3), ...ordersOf(1, () => ({})).map((event) => ({ ...event, ...optedOut }))]
    const file = folder.writeEvents('part.ndjson', events)
    expect(await send([file, '--limit', '1'])).toContain('Content ID is missing in your events: 1 (100 %)')
    expect(await send([file, '--ignore-integrations'])).toContain('Content ID is missing in your events: 4 (100 %)')
  })

  it('has no findings for machines, and none of standard input', async () => {
    const file = folder.writeEvents('json.ndjson', ordersOf(1))
    expect(await send([file, '--json'])).not.toContain(HEADING)
    expect(await send(['-'], { input: toLines(ordersOf(1)) })).not.toContain(HEADING)
  })

  it('leaves large files to diagnose', async () => {
    const lines = Array.from({ length: 20 }, () => ({ type: 'track', event: 'Other', filler: 'x'.repeat(1_000_000) }))
    const output = await send([folder.writeEvents('large.ndjson', lines)])
    expect(output).toContain(HINT)
    expect(output).not.toContain(HEADING)
  })
})

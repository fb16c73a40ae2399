import { BAD_FOR_TIKTOK, ordersOf, toLines } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

describe('several files', () => {
  const files = () => ['a', 'b'].map((name) => bench.folder.writeEvents(`${name}.ndjson`, ordersOf(3)))

  it('are all listed by --list all, and each row names its file', async () => {
    const [a, b] = files()
    bench.folder.write('b.ndjson', `${toLines(ordersOf(2))}[]\n`)
    const { stdout, stderr } = await bench.send([a, b, '--list', 'all'])
    const rows = stdout.split('\n').filter((row) => row.includes('.ndjson:'))
    expect(rows.map((row) => row.split(' ')[0])).toEqual([
      `${a}:1`,
      `${a}:2`,
      `${a}:3`,
      `${b}:1`,
      `${b}:2`,
      `${b}:3`,
      '1'
    ])
    expect(rows[5]).toBe(`${b}:3  is not a JSON object, as a Segment event is`)
    expect(stderr).not.toContain('Only the first')
  })

  it('are listed as far as the first one by default', async () => {
    const { stdout, stderr } = await bench.send(files())
    expect(stdout).not.toContain('b.ndjson')
    expect(stderr).toContain('Only the first 100 lines of the first file are listed; --list all lists every one.')
  })
})

describe('--quiet', () => {
  it('prints nothing if all is delivered', async () => {
    const { status, stdout, stderr } = await bench.send(['-', '--quiet'], { input: toLines(ordersOf(2)) })
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  it('prints totals, reasons and the next step if something fails', async () => {
    const input = toLines(ordersOf(2, () => ({ value: -1 })))
    const { status, stdout, stderr } = await bench.send(['-', '--quiet'], { input })
    expect(stdout).toMatch(/^\n2 events: 0 delivered, 2 rejected.*2 × Value is negative/s)
    expect(stderr).toBe('Failed events were not saved: name a file with --failed.\n')
    expect(status).toBe(1)
  })

  it('names no file for failed events in a dry run, which writes none', async () => {
    const input = toLines(ordersOf(1, () => ({ value: -1 })))
    const { stdout, stderr } = await runInProcess(['send', '-', '--dry-run', '--workers', '1'], { input })
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining('1 rejected'), stderr: '' })
  })

  it('leaves the report for machines as it is', async () => {
    const { stdout, stderr } = await bench.send(['-', '-q', '--json'], { input: toLines(ordersOf(2)) })
    expect(JSON.parse(stdout)).toMatchObject({ delivered: 2 })
    expect(stderr).toBe('')
  })
})

describe('what people see', () => {
  it('lists the first lines alone, where that is asked for', async () => {
    const { stdout, stderr } = await bench.send(['-', '--list', '2'], { input: toLines(ordersOf(5)) })
    expect(stdout.match(/^line /gm)).toHaveLength(2)
    expect(stderr).toContain('Only the first 2 lines are listed; --list all lists every one.')
  })

  it('groups failures by their reason, and says where each happened first', async () => {
    const events = ordersOf(6, (index) => (index % 2 === 0 ? { value: -1 } : index === 3 ? BAD_FOR_TIKTOK : {}))
    const { stdout } = await bench.send(['-', '--list', '0'], { input: toLines(events) })
    expect(stdout).toContain('3 × Value is negative, as that of a refund.')
    expect(stdout).toContain('1 × TikTok rejected the event (code 40002): data.N.properties.num_items')
    expect(stdout).toContain('(-:1)')
  })

  it('counts an event with a name that every object has', async () => {
    const mapping = {
      name: 'One',
      subscribe: 'type = "track"',
      partnerAction: 'reportWebEvent',
      mapping: { event: 'constructor' }
    }
    const file = bench.folder.write('mappings.json', JSON.stringify([mapping]))
    const { matchKeys } = await bench.sendJson(['-', '--mappings', file], { input: toLines(ordersOf(2)) })
    expect(matchKeys).toMatchObject({ constructor: { events: 2 } })
  })

  it('shows an event without a name', async () => {
    const { stdout } = await bench.send(['-'], { input: toLines([{ type: 'track', event: { toString: 1 } }]) })
    expect(stdout).toContain('line 1    no name ')
  })

  it('warns of events that TikTok can match with nobody', async () => {
    const [event] = ordersOf(1)
    const { stdout } = await bench.send(['-'], { input: toLines([{ ...event, userId: null, context: {} }]) })
    expect(stdout).toContain('Warning: no PlaceAnOrder event carries anything that TikTok can match with a person.')
  })
})

it('prints no name that is personal', async () => {
  const { stdout } = await bench.send(['-'], { input: toLines([{ type: 'track', event: 'jane@example.com' }]) })
  expect(stdout).toContain('line 1    [redacted] ')
})

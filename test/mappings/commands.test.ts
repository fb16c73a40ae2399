import { readMappings } from '../../runner/mappings/file'
import { presetMappings } from '../../runner/mappings/presets'
import { ordersOf, TestFolder } from '../__helpers__/command'
import { rehearse, runInProcess } from '../__helpers__/in-process'

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
})
afterAll(() => folder.remove())

const ENTRY = {
  name: 'Purchases',
  subscribe: 'event = "Order Completed"',
  partnerAction: 'reportWebEvent',
  mapping: { event: 'Purchase', event_id: { '@path': '$.messageId' }, timestamp: { '@path': '$.timestamp' } }
}
const BAD = [
  { ...ENTRY, mapping: { ...ENTRY.mapping, event_id: '{{messageId}}', ip: 'localhost' } },
  { ...ENTRY, name: 'Second', subscribe: 'match(event, "*Order*")' }
]
const write = (entries: unknown) => folder.write('mappings.json', JSON.stringify(entries))

describe('mappings check', () => {
  it('says that a file has no fault', async () => {
    expect(await runInProcess(['mappings', 'check', 'examples/mappings.json'])).toEqual({
      status: 0,
      stdout: 'examples/mappings.json: 0 faults, 8 enabled mappings\n',
      stderr: ''
    })
  })

  it('lists all faults, each with its place, and exits with 1', async () => {
    const { status, stdout } = await runInProcess(['mappings', 'check', write(BAD)])
    expect(stdout.split('\n').map((line) => line.split('  ')[0])).toEqual([
      '/0/mapping/event_id',
      '/0/mapping/ip',
      '/1/subscribe',
      expect.stringContaining('mappings.json: 3 faults'),
      ''
    ])
    expect(status).toBe(1)
  })

  it('names the file where the fault is the whole', async () => {
    const { stdout } = await runInProcess(['mappings', 'check', write(1)])
    expect(stdout).toMatch(/mappings\.json is not a JSON list of mappings\.\n/)
  })

  it('warns of mappings without a time or an ID, and of triggers that leave out more than they say', async () => {
    const { status, stdout } = await runInProcess([
      'mappings',
      'check',
      write([
        { ...ENTRY, mapping: { event: 'Purchase' } },
        { ...ENTRY, name: 'B', mapping: { event: 'Purchase', timestamp: '2026-11-22', event_id: null } },
        { ...ENTRY, name: 'C', subscribe: 'event = "A" and (properties.step != 2 or !contains(event, "B"))' }
      ])
    ])
    expect(stdout).toContain(
      'Warning: Mapping "Purchases" has no timestamp: every event gets the time at which it is sent.\n'
    )
    expect(stdout).toContain('Warning: Mapping "B" has a constant timestamp: every event gets the same time.\n')
    expect(stdout).toContain(
      'Warning: Mappings "Purchases", "B" have no event_id: an event that is sent again counts again.\n'
    )
    expect(stdout).toContain('skips events without that property: properties.step != 2 is false if it is missing.')
    expect(stdout).toContain('!contains(event, "B") is false if it is missing.')
    expect(status).toBe(0)
  })

  it('finds the typing errors in names of events, and the faults behind an action that is unknown', async () => {
    const rename = (event: string) => ({ ...ENTRY, name: event, mapping: { ...ENTRY.mapping, event } })
    const good = await runInProcess([
      'mappings',
      'check',
      write(['Purchas', 'AddToCrat', 'Add_To_Cart', 'Quote'].map(rename))
    ])
    expect(good.stdout.match(/reports .*/g)).toEqual([
      'reports the custom event Purchas. Did you mean Purchase?',
      'reports the custom event AddToCrat. Did you mean AddToCart?',
      'reports the custom event Add_To_Cart. Did you mean AddToCart?',
      "reports the custom event Quote. It is not one of TikTok's standard events."
    ])
    expect(good.status).toBe(0)

    const bad = { ...ENTRY, partnerAction: 'reportWebEvents', mapping: { evnt: 'Purchase' } }
    const { stdout } = await runInProcess(['mappings', 'check', write([bad, { ...bad, enabled: false }])])
    expect(stdout.match(/^\/\d\S+/gm)).toEqual(['/0/partnerAction', '/0/mapping/evnt', '/0/mapping/event'])
  })

  it('prints one object for machines', async () => {
    const { stdout } = await runInProcess(['mappings', 'check', write(BAD), '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ faults: [{ pointer: '/0/mapping/event_id' }, {}, {}], warnings: [] })
  })

  it('exits with 2 for a file that cannot be read', async () => {
    expect(await runInProcess(['mappings', 'check', 'none.json'])).toMatchObject({
      status: 2,
      stderr: 'error: No such file: none.json.\n'
    })
  })
})

describe('send --mappings', () => {
  const events = () => folder.writeEvents('events.ndjson', ordersOf(2))

  it('refuses a file with all of its faults, one a line, before the first event', async () => {
    const { status, stdout, stderr } = await rehearse(events(), '--mappings', write(BAD))
    const lines = stderr.trim().split('\n')
    expect(lines[0]).toMatch(/^error: .*mappings\.json: mapping 1: "mapping\.event_id" is the text "\{\{messageId\}\}"/)
    expect(lines[1]).toMatch(/mappings\.json: mapping 1: "mapping\.ip" is the same for all events/)
    expect(lines[2]).toMatch(
      /mappings\.json: mapping 2: "subscribe" would be understood as: match\(event, "\*Order\*"\)/
    )
    expect(lines).toHaveLength(3)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  })

  it('warns before it sends', async () => {
    const { status, stderr } = await rehearse(
      events(),
      '--mappings',
      write([{ ...ENTRY, mapping: { event: 'Purchase' } }])
    )
    expect(stderr).toContain('Mapping "Purchases" has no timestamp')
    expect(stderr).toContain('Mapping "Purchases" has no event_id')
    expect(status).toBe(0)
  })

  it('warns of a typing error in the name of an event', async () => {
    const file = write([{ ...ENTRY, mapping: { ...ENTRY.mapping, event: 'Leda' } }])
    expect((await rehearse(events(), '--mappings', file)).stderr).toContain('Did you mean Lead?')
  })

  it('runs mappings of one name, and with any size of batches', async () => {
    const named = (event: string, rest = {}) => ({
      ...ENTRY,
      mapping: { ...ENTRY.mapping, event, batch_size: 0 },
      ...rest
    })
    const file = write([named('Purchase'), named('Lead'), named('Contact', { enabled: false }), named('Search')])
    const { stdout, status } = await runInProcess(['send', events(), '--dry-run', '--mappings', file])
    expect(
      stdout.match(/Purchases\S*(?: \(\d\))? +\w+ +would be sent$/gm)?.map((row) => row.split(/ {2,}| (?=\w)/)[0])
    ).toEqual([...['Purchases', 'Purchases (2)', 'Purchases (3)'], ...['Purchases', 'Purchases (2)', 'Purchases (3)']])
    expect(status).toBe(0)
  })

  it('explains that nothing matches if no trigger looks for a text', async () => {
    const file = write([{ ...ENTRY, subscribe: 'properties.total >= 1000000' }])
    const { stderr, stdout, status } = await runInProcess(['send', events(), '--dry-run', '--mappings', file])
    expect(stdout + stderr).toContain(
      'No event matched a mapping. The input holds "Order Completed". Triggers: properties.total >= 1000000 (Purchases).'
    )
    expect(status).toBe(1)
  })

  it('warns of neither for the presets', async () => {
    expect((await rehearse(events())).stderr).not.toMatch(/timestamp|event_id/)
  })

  it('sends through a mapping as the Public API gives it', async () => {
    const { subscribe: trigger, mapping: settings, partnerAction: actionSlug, name } = ENTRY
    const file = write({ data: { subscriptions: [{ id: 'x', name, trigger, settings, actionSlug, enabled: true }] } })
    const { report } = await rehearse(events(), '--mappings', file)
    expect(report).toMatchObject({ wouldBeSent: 2, matchKeys: { Purchase: { events: 2 } } })
  })
})

describe('presets', () => {
  it('are printed as a mapping file', async () => {
    const { status, stdout } = await runInProcess(['presets'])
    expect(readMappings(folder.write('presets.json', stdout))).toEqual(JSON.parse(JSON.stringify(presetMappings())))
    expect(status).toBe(0)
  })

  it('are printed with other TikTok events', async () => {
    const { stdout } = await runInProcess(['presets', '--rename', 'PlaceAnOrder=purchase', '--rename', 'Search=Find_1'])
    const events = readMappings(folder.write('presets.json', stdout)).map(({ name, mapping }) => [name, mapping.event])
    expect(events).toContainEqual(['Place an Order', 'Purchase'])
    expect(events).toContainEqual(['Search', 'Find_1'])
    expect(events).toContainEqual(['Add to Cart', 'AddToCart'])
  })

  it('are printed with a warning if the new name has a typing error', async () => {
    const { stderr, status } = await runInProcess(['presets', '--rename', 'PlaceAnOrder=Purchas'])
    expect(stderr).toBe('Warning: Mapping "Place an Order" reports the custom event Purchas. Did you mean Purchase?\n')
    expect(status).toBe(0)
  })

  it.each([
    ['PlaceOrder=Purchase', 'No preset reports "PlaceOrder": they report AddToCart, PlaceAnOrder,'],
    ['PlaceOrder=Purchase', 'Did you mean "PlaceAnOrder"?'],
    ['PlaceAnOrder=Order!', 'Event Name is neither a standard event'],
    ['PlaceAnOrder', 'It is not of the form old=new.']
  ])('refuse what cannot be renamed: %s', async (rename, message) => {
    // commander writes its own errors to the stream.
    const written: string[] = []
    const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
    const { status, stdout, stderr } = await runInProcess(['presets', '--rename', rename])
    spy.mockRestore()
    expect(stderr + written.join('')).toContain(message)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  })
})

describe('names that TikTok supports until 2027 only', () => {
  const report = async (...flags: string[]) => {
    const file = folder.writeEvents('orders.ndjson', ordersOf(1))
    return (await runInProcess(['send', file, '--dry-run', '--list', '0', ...flags])).stdout
  }

  it('are told of at the end of a run that delivered such events', async () => {
    const stdout = await report()
    expect(stdout).toContain(
      'TikTok supports PlaceAnOrder until 2027 only: map Purchase instead (npx tiktok-conversions presets --rename PlaceAnOrder=Purchase).'
    )
  })

  it('are told of for a click on a button, too', async () => {
    const file = write([{ ...ENTRY, mapping: { ...ENTRY.mapping, event: 'ClickButton' } }])
    expect(await report('--mappings', file)).toContain('TikTok supports ClickButton until 2027 only: ')
  })

  it('are not told of where none was delivered', async () => {
    const file = write([ENTRY])
    expect(await report('--mappings', file)).not.toContain('2027')
  })
})

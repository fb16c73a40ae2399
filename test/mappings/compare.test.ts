import { readFileSync, writeFileSync } from 'node:fs'
import { presetMappings } from '../../runner/mappings/presets'
import { ordersOf, TestFolder, tiktokConversions } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'

/** Reports two changes, and ends like Ctrl-C. Commands in processes of their own do without it. */
jest.mock('../../runner/cli/changes', () => ({
  Changes: class {
    private left = 2
    next = async () => this.left-- > 0 || !process.emit('SIGINT')
    close() {}
  }
}))

let folder: TestFolder
beforeEach(() => {
  folder = new TestFolder()
})
afterEach(() => folder.remove())

const ORDERS = presetMappings().find(({ name }) => name === 'Place an Order') as ReturnType<
  typeof presetMappings
>[number]
const write = (name: string, ...mappings: object[]) => folder.write(name, JSON.stringify(mappings))
const withFields = (fields: object) => ({ ...ORDERS, mapping: { ...ORDERS.mapping, ...fields } })

describe('mappings diff', () => {
  it('says in words which mappings were added, removed and changed, and how', async () => {
    const before = write('a.json', ORDERS, { ...ORDERS, name: 'Old' })
    const changed = { ...withFields({ event: 'Purchase', url: undefined, locale: 'en' }), subscribe: 'event = "Paid"' }
    const after = write('b.json', changed, { ...ORDERS, name: 'New', subscribe: 'event = "Sent"' })
    const { status, stdout } = await runInProcess(['mappings', 'diff', before, after])
    expect(stdout.split('\n')).toEqual([
      'Place an Order: changed',
      '    trigger: event = "Order Completed" becomes event = "Paid"',
      '    event: PlaceAnOrder becomes Purchase',
      expect.stringMatching(/^ {4}locale: \{.*\} becomes en$/),
      expect.stringMatching(/^ {4}url is gone: \{/),
      'Old: removed',
      '    reports PlaceAnOrder for event = "Order Completed"',
      'New: added',
      '    reports PlaceAnOrder for event = "Sent"',
      ''
    ])
    expect(status).toBe(0)
  })

  it('compares with the presets, and says that nothing differs', async () => {
    const { stdout } = await runInProcess(['mappings', 'diff', 'presets', write('a.json', ...presetMappings())])
    expect(stdout).toBe('The mappings are the same.\n')
  })

  it('prints JSON', async () => {
    const { stdout } = await runInProcess(['mappings', 'diff', 'presets', write('a.json', ORDERS), '--json'])
    expect(JSON.parse(stdout)).toHaveLength(presetMappings().length - 1)
  })
})

describe('send --dry-run --compare', () => {
  const input = () =>
    folder.writeEvents('events.ndjson', [
      ...ordersOf(3, (index) => (index === 2 ? { order_id: 'secret-id' } : {})),
      { ...ordersOf(1)[0], event: 'Paid' },
      { ...ordersOf(1)[0], event: 'Other' }
    ])
  const compare = (before: string, after: string) =>
    runInProcess(['send', input(), '--dry-run', '--mappings', after, '--compare', before])

  it('says which events change and how, without their values', async () => {
    const before = write('a.json', withFields({ order_id: undefined }))
    const after = write('b.json', withFields({ event: 'Purchase', currency: undefined }), {
      ...ORDERS,
      name: 'Paid',
      subscribe: 'event = "Paid"'
    })
    const file = folder.file('events.ndjson')
    const { status, stdout } = await compare(before, after)
    expect(stdout.split('\n')).toEqual([
      `2 × Order Completed: PlaceAnOrder becomes Purchase, loses properties.currency (${file}:1)`,
      `1 × Order Completed: PlaceAnOrder becomes Purchase, loses properties.currency, gains properties.order_id (${file}:3)`,
      `1 × Paid: now sent as PlaceAnOrder (${file}:4)`,
      '5 events: 1 would stay as it is, 4 would change.',
      ''
    ])
    expect(stdout).not.toContain('secret-id')
    expect(status).toBe(0)
  })

  it('pairs a mapping that has another name now', async () => {
    const { stdout } = await compare(write('a.json', ORDERS), write('b.json', { ...ORDERS, name: 'Orders' }))
    expect(stdout).toBe('5 events: 5 would stay as they are, 0 would change.\n')
  })

  it('says which events are no longer sent, or rejected', async () => {
    const after = write('b.json', withFields({ timestamp: { '@path': '$.event' } }))
    expect((await compare('presets', after)).stdout).toMatch(
      /^3 × Order Completed: rejected now: Event Timestamp could/
    )
    const none = write('c.json', { ...ORDERS, subscribe: 'event = "None"' })
    expect((await compare('presets', none)).stdout).toContain('3 × Order Completed: no longer sent as PlaceAnOrder')
  })

  it('needs --dry-run', async () => {
    const { status, stderr } = await runInProcess(['send', input(), '--compare', 'presets'])
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: --compare needs --dry-run.\n' })
  })
})

describe('explain --watch', () => {
  it('explains again when the mappings change, and outlasts a mistake in them', async () => {
    const file = folder.writeEvents('event.json', ordersOf(1))
    const mappings = write('mappings.json', ORDERS)
    const steps = [() => writeFileSync(mappings, '{'), () => write('mappings.json', withFields({ event: 'Purchase' }))]
    const { status, stdout, stderr } = await tiktokConversions(['explain', file, '--mappings', mappings, '--watch'], {
      onStart: (child) => {
        let seen = ''
        let explained = 0
        child.stderr?.on('data', () => {
          const count = (seen.match(/Waiting/g) ?? []).length
          if (count <= explained) return
          explained = count
          const step = steps.shift()
          if (step !== undefined) step()
        })
        child.stdout?.on('data', (text) => {
          if (!child.killed && String(text).includes('Purchase')) child.kill('SIGINT')
        })
        child.stderr?.prependListener('data', (text) => {
          seen += text
        })
      }
    })
    expect(stdout).toContain('PlaceAnOrder')
    expect(stderr).toContain('mappings.json is not valid JSON')
    expect(readFileSync(mappings, 'utf8')).toContain('Purchase')
    expect(status).toBe(0)
  })

  it('says once that a file is gone, however many changes that is', async () => {
    const { status, stderr } = await runInProcess(['explain', 'none.json', '--watch'])
    expect(stderr).toBe('error: No such file: none.json.\nWaiting for changes; Ctrl-C ends it.\n')
    expect(status).toBe(0)
  })

  it('refuses standard input', async () => {
    const { status, stderr } = await runInProcess(['explain', '-', '--watch'])
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'error: Standard input cannot be watched: name a file.\n' })
  })
})

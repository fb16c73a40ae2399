import { main } from '../../runner/cli/program'
import { ordersOf, TestFolder } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'

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
  const status = await main(['node', 'tiktok-conversions', 'explain', ...args])
  return { status, output: output.join('\n'), errors: errors.join('\n') }
}

const [ORDER] = ordersOf(1, () => ({ email: 'jane@example.com' }))

it('explains the first event of a file, with its values hidden', async () => {
  const file = folder.write('events.ndjson', `\n${JSON.stringify(ORDER)}\n{"type":"page"}\n`)
  const { status, output } = await run(file)
  expect(status).toBe(0)
  expect(output).toContain('Order Completed: 1 of 7 mappings used')
  expect(output).toContain('→ user.email                        hashed with SHA-256')
  expect(output).toContain('✓ The sandbox accepts the request.')
  expect(output).not.toMatch(/jane|203\.0\.113|user-0|m0/)
  expect(output).not.toContain('\u001b[')
})

it('shows the values on request', async () => {
  const { output } = await run(folder.writeEvents('order.ndjson', [ORDER]), '--show-values')
  expect(output).toContain('$.properties.email                  "jane@example.com"')
  expect(output).toContain('"ip": "203.0.113.7"')
})

it.each([
  [[], false],
  [['--show-values'], true]
])('prints JSON %j', async (flags, holdsValues) => {
  const { output } = await run(folder.writeEvents('order.ndjson', [ORDER]), '--json', ...flags)
  expect(JSON.parse(output).mappings).toHaveLength(7)
  expect(output.includes('jane@example.com')).toBe(holdsValues)
})

it('explains another line, by the number that a report gives it', async () => {
  const file = folder.write('events.ndjson', `${JSON.stringify(ORDER)}\n\n{"type":"track","event":"order completed"}\n`)
  const { status, output } = await run(file, '--line', '3')
  expect(status).toBe(1)
  expect(output).toContain('order completed: none of 7 mappings matches')
  expect(output).toContain('nearly: it differs by case only')
})

it('explains a file that is one event over several lines', async () => {
  const { output } = await run(folder.write('event.json', JSON.stringify(ORDER, undefined, 2)))
  expect(output).toContain('Order Completed: 1 of 7 mappings used')
})

it('explains a failed event with the mapping it failed with', async () => {
  const failed = { event: ORDER, mapping: 'Search', error: { class: 'X', status: 400, message: 'm' }, attempts: 1 }
  const { output } = await run(folder.writeEvents('failed.ndjson', [failed]))
  expect(output).toContain('1 of 7 mappings used')
  expect(output).toContain('used all the same: the event failed with this mapping')
})

it('says that an event is not sent at all', async () => {
  const { status, output } = await run(folder.writeEvents('out.ndjson', [{ ...ORDER, integrations: { All: false } }]))
  expect(status).toBe(1)
  expect(output).toContain('✗ The event is not sent: its integrations exclude this destination.')
})

it('explains with the mappings of a file', async () => {
  const mapping = { event: 'Purchase', num_items: 1e20, email: { '@path': '$.properties.Email' } }
  const mappings = [{ name: 'Mine', subscribe: 'type = "track"', partnerAction: 'reportWebEvent', mapping }]
  const file = folder.write('mappings.json', JSON.stringify(mappings))
  const { status, output } = await run(folder.writeEvents('order.ndjson', [ORDER]), '--mappings', file)
  expect(status).toBe(1)
  expect(output).toContain('✗ The sandbox rejects the request:')
  expect(output).toContain('(field num_items)')
  expect(output).toContain('nearest: $.properties.email')
})

it.each([
  ['an empty file', '', [], 'there is no event in it'],
  ['a line that is not there', '{}\n', ['--line', '2'], 'there is no line 2'],
  ['a blank line', '{}\n\n{}\n', ['--line', '2'], 'line 2 is blank'],
  ['a line that holds no event', '{}\nx\n', ['--line', '2'], 'line 2, column 1: This line is not JSON'],
  ['a text', '"x"\n', [], 'line 1 is not a JSON object, as a Segment event is']
])('rejects %s', async (_name, content, flags, problem) => {
  const file = folder.write('odd.ndjson', content)
  expect(await run(file, ...flags)).toEqual({ status: 2, output: '', errors: `error: ${file}: ${problem}.` })
})

it('names a file of another form once', async () => {
  const file = folder.write('orders.csv', 'order_id,total\n1,9.5\n')
  expect((await run(file)).errors).toMatch(/^error: [^:]*orders\.csv: is a table without the columns of events: /)
})

describe('a text that a person has copied', () => {
  const { properties, ...rest } = ORDER as { properties?: object }
  const body = JSON.stringify(ORDER)

  it.each([
    ['a curl command', `curl https://api.segment.io/v1/track -d '${body}'`, 'Read as a curl command.'],
    [
      'a call',
      `analytics.track('Order Completed', ${JSON.stringify(properties)}, ${JSON.stringify(rest)})`,
      'Read as a call of analytics.track.'
    ],
    ['JSON with a comma too many', body.replace(/}$/, ',}'), '1 trailing comma dropped.']
  ])('is explained: %s', async (_name, text, note) => {
    const { status, output, errors } = await run(folder.write('copied.txt', text))
    expect(output).toContain('Order Completed: 1 of 7 mappings used')
    expect(status).toBe(0)
    expect(errors).toContain(note)
  })

  it('is read from standard input as well', async () => {
    const { status, stdout, stderr } = await runInProcess(['explain', '-', '--json'], { input: `curl x -d '${body}'` })
    expect(JSON.parse(stdout)).toMatchObject({ name: 'Order Completed' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'Read as a curl command.\n' })
  })

  it('is refused with the line and column of its fault', async () => {
    const file = folder.write('fault.txt', 'curl x -d \'{\n  "type": }\'')
    expect((await run(file)).errors).toBe(`error: ${file}: line 2, column 11: Unexpected token.`)
  })
})

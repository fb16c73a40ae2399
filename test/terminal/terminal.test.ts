import { readFileSync } from 'node:fs'
import { COMMAND, ordersOf, tiktokConversions } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { runOnTerminal } from '../__helpers__/pseudo-terminal'
import { SendBench } from '../__helpers__/send'
import { SlowTikTok } from '../__helpers__/slow-tiktok'

const bench = new SendBench()

const START = ['send', 'examples/events.ndjson', '--sandbox']
const ESCAPE = '\u001b['
const withoutTime = (text: string) => text.replace(/\d+\.\d s$/m, 'N s')

/** TikTok's answers to a request whose first event is bad, and to that event. */
const FIRST_IS_BAD = { code: 40002, message: 'data.0.properties.num_items: Not a valid integer.', times: 2 }

const toPort = (port: number) => ['send', '--workers', '1', '--retry-delay', '0.01', '--sandbox-port', String(port)]
const toSandbox = () => toPort(bench.sandbox.port)

/** A run of three requests to a TikTok that holds the last answer back until it is released. */
async function slowRun(...firstCodes: number[]): Promise<[args: string[], tiktok: SlowTikTok]> {
  const tiktok = await SlowTikTok.start(...firstCodes)
  const file = bench.folder.writeEvents('a.ndjson', ordersOf(3000))
  return [[...toPort(tiktok.port), file, '--concurrency', '1'], tiktok]
}
const BAR = /█[^\r]*[12],000 delivered[^\r]*\r/

let printed: string
beforeAll(async () => {
  printed = (await runInProcess(START)).stdout
})

describe.each([[80], [120]])('a terminal of %i columns', (columns) => {
  it('shows the example session as it was printed: no row overwritten, none broken', async () => {
    const onTerminal = await runOnTerminal(START, { columns })
    const expected = withoutTime(printed).trimEnd().split('\n').slice(0, 28)
    const shown = withoutTime(onTerminal.rows.join('\n')).split('\n')
    const from = shown.findIndex((row) => row.startsWith('line 1 '))
    const inWords = (rows: string[]) => rows.map((row) => row.trim().replace(/ +/g, ' '))
    expect(inWords(shown.slice(from, from + 28))).toEqual(inWords(expected))
    expect(onTerminal.status).toBe(0)
  })

  it('shows progress while a run takes long, and leaves none of it among the rows and notices', async () => {
    const [args, tiktok] = await slowRun(50000, 0)
    const { raw, rows } = await runOnTerminal([...args, '--list', '3'], {
      columns,
      onStart: ({ written }) => written(BAR).then(() => tiktok.release())
    })
    expect(raw).toMatch(/█.* \d\d % \| [\d,]+ events\/s \| 1,000 delivered, 0 failed, 1 retry \|/)
    expect(rows.join('\n')).not.toMatch(/[█░]|left/)
    expect(rows.filter((row) => /^line [123] .* delivered$/.test(row))).toHaveLength(3)
    expect(rows.join(' ')).toMatch(/Attempt 1 of 10 failed, trying again (in \d s|now): 127\.0\.0\.1:\d+ +answered/)
    await tiktok.close()
  })

  it('cuts names that are too long, and breaks reasons and totals between words', async () => {
    const file = bench.folder.writeEvents('a.ndjson', [
      ...ordersOf(1),
      ...ordersOf(1).map((order) => ({ ...order, event: 'A name that is much too long. '.repeat(3) })),
      ...ordersOf(1).map((order) => ({ ...order, event: '商品が追加されました。'.repeat(5) }))
    ])
    const name = 'L'.repeat(50)
    const mapping = { name: `${'long '.repeat(30)}`, subscribe: 'type = "track"', partnerAction: 'reportWebEvent' }
    const fields = { event: name, num_items: { '@path': '$.properties.num_items' } }
    const mappings = bench.folder.write('mappings.json', JSON.stringify([{ ...mapping, mapping: fields }]))
    bench.sandbox.stub(FIRST_IS_BAD)
    const { rows } = await runOnTerminal([...toSandbox(), file, '--mappings', mappings], { columns })
    expect(rows.filter((row) => /^line [23] .*… +long.*… L+… +delivered$/.test(row))).toHaveLength(2)
    expect(rows.filter((row) => /^line 1 .* rejected:$/.test(row))).toHaveLength(1)
    expect(rows.join(' ').replace(/ +/g, ' ')).toContain('rejected: TikTok rejected the event (code 40002, request_id')
    expect(rows.find((row) => row.startsWith('LLL'))).toMatch(/^L+…? +2 .* 0 %$/)
  })
})

it.each<[what: string, args: string[], status: number, words: string]>([
  [
    'an option',
    ['send', 'a', '--limit', 'x'],
    2,
    "error: option '--limit <n>' argument 'x' is invalid. It is not a whole number of"
  ],
  [
    'faults of mappings',
    ['mappings', 'check', 'faulty.json'],
    1,
    '"mapping.valu" is not a field of the action. Did you mean'
  ],
  [
    'warnings of mappings',
    ['mappings', 'check', 'odd.json'],
    0,
    'Warning: Mapping "Orders" reports the custom event PlaceAnOder. Did'
  ],
  [
    'a file that is not read',
    ['diagnose', 'orders.csv'],
    1,
    'is a table without the columns of events: it lacks event or'
  ]
])('breaks what it says of %s between words', async (_what, args, status, words) => {
  const mapping = (fields: object) =>
    JSON.stringify([
      {
        name: 'Orders',
        subscribe: 'event = "Order Completed"',
        partnerAction: 'reportWebEvent',
        mapping: { event: 'PlaceAnOder', event_id: { '@path': '$.messageId' }, ...fields }
      }
    ])
  bench.folder.write('faulty.json', mapping({ valu: 1 }))
  bench.folder.write('odd.json', mapping({}))
  bench.folder.write('orders.csv', 'order_id,total\n1,9.5\n')
  const inFolder = args.map((arg) => (/\.(json|csv)$/.test(arg) ? bench.folder.file(arg) : arg))
  const columns = 61
  const run = await runOnTerminal(inFolder, { columns })
  expect(run.status).toBe(status)
  expect(run.rows.join(' ').replace(/ +/g, ' ')).toContain(words)
  const printed = run.raw.split(/\r?\n/)
  expect(printed.filter((line) => line.length > columns && line.includes(' '))).toEqual([])
})

describe('the bar', () => {
  it('leaves nothing behind on a terminal that gets narrower and wider while it is shown', async () => {
    const [args, tiktok] = await slowRun(0, 0)
    const { rows } = await runOnTerminal([...args, '--list', '1'], {
      columns: 110,
      onStart: async ({ resize, written }) => {
        await written(BAR)
        for (const columns of [50, 120, 70, 30]) {
          resize(columns)
          await written(/\d % \|[^\r]*\r/)
        }
        tiktok.release()
      }
    })
    expect(rows.join('\n')).not.toMatch(/[█░]|left/)
    expect(rows.join('')).toMatch(/^Sending 1 file.*presets\.line 1 +Order Completed.*delivered *Only the first/)
    expect(rows.join(' ')).toMatch(/3,000 +events: +3,000 +delivered/)
    await tiktok.close()
  })

  it('goes away for Ctrl-Z, and comes back with fg', async () => {
    const [args, tiktok] = await slowRun(0, 0)
    const { raw, rows } = await runOnTerminal([], {
      columns: 100,
      shell: 'exec bash --norc -i',
      onStart: async ({ write, written }) => {
        write(`PS1='$ '; '${process.execPath}' '${COMMAND}' ${args.join(' ')}\r`)
        await written(BAR)
        write('\u001a')
        await written(/Stopped/)
        write('fg\r')
        await written(BAR)
        tiktok.release()
        await written(/3,000 delivered/)
        await written(/\$ $/)
        write('exit\r')
      }
    })
    expect(rows.join('\n')).not.toMatch(/[█░]/)
    expect(rows.join('\n')).toMatch(/Stopped.*\$ fg.*3,000 events: 3,000 delivered/s)
    expect(raw).toContain('█')
    await tiktok.close()
  })

  it('is left out by --quiet and --no-progress, and on a terminal that cannot move its cursor', async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => slowRun(0, 0)))
    const tiktoks = runs.map(([, tiktok]) => tiktok)
    const [quiet, noProgress, dumb, usual] = runs.map(([args]) => args)
    const without = [
      runOnTerminal([...quiet, '--quiet'], { columns: 100 }),
      runOnTerminal([...noProgress, '--no-progress'], { columns: 100 }),
      runOnTerminal(dumb, { columns: 100, term: 'dumb' })
    ]
    await Promise.all(tiktoks.slice(0, 3).map((tiktok) => tiktok.arrival(3)))
    // The others would show theirs before, as they began to wait earlier.
    await runOnTerminal(usual, {
      columns: 100,
      onStart: ({ written }) => written(BAR).then(() => tiktoks.map((tiktok) => tiktok.release()))
    })
    const [ofQuiet, ...ofOthers] = await Promise.all(without)
    expect(ofQuiet.raw).toBe('')
    for (const { raw, rows } of ofOthers) {
      expect(raw).not.toContain('█')
      expect(rows.join('\n')).toContain('3,000 events: 3,000 delivered')
    }
    expect(ofOthers[1].raw).not.toContain(ESCAPE)
    await Promise.all(tiktoks.map((tiktok) => tiktok.close()))
  })
})

describe('colour', () => {
  const send = () => {
    const file = bench.folder.writeEvents('a.ndjson', [...ordersOf(1), ...ordersOf(1), { type: 'identify' }])
    bench.sandbox.stub(FIRST_IS_BAD)
    bench.folder.write('a.ndjson', `${readFileSync(file, 'utf8')}[]\n`)
    return [...toSandbox(), file]
  }

  it('tells the verdicts apart on a terminal, beside their words', async () => {
    const { raw } = await runOnTerminal(send(), { columns: 80 })
    expect(raw).toContain(`${ESCAPE}32mdelivered${ESCAPE}39m`)
    expect(raw).toContain(`${ESCAPE}31mrejected${ESCAPE}39m`)
    expect(raw).toContain(`${ESCAPE}33mno matching mapping${ESCAPE}39m`)
    expect(raw).toContain(`${ESCAPE}33mis not a JSON object, as a Segment event is${ESCAPE}39m`)
  })

  it('is left out where NO_COLOR is set', async () => {
    const { raw } = await runOnTerminal(send(), { columns: 80, env: { NO_COLOR: '1' } })
    expect(raw).toContain(' delivered\r\n')
    expect(raw).not.toContain(`${ESCAPE}3`)
  })

  it('is left out of files and pipes, unless FORCE_COLOR is set', async () => {
    const args = send()
    expect((await runInProcess(args, { env: {} })).stdout).not.toContain(ESCAPE)
    const { stdout } = await tiktokConversions(args, { env: { FORCE_COLOR: '1' } })
    expect(stdout).toContain(`${ESCAPE}32mdelivered${ESCAPE}39m`)
  })

  it('is never in the report for machines', async () => {
    const { stdout } = await tiktokConversions([...send(), '--json'], { env: { FORCE_COLOR: '1' } })
    expect(stdout).not.toContain(ESCAPE)
  })
})

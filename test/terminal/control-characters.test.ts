import { writeFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { formatRow } from '../../runner/terminal/rows'
import { Screen } from '../../runner/terminal/screen'
import { formatSummary } from '../../runner/terminal/summary'
import { ordersOf } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

const characters = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index)).join('')

/** All control characters that the name of a file can hold, and one that turns the direction of writing. */
const KINDS: [kind: string, characters: string, escaped: string][] = [
  ['C0', characters(0x01, 0x1f), '\\u0001'],
  ['DEL', '\u007f', '\\u007f'],
  ['C1', characters(0x80, 0x9f), '\\u0080'],
  ['format', '\u202e', '\\u202e']
]

/** Other characters than the ends of lines that a terminal would obey. */
const COMMANDS = /[^\P{C}\n]/u

const expectVisible = (output: string, escaped: string) => {
  expect(output).toContain(escaped)
  expect(output).not.toMatch(COMMANDS)
}

describe.each(KINDS)('%s characters are escaped in', (_kind, controls, escaped) => {
  const name = `a${controls}b`
  const good = () => bench.folder.writeEvents('good.ndjson', ordersOf(1))

  it('the name of an input file, in notices and totals', async () => {
    const file = bench.folder.writeEvents(
      `${name}.ndjson`,
      ordersOf(1, () => ({ value: -1 }))
    )
    const { stdout, stderr } = await bench.send([file, '--failed', bench.folder.file(`${name}.failed`)])
    expectVisible(stdout, escaped)
    expectVisible(stderr, escaped)
    expect(stderr).toMatch(/^Failed events were saved to [^\n]+b\.failed\. Fix them and send that file\.$/m)
  })

  it('the name of an input file, in an error', async () => {
    const { stderr, status } = await bench.send([bench.folder.file(`${name}.ndjson`)])
    expectVisible(stderr, escaped)
    expect(status).toBe(2)
  })

  it('the name of a file of mappings, in the plan, in an error, and in a check', async () => {
    const mapping = {
      name,
      subscribe: 'type = "track"',
      partnerAction: 'reportWebEvent',
      mapping: { event: 'Contact' }
    }
    const mappings = bench.folder.write(`${name}.json`, JSON.stringify([mapping]))
    const run = await bench.send([good(), '--mappings', mappings])
    expectVisible(run.stdout, escaped)
    expectVisible(run.stderr, escaped)
    expectVisible((await runInProcess(['mappings', 'check', mappings])).stdout, escaped)
    writeFileSync(mappings, '[{}]')
    expectVisible((await bench.send([good(), '--mappings', mappings])).stderr, escaped)
    expectVisible((await runInProcess(['mappings', 'check', mappings])).stdout, escaped)
  })

  it('the name of a checkpoint, in a notice and in an error', async () => {
    const args = [good(), '--checkpoint', bench.folder.file(name)]
    await bench.send(args)
    const { stderr } = await bench.send(args)
    expectVisible(stderr, escaped)
    expect(stderr).toMatch(
      /^This input was finished before \(checkpoint: [^\n]+b\)\. Delete that file to send it again\.$/m
    )
    expectVisible((await bench.send([...args, '--test-event-code', 'TEST1'])).stderr, escaped)
  })

  it('the report for machines, which is JSON', async () => {
    const file = bench.folder.writeEvents(
      `${name}.ndjson`,
      ordersOf(1, () => ({ value: -1 }))
    )
    const { stderr, reasons } = await bench.sendJson([file, '--failed', bench.folder.file(`${name}.failed`)])
    expectVisible(stderr, escaped)
    expect(Object.values(reasons)).toEqual([{ count: 1, example: `${file}:1` }])
  })
})

describe('on a terminal, whose colours stay', () => {
  const stream = Object.assign(new Writable(), { isTTY: true, columns: 120, getColorDepth: () => 4 })
  const screen = new Screen(stream as unknown as NodeJS.WriteStream)
  const row = { line: 1, name: 'Order', mapping: 'a\u001b[2Jb', tiktokEvent: 'c\u009bd', status: 'rejected' } as const

  it('a row shows names and reasons', () => {
    const shown = formatRow({ ...row, reason: 'e\u007ff' }, 'delivered', screen)
    expect(shown).toContain('a\\u001b[2Jb')
    expect(shown).toContain('c\\u009bd')
    expect(shown).toContain('e\\u007ff')
  })

  it('totals show names of TikTok events', () => {
    const keys = {
      email: 0,
      phone: 0,
      external_id: 0,
      ttclid: 0,
      ttp: 0,
      lead_id: 0,
      ip_and_user_agent: 0,
      content_ids: 0
    }
    const tally = { reasons: {}, warnings: {}, matchKeys: { 'c\u009bd': { events: 1, ...keys } } }
    const counts = { read: 1, delivered: 1, rejected: 0, gaveUp: 0, unmatched: 0, optedOut: 0, unreadable: 0 }
    const shown = formatSummary({ ...counts, requests: 1, retries: 0, ...tally }, 'delivered', 1, screen)
    expect(shown).toContain('c\\u009bd ')
    expect(shown).toContain('no c\\u009bd event carries')
    expect(shown).not.toContain('\u009b')
  })
})

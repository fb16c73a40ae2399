import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Sandbox, Stub } from '../sandbox'
import { startSandbox } from '../sandbox'
import type { JsonReport, Run, RunOptions } from './__helpers__/command'
import { BAD_FOR_TIKTOK, ordersOf, TestFolder, tiktokConversions, toLines } from './__helpers__/command'

let sandbox: Sandbox
let folder: TestFolder

beforeAll(async () => {
  sandbox = await startSandbox()
})
beforeEach(() => {
  sandbox.reset()
  folder = new TestFolder()
})
afterEach(() => folder.remove())
afterAll(() => sandbox.close())

/** Options that make retries quick. */
const QUICK = ['--retry-delay', '0.01', '--timeout', '30']

function send(args: readonly string[], options?: RunOptions): Promise<Run> {
  return tiktokConversions(['send', ...QUICK, '--sandbox-port', String(sandbox.port), ...args], options)
}

async function sendJson(
  args: readonly string[],
  options?: RunOptions
): Promise<JsonReport & { status: number | null; stderr: string }> {
  const { stdout, status, stderr } = await send([...args, '--json'], options)
  return { ...JSON.parse(stdout), status, stderr }
}

const acceptedIds = () => sandbox.accepted.map(({ data }) => data.event_id)
const ids = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`)

/** What must hold after every run: each event has one end, and TikTok holds the delivered ones, once. */
function expectNothingLost({ read, delivered, rejected, gaveUp, unmatched }: JsonReport): void {
  expect(delivered + rejected + gaveUp + unmatched).toBe(read)
  expect(new Set(acceptedIds()).size).toBe(delivered)
  expect(sandbox.accepted).toHaveLength(delivered)
}

describe('input', () => {
  it('takes plain and gzip files, patterns, and standard input', async () => {
    const [a, b, c] = [ordersOf(3).slice(0, 1), ordersOf(3).slice(1, 2), ordersOf(3).slice(2)]
    folder.writeEvents('1.ndjson', a)
    folder.writeEvents('2.ndjson.gz', b)
    expect(await sendJson([folder.file('*.ndjson*')])).toMatchObject({ read: 2, delivered: 2, status: 0 })
    expect(await sendJson(['-'], { input: gzipSync(toLines(c)) })).toMatchObject({ read: 1, delivered: 1 })
    expect(acceptedIds().sort()).toEqual(['m0', 'm1', 'm2'])
  })

  it('takes a file whose name looks like a pattern', async () => {
    const file = folder.writeEvents('events[1].ndjson', ordersOf(1))
    expect(await sendJson([file])).toMatchObject({ delivered: 1 })
  })

  it('passes over blank lines, and takes a last line without an end', async () => {
    const [first, second] = ordersOf(2).map((event) => JSON.stringify(event))
    expect(await sendJson(['-'], { input: `\n  \r\n\uFEFF${first}\r\n\n${second}` })).toMatchObject({
      delivered: 2,
      unreadable: 0
    })
  })

  it('sets lines aside that hold no event, with their numbers, and goes on', async () => {
    const event = JSON.stringify(ordersOf(1)[0])
    const tooLong = `{"event":"${'x'.repeat(1024 * 1024)}"}`
    const file = folder.write('broken.ndjson', ['{"email":"jane@example.com"', '[]', tooLong, event, '"x"'].join('\n'))
    const { status, stdout } = await send([file])
    expect(stdout).toContain(
      'line 1  is not valid JSON: one event is expected on each line\nline 2  is not a JSON object, as a Segment event is\nline 3  is longer than 1 MiB\n'
    )
    expect(stdout).toContain('4 unreadable lines')
    expect(stdout).toContain(`2 × a line is not a JSON object, as a Segment event is (${file}:2)`)
    expect(stdout).not.toContain('jane')
    expect(status).toBe(1)
    expect(acceptedIds()).toEqual(['m0'])
  })

  it('says that a compressed file is damaged, and delivers what can be read', async () => {
    const packed = gzipSync(toLines(ordersOf(5000)), { level: 0 })
    const file = folder.write('damaged.gz', packed.subarray(0, packed.length - 2000))
    const report = await sendJson([file])
    expect(report.readErrors).toEqual([`${file} could not be read to its end (Z_BUF_ERROR)`])
    expect(report).toMatchObject({ status: 1, unreadable: 0 })
    expect(report.delivered).toBeGreaterThan(4900)
    expectNothingLost(report)
  })

  it('takes compressed standard input in pieces of any size', async () => {
    const packed = gzipSync(toLines(ordersOf(3)))
    const report = await sendJson(['-'], {
      onStart: ({ stdin }) => {
        stdin?.write(packed.subarray(0, 1))
        setImmediate(() => stdin?.end(packed.subarray(1)))
      }
    })
    expect(report).toMatchObject({ delivered: 3, unreadable: 0 })
  })

  it('takes a line of 1 MiB, whatever its end', async () => {
    const [event] = ordersOf(1)
    const padding = 1024 * 1024 - JSON.stringify({ ...event, padding: '' }).length
    const line = JSON.stringify({ ...event, padding: 'x'.repeat(padding) })
    expect(line).toHaveLength(1024 * 1024)
    for (const end of ['', '\n', '\r\n']) {
      expect(await sendJson([folder.write('long.ndjson', line + end)])).toMatchObject({ delivered: 1, unreadable: 0 })
    }
  })

  it('sends a file once, whatever it is called', async () => {
    const file = folder.writeEvents('a.ndjson', ordersOf(1))
    expect(await sendJson([file, file.replace('/a.', '/./a.'), folder.file('*.ndjson')])).toMatchObject({ read: 1 })
  })

  it('takes an event whose context is null', async () => {
    const [event] = ordersOf(1)
    expect(
      await sendJson(['-'], {
        input: toLines([
          { ...event, context: null },
          { ...event, messageId: 'm1', context: { personas: null } }
        ])
      })
    ).toMatchObject({ delivered: 2 })
  })

  it('chooses by the times that the destination reads', async () => {
    const times = [1795338000, '1795338000000', '2026-11-22T09:00:00Z', '2020-01-01', undefined]
    const events = ordersOf(5).map((event, index) => ({ ...event, timestamp: times[index] }))
    await sendJson(['-', '--since', '2026-01-01'], { input: toLines(events) })
    expect(acceptedIds()).toEqual(['m0', 'm1', 'm2', 'm4'])
  })

  it.each<[what: string, args: string[], expected: string[]]>([
    ['the first events', ['--limit', '2'], ['m0', 'm1']],
    ['those from a time on', ['--since', '2026-11-03T00:00:00Z'], ['m2', 'm3']],
    ['those before a time', ['--until', '2026-11-03T00:00:00Z'], ['m0', 'm1']],
    ['the first of those from a time on', ['--since', '2026-11-02T00:00:00Z', '--limit', '2'], ['m1', 'm2']]
  ])('chooses %s', async (_what, args, expected) => {
    const events = ordersOf(4).map((event, index) => ({ ...event, timestamp: `2026-11-0${index + 1}T00:00:00Z` }))
    const report = await sendJson(['-', ...args], { input: toLines(events) })
    expect(acceptedIds()).toEqual(expected)
    expect(report.read).toBe(expected.length)
  })
})

describe('delivery', () => {
  it('fills batches to 1,000, and counts what no mapping wants', async () => {
    const others = ordersOf(100).map((event) => ({ ...event, event: 'Order Refunded' }))
    const report = await sendJson([folder.writeEvents('a.ndjson', [...ordersOf(1500), ...others])])
    expect(report).toMatchObject({ read: 1600, delivered: 1500, unmatched: 100, requests: 2, retries: 0, status: 0 })
    expect(sandbox.requests.map(({ events }) => events)).toEqual([1000, 500])
    expectNothingLost(report)
  })

  it('reports in numbers for machines', async () => {
    const report = await sendJson(['-'], { input: toLines(ordersOf(2)) })
    expect(report).toEqual({
      version: 3,
      read: 2,
      delivered: 2,
      unmatched: 0,
      optedOut: 0,
      rejected: 0,
      gaveUp: 0,
      unreadable: 0,
      requests: 1,
      retries: 0,
      reasons: {},
      matchKeys: {
        PlaceAnOrder: {
          events: 2,
          email: 0,
          phone: 0,
          external_id: 2,
          ttclid: 0,
          ttp: 0,
          ip_and_user_agent: 2,
          content_ids: 0
        }
      },
      seconds: expect.any(Number),
      readErrors: [],
      status: 0,
      stderr: ''
    })
  })

  it('keeps under the rate that is asked for', async () => {
    const started = performance.now()
    const { requests } = await sendJson(['-', '--rate', '20'], { input: toLines(ordersOf(6000)) })
    expect(performance.now() - started).toBeGreaterThanOrEqual((1000 / 20) * (requests - 1))
  })

  it('sends all as test events', async () => {
    await sendJson(['-', '--test-event-code', 'TEST1'], { input: toLines(ordersOf(2)) })
    expect(sandbox.accepted.map(({ test_event_code }) => test_event_code)).toEqual(['TEST1', 'TEST1'])
  })

  it('runs an event through every mapping that matches it', async () => {
    const mapping = (name: string, event: string) => ({
      name,
      subscribe: 'event = "Order Completed"',
      partnerAction: 'reportWebEvent',
      mapping: { event, event_id: { '@path': '$.messageId' } }
    })
    const disabled = { ...mapping('Off', 'Download'), enabled: false }
    const file = folder.write(
      'mappings.json',
      JSON.stringify([mapping('One', 'Purchase'), disabled, mapping('Two', 'Lead')])
    )
    const report = await sendJson(['-', '--mappings', file], { input: toLines(ordersOf(2)) })
    expect(report).toMatchObject({ read: 4, delivered: 4 })
    expect(sandbox.accepted.map(({ data }) => data.event)).toEqual(['Purchase', 'Purchase', 'Lead', 'Lead'])
  })

  it('does everything but sending in a dry run', async () => {
    const args = ['send', folder.writeEvents('a.ndjson', ordersOf(3)), '--dry-run', '--json']
    const { stdout } = await tiktokConversions(args)
    expect(JSON.parse(stdout)).toMatchObject({
      read: 3,
      delivered: 3,
      requests: 1,
      matchKeys: { PlaceAnOrder: { events: 3 } }
    })
    expect(sandbox.requests).toEqual([])
    expect(existsSync(folder.file('a.ndjson.checkpoint'))).toBe(false)
  })
})

describe('what people see', () => {
  it('lists the first lines alone, where that is asked for', async () => {
    const { stdout, stderr } = await send(['-', '--list', '2'], { input: toLines(ordersOf(5)) })
    expect(stdout.match(/^line /gm)).toHaveLength(2)
    expect(stderr).toContain('Only the first 2 lines are listed; --list all lists every one.')
  })

  it('groups failures by their reason, and says where each happened first', async () => {
    const events = ordersOf(6, (index) =>
      index % 2 === 0 ? { currency: 'dollars' } : index === 3 ? BAD_FOR_TIKTOK : {}
    )
    const { stdout } = await send(['-', '--list', '0'], { input: toLines(events) })
    expect(stdout).toContain('3 × Currency is not a currency code.')
    expect(stdout).toContain('1 × TikTok refused the event (code 40002): data.N.properties.num_items')
    expect(stdout).toContain('(-:1)')
  })

  it('counts an event with a name that every object has', async () => {
    const mapping = {
      name: 'One',
      subscribe: 'type = "track"',
      partnerAction: 'reportWebEvent',
      mapping: { event: 'constructor' }
    }
    const file = folder.write('mappings.json', JSON.stringify([mapping]))
    const { matchKeys } = await sendJson(['-', '--mappings', file], { input: toLines(ordersOf(2)) })
    expect(matchKeys).toMatchObject({ constructor: { events: 2 } })
  })

  it('shows an event without a name', async () => {
    const { stdout } = await send(['-'], { input: toLines([{ type: 'track', event: { toString: 1 } }]) })
    expect(stdout).toContain('line 1    no name ')
  })

  it('warns of events that TikTok can match with nobody', async () => {
    const [event] = ordersOf(1)
    const { stdout } = await send(['-'], { input: toLines([{ ...event, userId: null, context: {} }]) })
    expect(stdout).toContain('Warning: no PlaceAnOrder event carries anything that TikTok can match with a person.')
  })
})

describe('faults', () => {
  it.each<[fault: string, stubs: Stub[], args: string[]]>([
    ['a rate limit', [{ code: 40100, times: 3 }], []],
    ['a fault of TikTok', [{ code: 50000, times: 3 }], []],
    ['a gateway', [{ status: 502, body: '<html></html>', times: 3 }], []],
    ['a connection that drops', [{ drop: 'before', times: 3 }], []],
    ['an answer that hangs', [{ delay: 600_000 }], ['--timeout', '2']]
  ])('%s delays events, and loses none', async (_fault, stubs, args) => {
    for (const stub of stubs) sandbox.stub(stub)
    const report = await sendJson(['-', ...args], { input: toLines(ordersOf(2500)) })
    expect(report).toMatchObject({ read: 2500, delivered: 2500, status: 0 })
    expect(report.retries).toBeGreaterThan(0)
    expectNothingLost(report)
  })

  it('sends again what was accepted unheard, which TikTok drops', async () => {
    sandbox.stub({ drop: 'after' })
    const report = await sendJson(['-'], { input: toLines(ordersOf(10)) })
    expect(report).toMatchObject({ delivered: 10, retries: 1 })
    expectNothingLost(report)
    expect(sandbox.duplicates).toHaveLength(10)
  })

  it('refuses one bad event of a batch, and delivers the others', async () => {
    const events = ordersOf(1000, (index) => (index === 567 ? BAD_FOR_TIKTOK : {}))
    const report = await sendJson(['-'], { input: toLines(events) })
    expect(report).toMatchObject({ read: 1000, delivered: 999, rejected: 1, status: 1 })
    expectNothingLost(report)
  })

  it('delivers the good events among many bad ones, however many requests it takes', async () => {
    const events = ordersOf(300, (index) => (index % 2 === 0 ? BAD_FOR_TIKTOK : {}))
    sandbox.stub({ code: 40002, message: 'No position.', times: 1 })
    const report = await sendJson(['-', '--max-attempts', '2'], { input: toLines(events) })
    expect(report).toMatchObject({ delivered: 150, rejected: 150, gaveUp: 0 })
    expectNothingLost(report)
  })

  it('does not count the time that a rate costs as an answer that hangs', async () => {
    const args = ['-', '--rate', '4', '--concurrency', '8', '--timeout', '1', '--max-attempts', '1']
    const report = await sendJson(args, { input: toLines(ordersOf(10_000)) })
    expect(report).toMatchObject({ delivered: 10_000, gaveUp: 0, requests: 10 })
  })

  it('gives up after as many attempts as it may make', async () => {
    sandbox.stub({ code: 50000, times: 100 })
    const failed = folder.file('failed.ndjson')
    const report = await sendJson(['-', '--max-attempts', '3', '--failed', failed], { input: toLines(ordersOf(2)) })
    expect(report).toMatchObject({ read: 2, gaveUp: 2, retries: 2, requests: 3, status: 1 })
    expectNothingLost(report)
    expect(JSON.parse(readFileSync(failed, 'utf8').split('\n')[0])).toMatchObject({
      event: { messageId: 'm0' },
      mapping: 'Place an Order',
      error: { class: 'RetryableError', status: 503 },
      attempts: 3
    })
  })

  it('stops at once when the token is revoked, and marks nothing as done that was not', async () => {
    const file = folder.writeEvents('a.ndjson', ordersOf(9000))
    const args = [file, '--concurrency', '1', '--checkpoint', folder.file('checkpoint')]
    sandbox.stub({ times: 5 })
    sandbox.stub({ code: 40105, times: 1000 })
    const stopped = await sendJson(args)
    expect(stopped).toMatchObject({
      status: 1,
      delivered: 5000,
      requests: 6,
      stopped: expect.stringContaining('40105')
    })
    expectNothingLost(stopped)

    sandbox.clearStubs()
    const resumed = await sendJson(args)
    expect(resumed).toMatchObject({ status: 0, read: 9000, delivered: 9000 })
    expect(acceptedIds()).toHaveLength(9000)
    expect(new Set(acceptedIds())).toEqual(new Set(ids(9000)))
  })
})

describe('the file of failed events', () => {
  it('is made where there are some, is for its owner alone, and is input of the next run', async () => {
    const failed = folder.file('failed.ndjson')
    const events = ordersOf(10, (index) => (index === 3 ? BAD_FOR_TIKTOK : index === 5 ? { currency: 'dollars' } : {}))
    const first = await sendJson(['-', '--failed', failed], { input: toLines(events) })
    expect(first).toMatchObject({ delivered: 8, rejected: 2 })
    expect(first.stderr).toContain(`Failed events were saved to ${failed}. Fix them and send that file.`)
    expect(statSync(failed).mode & 0o777).toBe(0o600)
    const kept = readFileSync(failed, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(
      kept
        .map(({ event, mapping, error, attempts }) => [event.messageId, mapping, error.class, error.status, attempts])
        .sort()
    ).toEqual([
      ['m3', 'Place an Order', 'PayloadValidationError', 400, 1],
      ['m5', 'Place an Order', 'PayloadValidationError', 400, 1]
    ])

    const mended = folder.write(
      'mended.ndjson',
      readFileSync(failed, 'utf8').replace('2.5', '2').replace('dollars', 'USD')
    )
    expect(await sendJson([mended])).toMatchObject({ read: 2, delivered: 2, status: 0 })
    expect(acceptedIds().sort()).toEqual(ids(10).sort())
  })

  it('sends a failed event through its own mapping alone', async () => {
    const failedEvent = {
      event: { ...ordersOf(1)[0], type: 'page' },
      mapping: 'Place an Order',
      error: {},
      attempts: 1
    }
    await sendJson(['-'], { input: toLines([failedEvent]) })
    expect(sandbox.accepted.map(({ data }) => data.event)).toEqual(['PlaceAnOrder'])
  })

  it('is not mixed with that of another run, nor with the input', async () => {
    const input = folder.writeEvents('a.ndjson', ordersOf(1))
    const other = folder.write('other.ndjson', '{}\n')
    for (const [file, problem] of [
      [other, 'holds failed events of another run'],
      [input, 'cannot be used twice, as input, --failed or --checkpoint']
    ]) {
      const { status, stderr } = await send([input, '--failed', file])
      expect(stderr).toContain(`error: ${file} ${problem}`)
      expect(status).toBe(2)
    }
    expect(sandbox.requests).toEqual([])
  })

  it('is not input of the pattern of the next run', async () => {
    folder.writeEvents('a.ndjson', ordersOf(1))
    folder.writeEvents('a.ndjson.failed.ndjson', ordersOf(5))
    expect(await sendJson([folder.file('*.ndjson')])).toMatchObject({ read: 1 })
  })

  it('keeps an event whose mapping is gone, and says so', async () => {
    const failed = folder.file('failed.ndjson')
    const failedEvent = { event: ordersOf(1)[0], mapping: 'Old mapping', error: {}, attempts: 1 }
    const report = await sendJson(['-', '--failed', failed], { input: toLines([failedEvent]) })
    expect(report).toMatchObject({
      read: 1,
      rejected: 1,
      reasons: { 'its mapping is not among those of this run': { count: 1 } }
    })
    expect(JSON.parse(readFileSync(failed, 'utf8'))).toMatchObject({
      event: { messageId: 'm0' },
      mapping: 'Old mapping'
    })
  })

  it('is not made where there are none', async () => {
    const failed = folder.file('failed.ndjson')
    await sendJson(['-', '--failed', failed], { input: toLines(ordersOf(1)) })
    expect(existsSync(failed)).toBe(false)
  })
})

describe('resuming', () => {
  it('finds every event at TikTok once after several crashes', async () => {
    const count = 12_000
    const events = ordersOf(count, (index) => (index % 1000 === 7 ? { currency: 'dollars' } : {}))
    const [half, otherHalf] = [events.slice(0, count / 2), events.slice(count / 2)]
    const files = [folder.writeEvents('1.ndjson', half), folder.writeEvents('2.ndjson.gz', otherHalf)]
    const failed = folder.file('failed.ndjson')
    const args = [...files, '--checkpoint', folder.file('checkpoint'), '--failed', failed, '--concurrency', '2']

    let crashes = 0
    for (const requests of [1, 4, 2, 5, 3]) {
      const enough = sandbox.requests.length + requests
      const { status } = await send(args, {
        onStart: (child) => killWhen(child, () => sandbox.requests.length >= enough)
      })
      if (status === null) crashes++
    }
    expect(crashes).toBeGreaterThanOrEqual(3)

    const report = await sendJson(args)
    expect(report.stderr).toContain('Resuming at ')
    expect(report).toMatchObject({ read: count, delivered: count - 12, rejected: 12 })
    expectNothingLost(report)
    const failedIds = readFileSync(failed, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event.messageId)
    expect([...acceptedIds(), ...failedIds].sort()).toEqual(ids(count).sort())
  })

  it('finishes what is under way at the first Ctrl-C, and goes on from there', async () => {
    const file = folder.writeEvents('a.ndjson', ordersOf(20_000))
    const args = [file, '--checkpoint', folder.file('checkpoint'), '--concurrency', '1']
    const { status, stderr } = await send([...args, '--json'], {
      onStart: (child) => killWhen(child, () => sandbox.requests.length >= 2, 'SIGINT')
    })
    expect(stderr).toContain('Finishing requests in flight.')
    expect(stderr).toContain('The run stopped: interrupted. Run the same command again to resume.')
    expect(status).toBe(1)
    expect(acceptedIds().length).toBeLessThan(20_000)

    const report = await sendJson(args)
    expect(report).toMatchObject({ delivered: 20_000, status: 0 })
    expectNothingLost(report)
    expect(sandbox.duplicates).toEqual([])
  })

  it('forgets failures that were kept after the checkpoint', async () => {
    const [failed, checkpoint] = [folder.file('failed.ndjson'), folder.file('checkpoint')]
    const args = [folder.writeEvents('a.ndjson', ordersOf(4000)), '--checkpoint', checkpoint, '--failed', failed]
    sandbox.stub({ code: 40105, times: 10 })
    await send(args)
    sandbox.clearStubs()
    folder.write('failed.ndjson', toLines(ordersOf(3)))
    expect(await sendJson(args)).toMatchObject({ delivered: 4000 })
    expect(readFileSync(failed, 'utf8')).toBe('')
  })

  it('refuses a file of failed events that has become shorter', async () => {
    const [failed, checkpoint] = [folder.file('failed.ndjson'), folder.file('checkpoint')]
    const events = ordersOf(8000, (index) => (index === 0 ? { currency: 'dollars' } : {}))
    const args = [
      folder.writeEvents('a.ndjson', events),
      '--checkpoint',
      checkpoint,
      '--failed',
      failed,
      '--concurrency',
      '1'
    ]
    sandbox.stub({ times: 3 })
    sandbox.stub({ code: 40105, times: 10 })
    await send(args)
    folder.write('failed.ndjson', '')
    const { status, stderr } = await send(args)
    expect(stderr).toContain(`error: ${failed} is shorter than when the run stopped`)
    expect(status).toBe(2)
  })

  it('does not count a damaged file as finished', async () => {
    const packed = gzipSync(toLines(ordersOf(5000)), { level: 0 })
    const file = folder.write('damaged.gz', packed.subarray(0, packed.length - 2000))
    const args = [
      file,
      folder.writeEvents('z.ndjson', ordersOf(5001).slice(5000)),
      '--checkpoint',
      folder.file('checkpoint')
    ]
    expect(await sendJson(args)).toMatchObject({ status: 1, readErrors: [expect.stringContaining('damaged.gz')] })
    const again = await sendJson(args)
    expect(again).toMatchObject({ status: 1, readErrors: [expect.stringContaining('damaged.gz')] })
    expectNothingLost(again)
    expect(sandbox.duplicates).toEqual([])
  })

  it('refuses to resume standard input', async () => {
    const { status, stderr } = await send(['-', '--checkpoint', folder.file('checkpoint')])
    expect(stderr).toContain('error: Standard input (-) cannot be resumed')
    expect(status).toBe(2)
  })

  it.each(['--checkpoint', '--failed'])(
    'finds out before it sends that a file cannot be written: %s',
    async (option) => {
      const { status, stderr } = await send([
        folder.writeEvents('a.ndjson', ordersOf(1)),
        option,
        folder.file('none/file')
      ])
      expect(stderr).toContain('none/file cannot be written (ENOENT).')
      expect(status).toBe(2)
      expect(sandbox.requests).toEqual([])
    }
  )

  it('does not send a finished input again', async () => {
    const args = [folder.writeEvents('a.ndjson', ordersOf(3)), '--checkpoint', folder.file('checkpoint')]
    await send(args)
    const { status, stderr } = await send(args)
    expect(stderr).toContain('This input was finished before')
    expect(status).toBe(0)
    expect(sandbox.requests).toHaveLength(1)
  })

  it.each<[what: string, change: (args: string[]) => string[]]>([
    ['other input files', ([, ...args]) => [folder.writeEvents('b.ndjson', ordersOf(2)), ...args]],
    ['other mappings or other options', (args) => [...args, '--test-event-code', 'TEST1']]
  ])('refuses a checkpoint that belongs to %s', async (what, change) => {
    const args = [folder.writeEvents('a.ndjson', ordersOf(3)), '--checkpoint', folder.file('checkpoint')]
    await send(args)
    const { status, stderr } = await send(change(args))
    expect(stderr).toContain(`error: ${folder.file('checkpoint')} belongs to ${what}`)
    expect(status).toBe(2)
  })

  it('refuses a checkpoint that belongs to another pixel', async () => {
    const args = [folder.writeEvents('a.ndjson', ordersOf(3)), '--checkpoint', folder.file('checkpoint')]
    await send(args)
    const { status, stderr } = await tiktokConversions(['send', ...args], {
      env: { TIKTOK_ACCESS_TOKEN: 'T', TIKTOK_PIXEL_CODE: 'ANOTHERPIXEL' }
    })
    expect(stderr).toContain('belongs to another pixel')
    expect(status).toBe(2)
  })

  it.each<[what: string, path: () => string, problem: string]>([
    ['that is none', () => folder.write('checkpoint', '{}'), 'is not a checkpoint of this version'],
    ['that is a device', () => '/dev/null', '/dev/null is not a file.']
  ])('refuses a checkpoint %s', async (_what, path, problem) => {
    const { status, stderr } = await send([folder.writeEvents('a.ndjson', ordersOf(3)), '--checkpoint', path()])
    expect(stderr).toContain(problem)
    expect(status).toBe(2)
  })
})

it('stops for a revoked token although standard input stays open', async () => {
  sandbox.stub({ code: 40105, times: 10 })
  const { status, stderr } = await send(['-', '--json'], {
    onStart: ({ stdin }) => stdin?.write(toLines(ordersOf(3000)))
  })
  expect(stderr).toContain('The run stopped: The credentials are refused (code 40105')
  expect(status).toBe(1)
})

it('prints no name that is personal', async () => {
  const { stdout } = await send(['-'], { input: toLines([{ type: 'track', event: 'jane@example.com' }]) })
  expect(stdout).toContain('line 1    [redacted] ')
})

it('goes on after an event that is nested too deeply to be kept', async () => {
  const [order] = ordersOf(1)
  const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
  const line = JSON.stringify({ ...order, messageId: 'deep', timestamp: '2026-02-30' }).replace(
    /}$/,
    `,"deep":${deep}}`
  )
  const report = await sendJson(['-'], { input: `${line}\n${toLines([order])}` })
  expect(report).toMatchObject({ read: 2, delivered: 1, rejected: 1, status: 1 })
  expect(Object.keys(report.reasons)).toContain(
    'an event is nested too deeply to be written to the file of failed events'
  )
})

describe('several threads', () => {
  const TWO = ['--workers', '2']

  it('deliver the same as one', async () => {
    const events = ordersOf(9000, (index) => (index % 1000 === 7 ? { currency: 'dollars' } : {}))
    const failed = folder.file('failed.ndjson')
    sandbox.stub({ code: 40100, times: 2 })
    const report = await sendJson(['-', ...TWO, '--failed', failed], { input: toLines(events) })
    expect(report).toMatchObject({ read: 9000, delivered: 8991, rejected: 9 })
    expectNothingLost(report)
    expect(readFileSync(failed, 'utf8').trim().split('\n')).toHaveLength(9)
  })

  it('keep under one rate together', async () => {
    const started = performance.now()
    const { requests } = await sendJson(['-', ...TWO, '--rate', '20'], { input: toLines(ordersOf(12_000)) })
    expect(performance.now() - started).toBeGreaterThanOrEqual((1000 / 20) * (requests - 1))
  })

  it('stop together when the token is revoked, while they wait for another attempt', async () => {
    const args = [folder.writeEvents('a.ndjson', ordersOf(8000)), '--checkpoint', folder.file('checkpoint')]
    sandbox.stub({ code: 50000 })
    sandbox.stub({ code: 40105, times: 1000 })
    const stopped = await sendJson([...args, ...TWO, '--retry-delay', '600'])
    expect(stopped).toMatchObject({ status: 1, delivered: 0, stopped: expect.stringContaining('40105') })

    sandbox.clearStubs()
    expect(await sendJson(args)).toMatchObject({ delivered: 8000 })
    expect(new Set(acceptedIds()).size).toBe(8000)
  })
})

/** Sends a signal as soon as a condition holds. */
function killWhen(child: ChildProcess, holds: () => boolean, signal: NodeJS.Signals = 'SIGKILL'): void {
  const timer = setInterval(() => {
    if (holds()) child.kill(signal)
    if (holds() || child.exitCode !== null) clearInterval(timer)
  }, 1)
  child.on('close', () => clearInterval(timer))
}

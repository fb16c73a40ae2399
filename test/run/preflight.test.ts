import { existsSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import nock from 'nock'
import type { InputFile } from '../../runner/sources/input-file'
import { formatPlan } from '../../runner/terminal/plan'
import { CLOSED_PORT } from '../../soak/ports'
import { ordersOf, tiktokConversions, toLines } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

const CREDENTIALS = { TIKTOK_ACCESS_TOKEN: 'token-of-a-test', TIKTOK_PIXEL_CODE: 'C4ABCDEFGHIJ' }

describe('the line before sending', () => {
  const firstLine = async (args: string[], input?: string) => (await bench.send(args, { input })).stderr.split('\n')[0]

  it('says how many files and bytes go where, through which mappings', async () => {
    const files = [1, 2].map((index) => bench.folder.write(`${index}.ndjson`, toLines(ordersOf(10)).padEnd(5000)))
    expect(await firstLine([...files, '--list', '0'])).toBe(
      `Sending 2 files (10 kB) to the sandbox on port ${bench.sandbox.port}, pixel SANDBOXPIXEL, through 7 presets.`
    )
  })

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1_250_000, '1.3 MB'],
    [1_300_000_000, '1.3 GB'],
    [5e15, '5,000 TB']
  ])('formats %i bytes as %s', (size, formatted) => {
    const endpoint = { kind: 'tiktok', accessToken: 'token', pixelCode: 'PIXEL' } as const
    const files = [{ path: 'a.ndjson', size }] as unknown as InputFile[]
    expect(formatPlan({ endpoint, files, mappingCount: 7 })).toContain(`1 file (${formatted}) to TikTok, pixel PIXEL`)
  })

  it('names the file of the mappings, standard input, and the code of test events', async () => {
    const mapping = { name: 'One', subscribe: 'type = "track"', partnerAction: 'reportWebEvent' }
    const mappings = bench.folder.write(
      'mappings.json',
      JSON.stringify([{ ...mapping, mapping: { event: 'Contact' } }])
    )
    const args = ['-', '--mappings', mappings, '--test-event-code', 'TEST1']
    const { stderr } = await bench.send(args, { input: toLines(ordersOf(1)) })
    expect(stderr).toContain(
      `Sending standard input to the sandbox on port ${bench.sandbox.port}, pixel SANDBOXPIXEL, through 1 mapping of ${mappings}, as test events (TEST1).\n`
    )
  })
})

describe('before the first request', () => {
  const path = (key: string) => ({ '@path': `$.properties.${key}` })
  const mapping = { event: 'Purchas', timestamp: { '@path': '$.timestamp' }, order_id: path('orderNumber') }
  const entry = { name: 'Orders', subscribe: 'event = "Order Completed"', partnerAction: 'reportWebEvent', mapping }
  const write = () => bench.folder.write('mappings.json', JSON.stringify([entry, { ...entry, name: 'Twin' }]))
  const ADVICE = [
    'Mappings "Orders", "Twin" have no event_id: an event that is sent again counts again.',
    'Mapping "Orders" reports the custom event Purchas. Did you mean Purchase?',
    'Mapping "Twin" reports the custom event Purchas. Did you mean Purchase?',
    'Mappings "Orders", "Twin" report Purchas for the same events: TikTok drops one if their event IDs are equal, or counts both.'
  ]

  it('send says what is odd about the mappings, and which fields no event has', async () => {
    const file = bench.folder.writeEvents('a.ndjson', ordersOf(2))
    const { stderr } = await bench.send([file, '--mappings', write()])
    const lines = stderr.split('\n')
    const begin = lines.findIndex((line) => line.startsWith('Sending'))
    expect(lines.slice(0, begin)).toEqual([
      'No value in the first 4 events for fields of Orders: order_id.',
      'No value in the first 4 events for fields of Twin: order_id.',
      ...ADVICE
    ])
  })

  it('check says what is odd about the mappings', async () => {
    const { stdout, status } = await runInProcess(['check', '--sandbox', '--mappings', write()], { env: {} })
    expect(stdout.split('\n')).toEqual([
      ...ADVICE.map((advice) => `Warning: ${advice}`),
      expect.stringMatching(/^2 enabled mappings in .*mappings\.json\.$/),
      'The credentials work: the sandbox accepted its own Access Token and Pixel Code.',
      ''
    ])
    expect(status).toBe(0)
  })
})

describe('the credentials', () => {
  const file = () => bench.folder.writeEvents('a.ndjson', ordersOf(3))
  const requests: { data: unknown[] }[] = []

  beforeAll(() => {
    nock.disableNetConnect()
    Object.assign(process.env, CREDENTIALS)
  })
  beforeEach(() => {
    requests.length = 0
  })
  afterEach(() => nock.cleanAll())
  afterAll(() => {
    for (const key of Object.keys(CREDENTIALS)) delete process.env[key]
    nock.enableNetConnect()
    nock.restore()
  })

  /** Answers requests in turn. */
  function answer(...answers: object[]): void {
    for (const each of answers) {
      nock('https://business-api.tiktok.com')
        .post('/open_api/v1.3/event/track/', (body) => requests.push(body) > 0)
        .reply(200, each)
    }
  }

  const BAD_TOKEN = { code: 40105, message: 'Access token is incorrect.', request_id: '1' }
  /** TikTok's answer to an empty list of events, if the credentials work. */
  const EMPTY = { code: 40002, message: 'data: Shorter than minimum length 1.', request_id: '2' }
  const OK = { code: 0, message: 'OK', request_id: '3' }

  it('are asked for once before anything is sent', async () => {
    answer(EMPTY, OK)
    const { status, stderr, stdout } = await runInProcess(['send', file()])
    expect(requests.map(({ data }) => data.length)).toEqual([0, 3])
    expect(stderr).toMatch(/^Sending 1 file \([\d.]+ (bytes|kB)\) to TikTok, pixel C4ABCDEFGHIJ, through 7 presets\.$/m)
    expect(stdout).toContain('3 events: 3 delivered')
    expect(stdout).toContain('1 request,')
    expect(status).toBe(0)
  })

  it('are no longer asked for after Ctrl-C, and nothing is sent', async () => {
    nock('https://business-api.tiktok.com')
      .post('/open_api/v1.3/event/track/', () => process.emit('SIGINT'))
      .replyWithError(Object.assign(new Error(), { code: 'ENOTFOUND' }))
    const { status, stderr } = await runInProcess(['send', file(), '--retry-delay', '0.001', '--max-attempts', '2'])
    expect(stderr).toContain('The run stopped: interrupted.')
    expect(stderr).not.toContain('Attempt 1')
    expect(status).toBe(1)
  })

  it('are given up at the second Ctrl-C, with the way to resume', async () => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never)
    nock('https://business-api.tiktok.com')
      .post('/open_api/v1.3/event/track/', () => process.emit('SIGINT') && process.emit('SIGINT'))
      .replyWithError(Object.assign(new Error(), { code: 'ENOTFOUND' }))
    const { stderr } = await runInProcess(['send', file()])
    expect(exit).toHaveBeenCalledWith(1)
    expect(stderr).toContain('Stopped. Run the same command again to resume.\n')
    exit.mockRestore()
  })

  it('stop a run before anything is read or written, if TikTok rejects them', async () => {
    answer(BAD_TOKEN)
    const input = file()
    const { status, stderr, stdout } = await runInProcess(['send', input, '--json'])
    expect(requests.map(({ data }) => data.length)).toEqual([0])
    expect(JSON.parse(stdout)).toMatchObject({ read: 0, requests: 0, stopped: expect.stringContaining('code 40105') })
    expect(stderr).toContain('The run stopped: TikTok rejected the credentials (code 40105')
    expect(existsSync(`${input}.checkpoint`)).toBe(false)
    expect(status).toBe(1)
  })

  it('are not asked for by a rehearsal', async () => {
    const { status } = await runInProcess(['send', file(), '--dry-run'])
    expect(requests).toEqual([])
    expect(status).toBe(0)
  })

  it('that TikTok cannot test do not stop a run', async () => {
    answer({ code: 50000, message: 'System error.' }, OK)
    const { status, stderr, stdout } = await runInProcess(['send', file()])
    expect(stderr).toMatch(/could not be verified \(code 50000\).* The run goes on, and tries each request/)
    expect(stdout).toContain('3 events: 3 delivered')
    expect(status).toBe(0)
  })
})

describe('the first request', () => {
  const noNetwork = `--require ${join(__dirname, '..', '__helpers__', 'no-network.cjs')}`
  const input = () => bench.folder.writeEvents('a.ndjson', ordersOf(3))

  it('goes alone until there is an answer, and says once why there is none', async () => {
    const args = ['send', input(), '--max-attempts', '4', '--retry-delay', '0.01']
    const env = { ...CREDENTIALS, NODE_OPTIONS: noNetwork }
    const { status, stderr, stdout } = await tiktokConversions(args, { env })
    const reason =
      'business-api.tiktok.com cannot be reached: its name was not found; check the connection, or set HTTPS_PROXY if this network has a proxy'
    expect(stderr.replace(/in \d s|now/, '…').split('\n')).toEqual([
      expect.stringMatching(/^Sending 1 file /),
      `Attempt 1 of 4 failed, trying again …: ${reason}`,
      `The run stopped: ${reason}. Run the same command again to resume.`,
      ''
    ])
    expect(stdout).toContain('0 events: 0 delivered, 0 rejected, 0 failed after retries, 0 unmatched\n')
    expect(stdout).toContain(' 0 requests, 0 retries')
    expect(status).toBe(1)
  })

  it('ends a run at once if no sandbox listens, with the command that starts one', async () => {
    const { status, stderr } = await runInProcess(['send', input(), '--sandbox-port', String(CLOSED_PORT)])
    expect(stderr.split('\n').slice(1)).toEqual([
      `The run stopped: no sandbox listens on port ${CLOSED_PORT}. To start one, run: npx tiktok-conversions sandbox --port ${CLOSED_PORT}.`,
      ''
    ])
    expect(status).toBe(1)
  })
})

describe('48 hours after an earlier run', () => {
  const HOUR = 60 * 60 * 1000
  const AGES = [
    ['47 hours', 47, false],
    ['3 days', 3 * 24 + 1, true]
  ] as const
  const age = (path: string, hours: number) => {
    const time = new Date(Date.now() - hours * HOUR)
    utimesSync(path, time, time)
  }
  const FAILED = {
    event: ordersOf(1)[0],
    mapping: 'Place an Order',
    error: { class: 'RetryableError', status: 503, message: 'TikTok did not confirm the event.' },
    attempts: 10
  }

  it.each(AGES)('warns that a run that is resumed may be counted twice: %s', async (days, hours, isWarned) => {
    const checkpoint = bench.folder.file('checkpoint')
    const args = [bench.folder.writeEvents('a.ndjson', ordersOf(3)), '--checkpoint', checkpoint]
    bench.sandbox.stub({ code: 40105, times: 10 })
    await bench.send(args)
    bench.sandbox.clearStubs()
    age(checkpoint, hours)
    const { stderr, status } = await bench.send(args)
    const warning = `The run was interrupted ${days} ago. Events that were under way then are sent again: TikTok drops duplicates for 48 hours only, and may count them twice.`
    expect(stderr.includes(warning)).toBe(isWarned)
    expect(status).toBe(0)
  })

  it.each(AGES)('warns that failed events may be counted twice: %s', async (days, hours, isWarned) => {
    const file = bench.folder.writeEvents('any-name.ndjson', [FAILED])
    age(file, hours)
    const { stderr } = await bench.send([file])
    expect(stderr.includes(`The events of ${file} failed ${days} ago. TikTok drops duplicates`)).toBe(isWarned)
  })

  it('takes the age of failed events that were corrected from the checkpoint beside them', async () => {
    const file = bench.folder.writeEvents('a.ndjson.failed.ndjson', [FAILED])
    age(bench.folder.write('a.ndjson.checkpoint', '{}'), 73)
    expect((await bench.send([file])).stderr).toContain(`The events of ${file} failed 3 days ago.`)
  })

  it('does not warn of events that are old themselves', async () => {
    const file = bench.folder.writeEvents('a.ndjson', ordersOf(1))
    age(file, 100)
    expect((await bench.send([file])).stderr).not.toContain('ago')
  })
})

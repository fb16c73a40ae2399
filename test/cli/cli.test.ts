import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { startSandbox } from '../../sandbox'
import { freePort } from '../../soak/ports'
import { COMMAND, ROOT, TestFolder, tiktokConversions } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
})
afterAll(() => folder.remove())

const ORDER = {
  type: 'track',
  event: 'Order Completed',
  messageId: 'm1',
  timestamp: '2026-11-22T09:00:00Z',
  properties: { currency: 'USD', revenue: 12.5, email: 'jane@example.com' }
}
const lines = (...events: object[]) => events.map((event) => JSON.stringify(event)).join('\n')

describe('send --sandbox', () => {
  it('delivers the example session, and says what became of each event', async () => {
    const { status, stdout } = await tiktokConversions(['send', 'examples/events.ndjson', '--sandbox'])
    expect(stdout).toContain('line 12   Order Completed           Place an Order    PlaceAnOrder     delivered\n')
    expect(stdout).toContain('line 15   Order Refunded            no matching mapping\n')
    expect(stdout).toContain('15 events: 12 delivered, 0 rejected, 0 failed after retries, 3 unmatched\n')
    expect(stdout).toContain(
      'The sandbox answered 1 request. It accepted 12 events (4 ViewContent, 1 Search, 2 AddToCart'
    )
    expect(status).toBe(0)
  })

  it('reads standard input, with blank lines, a byte order mark and Windows line ends', async () => {
    const input = `\uFEFF${JSON.stringify(ORDER)}\r\n\r\n${JSON.stringify({ ...ORDER, messageId: 'm2' })}\r\n`
    const { status, stdout } = await runInProcess(['send', '-', '--sandbox', '--workers', '1'], { input })
    expect(stdout).toContain('line 3    Order Completed')
    expect(stdout).toContain('2 events: 2 delivered')
    expect(status).toBe(0)
  })

  it('reports a broken line with its number, goes on, and exits with 1', async () => {
    const input = `{"email":"jane@example.com"\n[]\n${JSON.stringify(ORDER)}\n`
    const { status, stdout } = await runInProcess(['send', '-', '--sandbox', '--workers', '1'], { input })
    expect(stdout).toContain(
      'line 1  is not valid JSON: one event is expected on each line\nline 2  is not a JSON object, as a Segment event is\n'
    )
    expect(stdout).toContain(
      '1 event: 1 delivered, 0 rejected, 0 failed after retries, 0 unmatched\n2 unreadable lines'
    )
    expect(stdout).not.toContain('jane')
    expect(status).toBe(1)
  })

  it('says why an event was rejected, by itself and by TikTok, goes on, and exits with 1', async () => {
    const sandbox = await startSandbox()
    sandbox.stub({ code: 40002, message: 'data.0.properties.num_items: Not a valid integer.', times: 2 })
    const input = lines({ ...ORDER, timestamp: 'soon' }, ORDER, { ...ORDER, messageId: 'm2' })
    const { status, stdout } = await runInProcess(
      ['send', '-', '--sandbox-port', String(sandbox.port), '--workers', '1'],
      { input }
    )
    await sandbox.close()
    expect(stdout).toMatch(/line 1 .* rejected: Event Timestamp could not be parsed/)
    expect(stdout).toMatch(
      /line 2 .* rejected: TikTok rejected the event \(code 40002, request_id \d+\): data\.0\.properties\.num_items/
    )
    expect(stdout).toMatch(/line 3 .* delivered\n/)
    expect(stdout).toContain('3 events: 1 delivered, 2 rejected')
    expect(status).toBe(1)
  })

  it('takes an event whose context is null', async () => {
    const { stdout } = await runInProcess(['send', '-', '--sandbox', '--workers', '1'], {
      input: lines({ ...ORDER, context: null }, { ...ORDER, context: { personas: null } })
    })
    expect(stdout).toContain('2 events: 2 delivered')
  })

  it('prints neither commands to the terminal nor personal values', async () => {
    const { stdout } = await runInProcess(['send', '-', '--sandbox', '--workers', '1'], {
      input: lines({ ...ORDER, event: 'Order\u001b[2J Completed' }, ORDER)
    })
    expect(stdout).toContain('Order[2J Completed')
    expect(stdout).not.toContain('jane')
    expect(stdout).not.toContain('\u001b')
  })

  it('needs no credentials, and does not use those of the environment', async () => {
    const env = { TIKTOK_ACCESS_TOKEN: 'real-token', TIKTOK_PIXEL_CODE: 'REALPIXEL' }
    const { status, stdout, stderr } = await runInProcess(['send', '-', '--sandbox', '--workers', '1'], {
      input: lines(ORDER),
      env
    })
    expect(stdout + stderr).not.toMatch(/real/i)
    expect(status).toBe(0)
  })
})

describe('send --dry-run', () => {
  it('prints the requests and sends nothing', async () => {
    const { status, stdout } = await runInProcess(['send', '-', '--dry-run', '--workers', '1'], { input: lines(ORDER) })
    const request = JSON.parse(stdout.slice(stdout.indexOf('{'), stdout.lastIndexOf('}') + 1))
    expect(stdout).toContain('POST https://business-api.tiktok.com/open_api/v1.3/event/track/\n')
    expect(request).toMatchObject({
      event_source: 'web',
      event_source_id: 'YOUR_PIXEL_CODE',
      data: [{ event: 'PlaceAnOrder', event_id: 'm1' }]
    })
    expect(stdout).toContain('1 event: 1 would be sent, 0 rejected')
    expect(status).toBe(0)
  })

  it('shows the pixel of the environment, and never the token', async () => {
    const env = { TIKTOK_ACCESS_TOKEN: 'real-token', TIKTOK_PIXEL_CODE: 'REALPIXEL' }
    const { stdout } = await runInProcess(['send', '-', '--dry-run', '--workers', '1'], { input: lines(ORDER), env })
    expect(stdout).toContain('"event_source_id": "REALPIXEL"')
    expect(stdout).not.toContain('real-token')
  })
})

describe('wrong use', () => {
  it.each<[what: string, args: string[], message: string | RegExp]>([
    [
      'no credentials',
      ['send', '-'],
      'error: TIKTOK_ACCESS_TOKEN and TIKTOK_PIXEL_CODE must be set in the environment.'
    ],
    [
      'no credentials to check',
      ['check'],
      'error: TIKTOK_ACCESS_TOKEN and TIKTOK_PIXEL_CODE must be set in the environment.'
    ],
    ['a file that does not exist', ['send', 'none.ndjson', '--dry-run'], 'error: No such file: none.ndjson.\n'],
    [
      'a file that is misspelt',
      ['send', 'examples/event.ndjson', '--dry-run'],
      'error: No such file: examples/event.ndjson. Did you mean examples/events.ndjson?'
    ],
    [
      'mappings that are misspelt',
      ['send', '-', '--dry-run', '--mappings', 'examples/mapping.json'],
      'error: No such file: examples/mapping.json. Did you mean examples/mappings.json?'
    ],
    [
      'a file of another machine, without a command that would send what is only explained',
      ['explain', 's3://bucket/events.ndjson'],
      'error: s3://bucket/events.ndjson is not on this machine. Pipe it into this command, with - in its place: aws s3 cp s3://bucket/events.ndjson - | npx tiktok-conversions …\n'
    ],
    [
      'a database that cannot be reached',
      ['dead', 'list', '--store', 'postgres://jane:secret@127.0.0.1:1/events'],
      'error: The store at 127.0.0.1:1 cannot be opened: the connection was refused.'
    ],
    [
      'a database of another kind, without its password',
      ['dead', 'list', '--store', 'postgre://jane:secret@127.0.0.1/events'],
      'error: The store is a SQLite file or a postgres:// URL. Write ./ before the name of a file with a colon.\n'
    ],
    [
      'a URL of a database with an odd password',
      ['dead', 'list', '--store', 'postgres://jane:se#secret@127.0.0.1/events'],
      'error: The store cannot be opened: its URL cannot be read; write # / ? and @ in a password or a parameter as %23 %2F %3F and %40'
    ],
    ['a folder to explain', ['explain', 'examples'], / holds \d+ files: name one, such as examples\/\S+\.\n/],
    ['a name that is empty', ['send', '', '--dry-run'], 'error: The name of a file is empty.\n'],
    [
      'a destination of no configuration file',
      ['check', '--sandbox', '--destination', 'eu'],
      'error: --destination needs a configuration file that names it.\n'
    ],
    ['a blank code of test events', ['send', '-', '--dry-run', '--test-event-code', ' '], 'is invalid. It is blank.\n'],
    ['no store', ['dead', 'list', '--store', 'none.db'], 'error: There is no store at none.db.'],
    ['no dead letters chosen', ['dead', 'send'], 'error: Specify IDs, --all, or what to choose by'],
    ['dead letters chosen twice', ['dead', 'drop', '1', '--all'], 'error: Specify IDs, --all, or what to choose by'],
    [
      'an ID that is no number',
      ['dead', 'show', 'x'],
      'error: "x" is not the ID of a dead letter. dead list shows the IDs'
    ],
    ['another ID that is no number', ['dead', 'drop', '1', 'x'], 'error: "x" is not the ID of a dead letter.'],
    [
      'a command of its own below dead',
      ['dead', 'retry', '1'],
      "error: unknown command 'retry'. Did you mean dead send?"
    ],
    ['an email address that is none', ['erase', '--email', 'a'], 'error: --email is not an email address.'],
    ['an email address with a name', ['erase', '--email', 'Jane <jane@example.com>'], 'error: --email is not an email'],
    ['a phone number that is none', ['erase', '--phone', '12 34'], 'error: --phone is not a phone number.'],
    ['a blank user ID', ['erase', '--user', ' ', '--email', 'a@example.com'], 'is invalid. It is blank.'],
    ['no ID', ['dead', 'show'], "error: missing required argument 'id'"],
    ['an unknown command of dead', ['dead', 'sned'], "error: unknown command 'sned'"],
    [
      'sandbox and dry run',
      ['send', '-', '--sandbox', '--dry-run'],
      'error: Choose one of --sandbox, --sandbox-port and --dry-run.'
    ],
    ['a pattern without files', ['send', 'none-*.ndjson', '--dry-run'], 'error: none-*.ndjson matches no file.'],
    [
      'standard input and a file',
      ['send', '-', 'README.md', '--dry-run'],
      'error: Standard input (-) cannot be combined'
    ],
    ['too high a rate', ['send', '-', '--rate', '2000'], "error: option '--rate <n>' argument '2000' is invalid."],
    [
      'a time that is none',
      ['send', '-', '--since', 'soon'],
      "error: option '--since <time>' argument 'soon' is invalid."
    ],
    [
      'an empty span of time',
      ['send', 'examples/events.ndjson', '--since', '2026-11-21', '--until', '2026-11-20', '--dry-run'],
      'error: --since must be earlier than --until'
    ],
    ['no file', ['send'], "error: missing required argument 'files'"],
    ['an unknown option', ['send', '-', '--access-token', 'x'], "error: unknown option '--access-token'"],
    ['an unknown command', ['deliver'], "error: unknown command 'deliver'"]
  ])('exits with 2 and one clear line: %s', async (_what, args, message) => {
    const { status, stdout, stderr } = await runInProcess(args, { env: {} })
    const line = `${stderr.split('\n')[0]}\n`
    if (typeof message === 'string') expect(line).toContain(message)
    else expect(line).toMatch(message)
    expect(stderr).not.toContain('secret')
    expect(stderr).not.toContain('    at ')
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
})

it.each([
  [['dead', 'show'], "error: missing required argument 'id'", 'dead show'],
  [['deliver'], "error: unknown command 'deliver'", undefined],
  [['send', '-', '--rate', 'x'], "error: option '--rate <n>' argument 'x' is invalid.", 'send']
])('names the help of a command that is used wrongly: %j', async (args, message, command) => {
  const { stderr } = await runInProcess(args, { env: {} })
  const path = ['npx tiktok-conversions', command, '--help'].filter((each) => each !== undefined).join(' ')
  expect(stderr.startsWith(message)).toBe(true)
  expect(stderr.endsWith(`\nFor usage and examples, run: ${path}\n`)).toBe(true)
})

it.each([['Bearer abc'], [' bearer abc']])('says itself that a token begins with "Bearer": %j', async (token) => {
  const env = { TIKTOK_ACCESS_TOKEN: token, TIKTOK_PIXEL_CODE: 'PIXEL' }
  expect(await runInProcess(['check'], { env })).toEqual({
    status: 2,
    stdout: '',
    stderr: 'error: Access Token begins with "Bearer": the token alone is needed.\n'
  })
})

describe('help', () => {
  it.each([['--help'], ['send', '--help'], ['check', '--help'], ['sandbox', '--help']])(
    'is there: %s %s',
    async (...args) => {
      const { status, stdout } = await runInProcess(args)
      expect(stdout).toContain('Usage: tiktok-conversions')
      expect(status).toBe(0)
    }
  )

  it('shows no default that is an empty list', async () => {
    expect((await runInProcess(['presets', '--help'])).stdout).not.toContain('default')
  })

  it('of send has examples, the environment and the exit status', async () => {
    const { stdout } = await runInProcess(['send', '--help'])
    expect(stdout).toMatch(/TIKTOK_ACCESS_TOKEN.*Examples:.*send events.ndjson --sandbox.*Exit status/s)
  })
})

describe('check', () => {
  const check = (TIKTOK_ACCESS_TOKEN: string, TIKTOK_PIXEL_CODE: string) =>
    runInProcess(['check', '--sandbox'], { env: { TIKTOK_ACCESS_TOKEN, TIKTOK_PIXEL_CODE } })

  it('says that the credentials work, and who accepted them', async () => {
    expect(await check('sandbox-access-token', 'SANDBOXPIXEL')).toMatchObject({
      status: 0,
      stdout: 'The credentials work: the sandbox accepted the Access Token and Pixel Code.\n'
    })
  })

  it('uses the credentials of the sandbox where the environment has none', async () => {
    expect(await runInProcess(['check', '--sandbox'], { env: {} })).toEqual({
      status: 0,
      stdout: 'The credentials work: the sandbox accepted its own Access Token and Pixel Code.\n',
      stderr: ''
    })
  })

  it.each<[wrong: string, token: string, pixel: string, message: string]>([
    ['token', 'wrong-token', 'SANDBOXPIXEL', 'code 40105'],
    ['pixel', 'sandbox-access-token', 'WRONGPIXEL', 'code 40007']
  ])('says that the %s is wrong, and exits with 1', async (_wrong, token, pixel, message) => {
    const { status, stdout } = await check(token, pixel)
    expect(stdout).toMatch(/^TikTok rejected the credentials/)
    expect(stdout).toContain(message)
    expect(stdout).toContain('The sandbox answered in the place of TikTok.')
    expect(stdout).not.toContain('wrong-token')
    expect(status).toBe(1)
  })
})

describe('sandbox', () => {
  it('runs until it is told to stop, can be sent to, and prints a line for each request', async () => {
    const port = await freePort()
    let sending: Promise<{ stdout: string }> | undefined
    let page = ''
    const { status, stdout } = await tiktokConversions(['sandbox', '--port', String(port)], {
      onStart: (child) =>
        child.stdout?.once('data', () => {
          sending = runInProcess(['send', '-', '--workers', '1', '--sandbox-port', String(port)], {
            input: lines(ORDER)
          })
          void sending
            .then(async () => {
              await fetch(`http://127.0.0.1:${port}/open_api/v1.3/event/track/`, { method: 'POST' })
              page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
            })
            .finally(() => child.kill('SIGTERM'))
        })
    })
    const [first, ...requests] = stdout.trimEnd().split('\n')
    expect(first).toBe(
      `The sandbox listens on http://127.0.0.1:${port}. Access Token: sandbox-access-token, Pixel Code: SANDBOXPIXEL`
    )
    expect(requests).toEqual([
      expect.stringMatching(/^request \d+ {2}200 {2}code 0 {2}1 event$/),
      expect.stringMatching(/^request \d+ {2}200 {2}code 4\d+ {2}0 events {2}\S/)
    ])
    expect((await sending)?.stdout).toContain('1 event: 1 delivered')
    expect(page).toContain('/sandbox/requests')
    expect(status).toBe(0)
  })

  it('says that its port is taken', async () => {
    const { port, close } = await startSandbox()
    const { status, stderr } = await runInProcess(['sandbox', '--port', String(port)])
    await close()
    expect(stderr).toBe(`error: Port ${port} cannot be used (another program uses it). Choose another with --port.\n`)
    expect(status).toBe(2)
  })
})

it('does not mind a reader that has seen enough', async () => {
  const file = folder.writeEvents('many.ndjson', Array(2000).fill(ORDER))
  const script = `"${process.execPath}" "${COMMAND}" send "${file}" --dry-run | head -n 1`
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' })
  expect(stdout).toBe('POST https://business-api.tiktok.com/open_api/v1.3/event/track/\n')
  expect(stderr).not.toMatch(/EPIPE| {4}at /)
})

it('does not count as a success where the process ends before the command is done', async () => {
  const env = { NODE_OPTIONS: `--require ${join(ROOT, 'test', '__helpers__', 'no-answer.cjs')}` }
  const { status, stdout } = await tiktokConversions(['send', 'examples/events.ndjson', '--dry-run'], {
    env,
    input: ''
  })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
})

it('can be executed, also after another build', () => {
  expect(statSync(COMMAND).mode & 0o111).toBe(0o111)
})

import { PassThrough } from 'node:stream'
import pino from 'pino'
import { terminalLog } from '../../runner/cli/serve-terminal'
import { Screen } from '../../runner/terminal/screen'
import { CLOSED_PORT } from '../../soak/ports'
import { runOnTerminal } from '../__helpers__/pseudo-terminal'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

/** Runs `serve` on a terminal until it has shown how to try it, and whatever is done then. */
const serve = (args: string[], then: (shown: string) => Promise<unknown> = async () => {}) => {
  let shown = ''
  const flags = ['serve', '--store', bench.folder.file('events.db'), '--port', '0', '--admin-port', '0', ...args]
  return runOnTerminal(flags, {
    columns: 80,
    env: { TIKTOK_WRITE_KEYS: 'shop:secret-key' },
    onStart: async ({ write, written, output }) => {
      await written(/Ctrl-C finishes/)
      shown = output()
      await then(shown)
      write('\u0003')
    }
  })
}

it('says on a terminal where it listens and delivers, with a line to try, and the log in words', async () => {
  const answers: number[] = []
  const { status, rows } = await serve(['--sandbox-port', String(bench.sandbox.port)], async (shown) => {
    const [, url, body] = /curl -u WRITE_KEY: (\S+) -d '([^']*)'/.exec(shown.replaceAll('\r\n', '\n')) ?? []
    const authorization = `Basic ${btoa('secret-key:')}`
    const response = await fetch(url, { method: 'POST', headers: { authorization }, body })
    answers.push(response.status)
  })
  const text = rows.join('\n')
  expect(answers).toEqual([200])
  expect(text).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+ for events of shop$/m)
  expect(text).toMatch(/^Delivering to the sandbox on port \d+, pixel SANDBOXPIXEL, through 7 mappings$/m)
  expect(text).toMatch(/^For operators: http:\/\/127\.0\.0\.1:\d+\/readyz, \/metrics, \/dead$/m)
  expect(text).toMatch(/\d\d:\d\d:\d\d Shutting down: finishing requests in flight\.$/m)
  expect(text).not.toMatch(/secret-key|[{]"level"/)
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(80)
  expect(status).toBe(0)
})

describe('the log on a terminal', () => {
  const lines: string[] = []
  const print = jest.spyOn(console, 'log').mockImplementation((text) => void lines.push(text.slice('00:00:00 '.length)))
  const log = pino({}, terminalLog(new Screen(Object.assign(new PassThrough(), { columns: 300 }) as never)))
  beforeEach(() => lines.splice(0))
  afterAll(() => print.mockRestore())

  it('has codes of errors in words, once', () => {
    log.error({ events: 1, code: '57P03' }, 'Events could not be stored.')
    log.error({ code: 'ECONNREFUSED' }, 'The store at db:5432 cannot be reached: the connection was refused.')
    expect(lines).toEqual([
      'error: Events could not be stored. (events 1, PostgreSQL is being started)',
      'error: The store at db:5432 cannot be reached: the connection was refused.'
    ])
  })

  it('counts in words', () => {
    log.info({ events: 3, skipped: { unmatched: 2, integrations: 1 }, answers: {} }, 'Done.')
    expect(lines).toEqual(['Done. (events 3, skipped 2 × unmatched and 1 × integrations)'])
  })
})

it('says that no sandbox runs yet, and how to start one', async () => {
  const { rows } = await serve(['--sandbox-port', String(CLOSED_PORT)])
  expect(rows).toContain(`  No sandbox listens there yet: npx tiktok-conversions sandbox --port ${CLOSED_PORT}`)
})

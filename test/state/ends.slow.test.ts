import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ordersOf } from '../__helpers__/command'
import type { SendReport } from '../__helpers__/send'
import { SendBench } from '../__helpers__/send'
import { runInShell } from '../__helpers__/shell'

const EVENTS = 4000
const BAD_EVERY = 10
const CLOCK = join(__dirname, '..', '__helpers__', 'odd-clock.cjs')

const bench = new SendBench()

/** Orders, of which TikTok rejects each tenth, and the files of their runs. */
function prepare(folder = bench.folder.path) {
  const events = ordersOf(EVENTS, (index) => (index % BAD_EVERY === 0 ? { value: -1 } : {}))
  const file = bench.folder.writeEvents('a.ndjson', events)
  const [failed, checkpoint] = ['failed', 'checkpoint'].map((name) => join(folder, name))
  return { args: [file, '--failed', failed, '--checkpoint', checkpoint, '--concurrency', '2'], failed }
}

/** Compares what a finished run reports with what TikTok and the file of failed events have. */
function expectAllThere(report: SendReport, failed: string): void {
  // A run that had finished only reports that it did.
  const { read, delivered, rejected } = report.earlier ?? report
  const rows = existsSync(failed) ? readFileSync(failed, 'utf8').trim().split('\n') : []
  const failedIds = new Set(rows.map((row) => JSON.parse(row).event.messageId))
  const accepted = new Set(bench.acceptedIds())
  const lost = EVENTS - accepted.size - failedIds.size
  const doubled = bench.sandbox.accepted.length - accepted.size + rows.length - failedIds.size
  const claimed = delivered - accepted.size + rejected - failedIds.size
  expect({ read, lost, doubled, claimed }).toEqual({ read: EVENTS, lost: 0, doubled: 0, claimed: 0 })
  expect(failedIds.size).toBe(EVENTS / BAD_EVERY)
}

const toSandbox = () => ['--sandbox-port', String(bench.sandbox.port), '--retry-delay', '0.01', '--json']

const canMount = process.platform === 'linux' && process.getuid?.() === 0
const onDisk = canMount ? it : it.skip

describe.each(['1', '2'])('with --workers %s, a run loses, doubles and claims nothing', (workers) => {
  const byWorkers = ['--workers', workers]

  onDisk(canMount ? 'on a full disk' : 'on a full disk (skipped: only root may mount one)', async () => {
    const disk = bench.folder.file('disk')
    const mount = (...args: string[]) => execFileSync('mount', ['-t', 'tmpfs', ...args, 'tmpfs', disk])
    mkdirSync(disk)
    mount('-o', 'size=96k')
    try {
      const { args, failed } = prepare(disk)
      const stopped = await bench.spawnJson([...args, ...byWorkers])
      expect(stopped).toMatchObject({ status: 1, stderr: expect.stringContaining('the disk is full') })
      mount('-o', 'remount,size=8m')
      expectAllThere(await bench.spawnJson([...args, ...byWorkers]), failed)
    } finally {
      execFileSync('umount', [disk])
    }
  })

  it.each(['back', 'ahead'])('if the clock is set %s by a day', async (clock) => {
    const { args, failed } = prepare()
    const env = { NODE_OPTIONS: `--require ${CLOCK}`, CLOCK: clock }
    expectAllThere(await bench.spawnJson([...args, ...byWorkers], { env }), failed)
  })

  it('during rate limits of minutes', async () => {
    const { args, failed } = prepare()
    bench.sandbox.stub({ code: 40100, times: 9 })
    const env = { NODE_OPTIONS: `--require ${CLOCK}`, CLOCK: 'fast' }
    const patience = ['--retry-delay', '1', '--max-attempts', '20']
    expectAllThere(await bench.spawnJson([...args, ...patience, ...byWorkers], { env }), failed)
  })

  it.each(['SIGHUP', 'SIGQUIT'] as const)('at %s', async (signal) => {
    const { args, failed } = prepare()
    const stopped = await bench.spawnJson([...args, ...byWorkers], {
      onStart: (child) => bench.killAtRequest(1, child, signal)
    })
    expect(stopped).toMatchObject({ status: 1, stopped: 'interrupted' })
    expectAllThere(await bench.spawnJson([...args, ...byWorkers]), failed)
  })

  it('if it is killed over standard input, and begun anew', async () => {
    const { args, failed } = prepare()
    const input = readFileSync(args[0])
    const anew = ['-', '--failed', failed, '--concurrency', '2', ...byWorkers]
    for (const request of [1, 2, 3]) {
      const killed = await bench.spawn(anew, { input, onStart: (child) => bench.killAtRequest(request, child) })
      expect(killed.status).toBeNull()
      // A run that cannot be resumed begins with failed events of its own.
      rmSync(failed, { force: true })
    }
    expectAllThere(await bench.spawnJson(anew, { input }), failed)
  })

  it('if the reader of its output has seen enough', async () => {
    const { args, failed } = prepare()
    const all = ['send', ...args, ...byWorkers, '--list', 'all', ...toSandbox().slice(0, -1)]
    await runInShell('"$@" 2>&1 | head -n 1', all, bench.folder.path)
    expectAllThere(await bench.sendJson(args), failed)
  })

  it.each([24, 20, 18])('with %i file descriptors', async (limit) => {
    const { args, failed } = prepare()
    // Files that this process has left open would count.
    const close = 'for file in /proc/$$/fd/*; do fd=$(basename $file); [ $fd -le 2 ] || eval "exec $fd>&-"; done'
    const line = `${close}; ulimit -n ${limit}; "$@"`
    const { stderr } = await runInShell(line, ['send', ...args, ...byWorkers, ...toSandbox()], bench.folder.path)
    expect(stderr).not.toContain('    at ')
    expectAllThere(await bench.spawnJson([...args, ...byWorkers]), failed)
  })
})

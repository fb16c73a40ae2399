import { readFileSync } from 'node:fs'
import { ordersOf } from '../__helpers__/command'
import { SendBench } from '../__helpers__/send'
import { runInShell } from '../__helpers__/shell'

const bench = new SendBench()

const shell = (line: string, ...args: string[]) => runInShell(line, args, bench.folder.path)

const toSandbox = () => ['--sandbox-port', String(bench.sandbox.port)]

describe('a reader that has seen enough', () => {
  it.each<[what: string, args: () => string[], status: number]>([
    ['a run', () => ['send', 'a.ndjson', '--list', '2', ...toSandbox()], 0],
    ['a wrong option', () => ['send', 'a.ndjson', '--wrong'], 2],
    ['a file that is not there', () => ['send', 'none', ...toSandbox()], 2],
    ['the help', () => ['--help'], 0]
  ])('changes nothing about %s', async (_what, args, status) => {
    bench.folder.writeEvents('a.ndjson', ordersOf(200))
    await shell('{ "$@"; echo $? > status; } 2>&1 | true', ...args())
    expect(readFileSync(bench.folder.file('status'), 'utf8')).toBe(`${status}\n`)
  })
})

it('says what to do where too few files may be open', async () => {
  // Files that this process has left open would count. The first limit that is too low lets the command start.
  const line =
    'for file in /proc/$$/fd/*; do fd=$(basename $file); [ $fd -le 2 ] || eval "exec $fd>&-"; done; ' +
    'for limit in 22 21 20 19 18 17 16; do (ulimit -n $limit; "$@") || exit; done'
  bench.folder.writeEvents('a.ndjson', ordersOf(2))
  const { status, stderr } = await shell(line, 'send', 'a.ndjson', '--dry-run', '--json')
  expect(stderr).toMatch(/^error: \S+ cannot be \w+ \(too many open files; allow more, as with: ulimit -n 1024\)\.\n$/)
  expect(status).toBeGreaterThan(0)
})

it('ends in order where the file of failed events cannot grow, and resumes', async () => {
  const events = ordersOf(3000, (index) => (index % 10 === 0 ? { value: -1 } : {}))
  bench.folder.writeEvents('a.ndjson', events)
  const args = ['send', 'a.ndjson', '--failed', 'failed', '--checkpoint', 'checkpoint', '--concurrency', '1', '--json']
  const stopped = await shell('ulimit -f 48; "$@"', ...args, ...toSandbox())
  expect(stopped.status).toBe(1)
  expect(stopped.stderr).toContain(
    'The run stopped: failed cannot be written (the file is larger than this system allows). Run the same command again to resume.\n'
  )
  expect(stopped.stderr).not.toContain('    at ')
  expect(JSON.parse(stopped.stdout).delivered).toBeGreaterThanOrEqual(900)

  const resumed = await shell('"$@"', ...args, ...toSandbox())
  expect(JSON.parse(resumed.stdout)).toMatchObject({ read: 3000, delivered: 2700, rejected: 300 })
  const failedIds = readFileSync(bench.folder.file('failed'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).event.messageId)
  expect(new Set(failedIds).size).toBe(300)
  expect(failedIds).toHaveLength(300)
  expect(new Set(bench.acceptedIds()).size).toBe(2700)
})

it('says where a checkpoint cannot be written before anything is sent', async () => {
  bench.folder.writeEvents('a.ndjson', ordersOf(2))
  const args = ['send', 'a.ndjson', '--checkpoint', 'checkpoint', ...toSandbox()]
  const { status, stderr } = await shell('ulimit -f 0; "$@"', ...args)
  expect(stderr).toMatch(/^error: checkpoint cannot be written \(the file is larger [^\n]+\)\.\n$/)
  expect(status).toBe(2)
  expect(bench.sandbox.requests).toEqual([])
})

it('says that standard output cannot be written', async () => {
  bench.folder.writeEvents('a.ndjson', ordersOf(2))
  const { status, stderr } = await shell('"$@" > /dev/full', 'send', 'a.ndjson', '--json', ...toSandbox())
  expect(stderr).toContain(
    'error: Standard output cannot be written (the disk is full; free some space). Run the same command again to resume.\n'
  )
  expect(status).toBe(1)
})

it.each(['SIGHUP', 'SIGQUIT'] as const)('finishes what is under way at %s, and resumes', async (signal) => {
  const file = bench.folder.writeEvents('a.ndjson', ordersOf(4000))
  const args = [file, '--checkpoint', bench.folder.file('checkpoint'), '--concurrency', '1', '--workers', '1']
  const stopped = await bench.spawnJson(args, {
    onStart: (child) => bench.killAtRequest(1, child, signal)
  })
  expect(stopped).toMatchObject({ status: 1, stopped: 'interrupted' })
  const resumed = await bench.sendJson(args)
  expect(resumed).toMatchObject({ status: 0, delivered: 4000 })
  bench.expectNothingLost(resumed)
})

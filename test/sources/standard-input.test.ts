import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { ordersOf, TestFolder } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { runInShell } from '../__helpers__/shell'

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
  folder.writeEvents('a.ndjson', ordersOf(3))
  execFileSync('mkfifo', [folder.file('pipe')])
})
afterAll(() => folder.remove())

const run = (line: string, ...args: string[]) => runInShell(line, ['send', ...args, '--dry-run', '--json'], folder.path)

const ADVICE = 'Pipe events into the command, as in: cat events.ndjson | npx tiktok-conversions … -\n'

it.each<[what: string, line: string, problem: string]>([
  ['is a folder', '"$@" < .', 'is a folder.'],
  ['is closed', '"$@" <&-', 'is closed, or a device that gives no events.'],
  ['is the null device', '"$@" < /dev/null', 'is closed, or a device that gives no events.'],
  ['can only be written', '"$@" 0> written', 'cannot be read (it is not open for that).'],
  [
    'can only be written, with several threads',
    '"$@" --workers 2 0> written',
    'cannot be read (it is not open for that).'
  ]
])('refuses standard input that %s', async (_what, line, problem) => {
  expect(await run(line, '-')).toEqual({ status: 2, stdout: '', stderr: `error: Standard input ${problem} ${ADVICE}` })
})

it.each<[what: string, line: string]>([
  ['a file', '"$@" < a.ndjson'],
  ['a pipe', 'cat a.ndjson | "$@"'],
  ['a named pipe', 'cat a.ndjson > pipe & "$@" < pipe'],
  ['another program', '"$@" < <(cat a.ndjson)']
])('takes standard input from %s', async (_what, line) => {
  const { status, stdout } = await run(line, '-')
  expect(JSON.parse(stdout)).toMatchObject({ read: 3 })
  expect(status).toBe(0)
})

it('takes a pipe that gives no bytes, and does not call that a success', async () => {
  const { status, stdout } = await run('true | "$@"', '-')
  expect(JSON.parse(stdout)).toMatchObject({ read: 0, unreadable: 0 })
  expect(status).toBe(1)
})

it.each(['pipe', '/dev/zero', '/dev/null'])('refuses %s as a file at once, and says what to do', async (name) => {
  const path = resolve(folder.path, name)
  expect(await runInProcess(['send', path, '--dry-run', '--json'])).toEqual({
    status: 2,
    stdout: '',
    stderr: `error: ${path} is not a file, but a pipe or a device. Redirect it into this command, with - in its place: npx tiktok-conversions … < ${path}\n`
  })
})

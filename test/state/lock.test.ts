import type { ChildProcess } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ordersOf, ROOT, toLines } from '../__helpers__/command'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

const REFUND = { value: -1 }

const inFolder = (name: string) => bench.folder.file(name)

/** Starts a run that waits for an answer, and resolves to it when it has saved its first checkpoint. */
async function startRun(args: readonly string[]): Promise<{ child: ChildProcess; end: Promise<unknown> }> {
  bench.sandbox.stub({ delay: 600_000 })
  const input = bench.folder.writeEvents('first.ndjson', ordersOf(3))
  let child!: ChildProcess
  const end = bench.spawn([input, ...args, '--timeout', '600'], {
    onStart: (started) => {
      child = started
    }
  })
  const isOver = end.then(() => true)
  while (!existsSync(inFolder('checkpoint'))) {
    if (await Promise.race([isOver, wait(10)])) throw new Error('The run ended before it saved a checkpoint.')
  }
  return { child, end }
}

const named = (checkpoint: string, failed: string) => [
  '--checkpoint',
  inFolder(checkpoint),
  '--failed',
  inFolder(failed)
]

it.each<[what: string, args: () => string[], path: string]>([
  ['checkpoint', () => named('checkpoint', 'other'), 'checkpoint'],
  ['file of failed events', () => named('other', 'failed'), 'failed'],
  ['checkpoint by a relative path', () => ['--checkpoint', relative(ROOT, inFolder('checkpoint'))], 'checkpoint'],
  ['checkpoint through a link to its folder', () => named('link/checkpoint', 'other'), 'link/checkpoint'],
  ['file of failed events through a link that leads to it', () => named('other', 'soft'), 'soft'],
  ['file of failed events by another of its names', () => named('other', 'hard'), 'hard']
])('refuses a second run on one %s, and names the process', async (_what, args, path) => {
  bench.folder.write('failed', '')
  linkSync(inFolder('failed'), inFolder('hard'))
  symlinkSync('failed', inFolder('soft'))
  symlinkSync('.', inFolder('link'))
  const { child, end } = await startRun(named('checkpoint', 'failed'))
  const second = bench.folder.writeEvents('second.ndjson', ordersOf(3))
  const { status, stderr } = await bench.send([second, ...args()])
  child.kill('SIGKILL')
  await end
  const holder = path === 'hard' ? '' : ` (process ${child.pid})`
  expect(stderr).toMatch(/^error: /)
  expect(stderr).toContain(`${path} is in use by another run${holder}. Wait until it ends`)
  expect(status).toBe(2)
})

it('refuses a second run through a link to a file that does not exist yet', async () => {
  symlinkSync('failed', inFolder('soft'))
  const { child, end } = await startRun(named('checkpoint', 'failed'))
  const { status, stderr } = await bench.send([
    bench.folder.writeEvents('second.ndjson', ordersOf(3)),
    ...named('other', 'soft')
  ])
  child.kill('SIGKILL')
  await end
  expect(stderr).toContain(`soft is in use by another run (process ${child.pid})`)
  expect(status).toBe(2)
})

it('takes the files of a run that was killed, at once', async () => {
  const args = named('checkpoint', 'failed')
  const { child, end } = await startRun(args)
  child.kill('SIGKILL')
  await end
  bench.sandbox.reset()
  expect(await bench.sendJson([inFolder('first.ndjson'), ...args])).toMatchObject({ status: 0, delivered: 3 })
})

it('leaves no lock behind, and lets runs with other files go on side by side', async () => {
  const input = bench.folder.writeEvents(
    'a.ndjson',
    ordersOf(3, (index) => (index === 0 ? REFUND : {}))
  )
  const runs = ['1', '2'].map((name) => bench.spawn([input, ...named(`checkpoint${name}`, `failed${name}`)]))
  expect((await Promise.all(runs)).map(({ status }) => status)).toEqual([1, 1])
  for (const name of ['1', '2']) {
    expect(existsSync(inFolder(`checkpoint${name}.tiktok-conversions.lock`))).toBe(false)
    expect(existsSync(inFolder(`failed${name}.tiktok-conversions.lock`))).toBe(false)
    expect(
      readFileSync(inFolder(`failed${name}`), 'utf8')
        .trim()
        .split('\n')
    ).toHaveLength(1)
  }
})

it.each(['soft', 'hard'])('does not write failed events into the input, by its %s link', async (kind) => {
  const input = bench.folder.writeEvents(
    'a.ndjson',
    ordersOf(1, () => REFUND)
  )
  if (kind === 'soft') symlinkSync('a.ndjson', inFolder('soft'))
  else linkSync(input, inFolder('hard'))
  const { status, stderr } = await bench.send([input, '--failed', inFolder(kind)])
  expect(stderr).toContain(`${inFolder(kind)} cannot be used twice`)
  expect(status).toBe(2)
  expect(readFileSync(input, 'utf8')).toBe(toLines(ordersOf(1, () => REFUND)))
})

it('does not take for input what earlier runs have left beside it', async () => {
  mkdirSync(inFolder('archive'))
  const input = bench.folder.writeEvents('archive/a.ndjson', ordersOf(3))
  await bench.send([input, '--checkpoint', inFolder('archive/state')])
  const checkpoint = readFileSync(inFolder('archive/state'))
  const leftovers = ['a.ndjson.checkpoint.123456789', 'state.4123456789', 'a.ndjson.checkpoint', 'old']
  for (const name of leftovers) bench.folder.write(`archive/${name}`, checkpoint)
  bench.folder.write('archive/cut.123', checkpoint.subarray(0, 50))
  for (const name of [
    'state.tiktok-conversions.lock',
    'a.ndjson.checkpoint.tiktok-conversions.lock',
    'x.tiktok-conversions.tmp'
  ]) {
    bench.folder.write(`archive/${name}`, '123')
  }
  for (const name of ['archive/*', 'archive']) {
    bench.sandbox.reset()
    const args = [inFolder(name), '--checkpoint', inFolder('archive/state')]
    const { status, stderr } = await bench.send(args)
    expect(stderr).toContain('This input was finished before')
    expect(status).toBe(0)
  }
})

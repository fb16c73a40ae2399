import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import Database from 'libsql'
import { SqliteStore } from '../../runner/live/store/sqlite'
import { Checkpoint } from '../../runner/state/checkpoint'
import { FailedEvents } from '../../runner/state/failed-events'
import { MappingSession } from '../../runner/studio/mappings'
import { ordersOf, toLines } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { SendBench } from '../__helpers__/send'

const bench = new SendBench()

const inFolder = (name: string) => bench.folder.file(name)

const read = (name: string) => readFileSync(inFolder(name), 'utf8')

const SOME_REJECTED = (index: number) => (index % 10 === 0 ? { value: -1 } : {})

const named = (failed = 'failed') => [
  inFolder('a.ndjson'),
  '--checkpoint',
  inFolder('checkpoint'),
  '--failed',
  inFolder(failed),
  '--concurrency',
  '1'
]

/** Stops a run behind its first batch, so that the next one resumes it. */
async function startRun(propertiesOf = SOME_REJECTED): Promise<void> {
  bench.folder.writeEvents('a.ndjson', ordersOf(4000, propertiesOf))
  bench.sandbox.stub({ times: 1 })
  bench.sandbox.stub({ code: 40105, times: 10 })
  await bench.send(named())
  bench.sandbox.clearStubs()
}

const OTHERS_ROWS = toLines([{ event: ordersOf(1)[0], mapping: 'Place an Order', error: {}, attempts: 1 }])

describe('a run that is resumed', () => {
  it('refuses another file of failed events, and leaves it as it is', async () => {
    await startRun()
    bench.folder.write('other', OTHERS_ROWS)
    const { status, stderr } = await bench.send(named('other'))
    expect(stderr).toContain('checkpoint belongs to another file of failed events (--failed).')
    expect(status).toBe(2)
    expect(read('other')).toBe(OTHERS_ROWS)
  })

  it.each<[what: string, isFailing: boolean, change: (own: string) => string]>([
    ['rows of another run, where it has none', false, () => OTHERS_ROWS],
    ['rows of another run behind its own', true, (own) => own + OTHERS_ROWS],
    ['rows of another run in the place of its own', true, (own) => OTHERS_ROWS.repeat(own.length)],
    ['notes of a person', true, (own) => `${own}look at these\n`],
    ['a last row without a line end', true, (own) => `${own}${OTHERS_ROWS.trim()}`],
    ['an own row that was edited', true, (own) => own.replace('"value":-1', '"value":1')]
  ])('leaves a file of failed events with %s as it is', async (_what, isFailing, change) => {
    await startRun(isFailing ? SOME_REJECTED : () => ({}))
    const content = change(isFailing ? read('failed') : '')
    bench.folder.write('failed', content)
    const { status, stderr } = await bench.send(named())
    expect(stderr).toMatch(/failed (holds lines that the interrupted run did not write|is shorter than when)/)
    expect(status).toBe(2)
    expect(read('failed') === content).toBe(true)
  })

  it('removes its own rows behind the checkpoint, and a row that was cut', async () => {
    await startRun()
    const own = read('failed')
    const row = own.slice(0, own.indexOf('\n') + 1)
    bench.folder.write('failed', own + row + row.slice(0, 60))
    expect(await bench.sendJson(named())).toMatchObject({ read: 4000, rejected: 400 })
    expect(read('failed').trim().split('\n')).toHaveLength(400)
  })

  it('takes up its files where both were moved', async () => {
    await startRun()
    mkdirSync(inFolder('new'))
    for (const name of ['failed', 'checkpoint']) renameSync(inFolder(name), inFolder(`new/${name}`))
    const args = [inFolder('a.ndjson'), '--checkpoint', inFolder('new/checkpoint'), '--failed', inFolder('new/failed')]
    expect(await bench.sendJson(args)).toMatchObject({ read: 4000, rejected: 400 })
  })
})

it.each<[what: string, change: () => void]>([
  ['removed', () => rmSync(inFolder('failed'))],
  ['moved, as logs are,', () => renameSync(inFolder('failed'), inFolder('failed.1'))],
  ['emptied', () => truncateSync(inFolder('failed'))],
  [
    'replaced',
    () => {
      bench.folder.write('new', read('failed'))
      renameSync(inFolder('new'), inFolder('failed'))
    }
  ]
])('a run whose file of failed events is %s stops, and counts none as saved that is not', async (_what, change) => {
  await startRun()
  const { failedBytes, run } = JSON.parse(read('checkpoint'))
  const failedEvents = new FailedEvents(inFolder('failed'), run, failedBytes)
  await failedEvents.prepare(true)
  const lines = [{ event: '{}', failures: [] }]
  expect(await failedEvents.append(lines)).toBe(failedBytes)
  change()
  await expect(failedEvents.append(lines)).rejects.toThrow('failed was moved, removed or cut by another program')
  await expect(failedEvents.append([])).rejects.toThrow('failed was moved, removed or cut by another program')
  expect(failedEvents.isLost).toBe(true)
  await failedEvents.close()
})

describe('the names of other files', () => {
  it.each(['', 'a.tiktok-conversions.lock', 'checkpoint.tiktok-conversions.tmp'])(
    '"%s" is no name for a file of a run, which sends nothing',
    async (name) => {
      bench.folder.writeEvents('a.ndjson', ordersOf(1))
      for (const flag of ['--failed', '--checkpoint']) {
        const { status, stderr } = await bench.send([inFolder('a.ndjson'), flag, name])
        expect(stderr).toContain(`"${name}" cannot be the name of --checkpoint or --failed.`)
        expect(status).toBe(2)
      }
      expect(bench.sandbox.requests).toEqual([])
    }
  )

  it('a checkpoint leaves a lock of another program as it is', async () => {
    bench.folder.write('yarn.lock', '# yarn lockfile v1\n')
    bench.folder.write('empty.lock', '')
    bench.folder.writeEvents('a.ndjson', ordersOf(1))
    for (const name of ['yarn', 'empty']) {
      await bench.send([inFolder('a.ndjson'), '--checkpoint', inFolder(name), '--failed', inFolder(`${name}-failed`)])
    }
    expect(read('yarn.lock')).toBe('# yarn lockfile v1\n')
    expect(existsSync(inFolder('empty.lock'))).toBe(true)
  })

  it.each(['checkpoint', 'failed'])('a lock of the %s with a text of somebody else stays', async (name) => {
    bench.folder.writeEvents('a.ndjson', ordersOf(1))
    bench.folder.write(`${name}.tiktok-conversions.lock`, 'mine')
    const { status, stderr } = await bench.send(named())
    expect(stderr).toContain(`${name}.tiktok-conversions.lock is not a lock of this program.`)
    expect(status).toBe(2)
    expect(read(`${name}.tiktok-conversions.lock`)).toBe('mine')
    expect(readdirSync(bench.folder.path).sort()).toEqual(['a.ndjson', `${name}.tiktok-conversions.lock`])
  })

  it('a checkpoint does not replace a file that another program has put in its place', async () => {
    const checkpoint = await Checkpoint.open(inFolder('checkpoint'), { input: '', mappings: '', pixel: '' })
    await checkpoint.save()
    await checkpoint.save()
    bench.folder.write('checkpoint', 'mine')
    await expect(checkpoint.save()).rejects.toThrow('checkpoint was written by another program.')
    expect(read('checkpoint')).toBe('mine')
  })
})

describe('a report of diagnose', () => {
  const diagnose = (page: string) => runInProcess(['diagnose', inFolder('a.ndjson'), '--html', inFolder(page)])

  it.each<[what: string, name: string]>([
    ['its own input', 'a.ndjson'],
    ['a page of another program', 'index.html']
  ])('does not replace %s', async (_what, name) => {
    bench.folder.write('index.html', '<!doctype html>\n<title>Shop</title>\n')
    bench.folder.writeEvents('a.ndjson', ordersOf(1))
    const before = read(name)
    const { status, stderr } = await diagnose(name)
    expect(stderr).toContain(`${name} is not an earlier report, and is left as it is`)
    expect(status).toBe(2)
    expect(read(name)).toBe(before)
  })

  it('replaces an earlier one, and an empty file', async () => {
    bench.folder.write('page.html', '')
    bench.folder.writeEvents('a.ndjson', ordersOf(1))
    await diagnose('page.html')
    const first = read('page.html')
    bench.folder.writeEvents('a.ndjson', ordersOf(2))
    await diagnose('page.html')
    expect(first).toContain('<title>Diagnosis of TikTok events</title>')
    expect(read('page.html')).not.toBe(first)
  })
})

it('the studio does not replace mappings that were changed since it read them', async () => {
  const { stdout } = await runInProcess(['presets'])
  const file = bench.folder.write('mappings.json', stdout)
  const session = new MappingSession(file)
  await session.save(1)
  await session.save(1)
  bench.folder.write('mappings.json', stdout.replace('Place an Order', 'Purchase'))
  await expect(session.save(1)).rejects.toThrow('mappings.json has been changed by another program.')
  expect(read('mappings.json')).toContain('"Purchase"')
})

describe('a store', () => {
  it('leaves a file as it is that is no database', () => {
    const path = bench.folder.write('notes.txt', 'mine')
    const before = statSync(path)
    expect(() => SqliteStore.open(path)).toThrow('notes.txt is not a store, and is left as it is')
    expect(statSync(path)).toMatchObject({ mode: before.mode, mtimeMs: before.mtimeMs })
  })

  it('leaves a pipe as it is, and does not wait for it', () => {
    const path = inFolder('pipe')
    execFileSync('mkfifo', ['--mode', '622', path])
    const before = statSync(path)
    expect(() => SqliteStore.open(path)).toThrow('pipe is not a store, and is left as it is')
    expect(statSync(path).mode).toBe(before.mode)
  })

  it('leaves the database of another program as it is', () => {
    const path = inFolder('shop.db')
    const database = new Database(path)
    database.exec('CREATE TABLE customer (id INTEGER)')
    database.close()
    const before = readFileSync(path)
    expect(() => SqliteStore.open(path)).toThrow('shop.db is not a store, and is left as it is')
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})

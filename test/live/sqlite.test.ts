import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openStore } from '../../runner/live/store/open'
import { SqliteStore } from '../../runner/live/store/sqlite'
import { SqliteConnection } from '../../runner/live/store/sqlite-connection'

const run = promisify(execFile)
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  path = join(folder, 'live.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

it('lets only its owner read the file and those beside it, also where the file was there', async () => {
  writeFileSync(path, '')
  chmodSync(path, 0o644)
  const store = await openStore(path)
  await store.append({ events: [{ source: 'shop', messageId: 'a', event: '{}' }] })
  const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777])
  await store.close()
  expect(modes).toEqual([
    ['live.db', 0o600],
    ['live.db-shm', 0o600],
    ['live.db-wal', 0o600]
  ])
})

it('is created by processes that start at once', async () => {
  const script = join(__dirname, '__helpers__', 'open-sqlite.cjs')
  const starts = ['a', 'b', 'c', 'd'].map((id) => run(process.execPath, [script, path, id]))
  await Promise.all(starts)
  const store = SqliteStore.open(path)
  expect(await store.counts()).toMatchObject({ backlog: 4 })
  await store.close()
})

it('keeps a lease while the clock of the machine is set', async () => {
  const store = SqliteStore.open(path)
  await store.append({ events: [{ source: 'shop', messageId: 'a', event: '{}' }] })
  await store.claim(1, 60_000)
  jest.useFakeTimers({ now: Date.now() + 3_600_000, doNotFake: ['performance', 'nextTick', 'setImmediate'] })
  expect((await store.claim(1, 60_000)).events).toEqual([])
  jest.useRealTimers()
  await store.close()
})

it('undoes a transaction that fails', async () => {
  const store = SqliteStore.open(path)
  const events = [
    { source: 'shop', messageId: 'a', event: '{}' },
    { source: 'shop', messageId: 'b', event: undefined as never }
  ]
  await expect(store.append({ events })).rejects.toThrow('NOT NULL')
  expect(await store.counts()).toMatchObject({ backlog: 0 })
  expect(await store.append({ events: events.slice(0, 1) })).toEqual({ added: 1 })
  await store.close()
})

it('counts dead letters without looking at them', async () => {
  const store = SqliteStore.open(path)
  const error = { class: 'PayloadValidationError', status: 400, message: 'No.' }
  await store.append({ events: [], letters: [{ source: 'shop', event: '{}', error }] })
  const connection = new SqliteConnection(path)
  connection.execute('ALTER TABLE dead RENAME TO hidden')
  connection.close()
  expect(await store.counts()).toMatchObject({ dead: 1, deadBytes: 2 })
  await store.close()
})

describe('while another process holds the lock', () => {
  let other: SqliteConnection

  beforeEach(() => {
    SqliteStore.open(path).close()
    other = new SqliteConnection(path)
    other.execute('BEGIN IMMEDIATE')
  })
  afterEach(() => other.close())

  it('serves other requests, and writes once the lock is free', async () => {
    const store = SqliteStore.open(path)
    const appended = ['a', 'b'].map((messageId) =>
      store.append({ events: [{ source: 'shop', messageId, event: '{}' }] })
    )
    // Timers and reads go on.
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect(await store.counts()).toMatchObject({ backlog: 0 })
    other.execute('COMMIT')
    expect(await Promise.all(appended)).toEqual([{ added: 1 }, { added: 1 }])
    await store.close()
  })

  it('fails what has waited for five seconds', async () => {
    const store = SqliteStore.open(path)
    const began = performance.now()
    const clock = jest.spyOn(performance, 'now')
    const appended = ['a', 'b'].map((messageId) =>
      store.append({ events: [{ source: 'shop', messageId, event: '{}' }] })
    )
    clock.mockReturnValue(began + 6000)
    await Promise.all(appended.map((each) => expect(each).rejects.toThrow('locked')))
    jest.restoreAllMocks()
    await store.close()
  })
})

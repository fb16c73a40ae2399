import { createHash } from 'node:crypto'
import { Client } from 'pg'
import type { Migrations } from '../../runner/live/store/migrations/migrations'
import { NewerSchemaError } from '../../runner/live/store/migrations/migrations'
import { POSTGRES_MIGRATIONS } from '../../runner/live/store/migrations/postgres'
import { SQLITE_MIGRATIONS } from '../../runner/live/store/migrations/sqlite'
import { SqliteConnection } from '../../runner/live/store/sqlite-connection'
import type { NewEvent, Store } from '../../runner/live/store/store'
import { runInProcess } from '../__helpers__/in-process'
import type { Engine } from './__helpers__/stores'
import { databaseUrl, describeEngines } from './__helpers__/stores'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const REJECTED = { class: 'PayloadValidationError', status: 400, message: 'No.' }

/** The first digits of each migration's digest. A schema is changed by a new migration, never by an edit of one that was released. */
const DIGESTS = {
  SQLite: ['6e33bbf163ed', '7ff02da7d1c8', 'ef131fb2a424'],
  PostgreSQL: ['ae2e6a3350b7', '1c0e7f73ddae', '18242a02491a']
}

it.each<[string, Migrations, string[]]>([
  ['SQLite', SQLITE_MIGRATIONS, DIGESTS.SQLite],
  ['PostgreSQL', POSTGRES_MIGRATIONS, DIGESTS.PostgreSQL]
])('has the migrations of %s that were released, unchanged', (_, migrations, digests) => {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)
  expect(migrations.map(digest)).toEqual(digests)
})

const event = (messageId: string): NewEvent => ({ source: 'shop', messageId, event: JSON.stringify({ messageId }) })
const events = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => event(`${prefix}${index}`))

/** Runs a statement on the store, beside it. */
async function execute({ location: [path, schema] }: Engine, statement: string): Promise<object[]> {
  if (schema === undefined) {
    const connection = new SqliteConnection(path)
    const rows = connection.all<object>(statement)
    connection.close()
    return rows
  }
  const client = new Client({ connectionString: databaseUrl, options: `-c search_path=${schema}` })
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}

describeEngines((createEngine) => {
  let engine: Engine
  const opened: { close(): Promise<void> }[] = []

  beforeEach(() => {
    engine = createEngine()
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()))
    await engine.remove()
  })

  async function open(now?: () => number): Promise<Store> {
    const store = await engine.open(now)
    opened.push(store)
    return store
  }

  async function openOld(now?: () => number) {
    const store = await engine.openOld(now)
    opened.push(store)
    return store
  }

  it('records each version with its time', async () => {
    const began = Date.now() - MINUTE
    await open()
    const rows = await execute(engine, 'SELECT * FROM schema_migration ORDER BY version')
    expect(rows).toMatchObject([{ version: 1 }, { version: 2 }, { version: 3 }])
    for (const { at } of rows as { at: number | Date }[]) expect(Number(at)).toBeGreaterThan(began)
  })

  it('refuses a newer schema than it knows, with words', async () => {
    await open()
    await execute(
      engine,
      'INSERT INTO schema_migration (version, at) SELECT 99, at FROM schema_migration WHERE version = 1 RETURNING version'
    )
    await expect(open()).rejects.toThrow(new NewerSchemaError(99, 3))
  })

  it('is migrated by serve --migrate, which ends and needs no keys, in the schema that --schema names', async () => {
    const old = await openOld()
    await old.append({ events: [], letters: [{ source: 'shop', event: '{}', error: REJECTED }] })
    const [location, schema] = engine.location
    const flags = (name: string) => ['--store', location, ...(schema === undefined ? [] : ['--schema', name])]
    expect(await runInProcess(['serve', '--migrate', ...flags(schema)])).toEqual({
      status: 0,
      stdout: 'The schema of the store is up to date.\n',
      stderr: ''
    })
    expect(await execute(engine, 'SELECT max(version) AS version FROM schema_migration')).toEqual([{ version: 3 }])
    expect((await runInProcess(['dead', 'list', ...flags(schema)])).stdout).toContain('PayloadValidationError')
  })

  it('keeps everything of a store of version 1', async () => {
    const old = await openOld()
    await old.append({ events: events('m', 4), letters: [{ source: 'shop', event: 'null', error: REJECTED }] })
    const claim = await old.claim(3, MINUTE)
    const [delivered, retried, dead] = claim.events.map(({ id }) => id)
    await old.settle(claim, {
      delivered: [delivered],
      retry: [{ id: retried, delayMs: 0, mappings: ['View'] }],
      dead: [{ id: dead, mapping: 'Purchase', error: REJECTED, attempts: 1 }]
    })
    const store = await open()
    expect(await store.counts()).toMatchObject({ backlog: 2, leased: 0, dead: 2 })
    expect(await store.append({ events: events('m', 5) })).toEqual({ added: 1 })
    const [first, ...others] = (await store.claim(10, MINUTE)).events.map(({ mappings, attempts }) => ({
      mappings,
      attempts
    }))
    expect([first, ...others]).toEqual(
      expect.arrayContaining([
        { mappings: ['View'], attempts: 2 },
        { mappings: undefined, attempts: 1 }
      ])
    )
    expect(others).toHaveLength(2)
    const letters = await store.dead.list()
    expect(letters).toMatchObject([{ event: 'null' }, { event: '{"messageId":"m2"}', mapping: 'Purchase' }])
    expect(await store.dead.send(letters.map(({ id }) => id))).toBe(1)
  })

  it('still knows the message ids of version 1 for two days, and then forgets them', async () => {
    let now = Date.now()
    const old = await openOld(() => now)
    await old.append({ events: [event('a')] })
    const store = await open(() => now)
    const repeats = async () => (await store.append({ events: [event('a')] })).added
    expect(await repeats()).toBe(0)
    now += 2 * DAY
    await store.prune({ keepDead: DAY })
    expect(await repeats()).toBe(0)
    now += DAY + 1
    await store.prune({ keepDead: DAY })
    expect(await repeats()).toBe(1)
  })

  it('lets programs of both versions work side by side while it is migrated', async () => {
    const old = [await openOld(), await openOld()]
    const added: number[] = []
    const settled: string[] = []
    const append = async (store: Pick<Store, 'append'>, prefix: string) => {
      for (let round = 0; round < 5; round++) {
        added.push((await store.append({ events: [...events(`${prefix}${round}-`, 20), event('common')] })).added)
      }
    }
    const deliver = async (store: Pick<Store, 'claim' | 'settle' | 'release' | 'renew'>) => {
      for (let round = 0; round < 10; round++) {
        const claim = await store.claim(7, MINUTE)
        expect(await store.renew(claim, MINUTE)).toBe(claim.events.length)
        const half = claim.events.slice(0, 4)
        await store.settle(claim, { delivered: half.map(({ id }) => id) })
        await store.release(claim)
        settled.push(...half.map(({ event }) => JSON.parse(event).messageId))
      }
    }
    await old[0].append({ events: events('before-', 50) })
    const work = old.flatMap((store, index) => [append(store, `old${index}-`), deliver(store)])
    const fresh = await Promise.all([open(), open()])
    await Promise.all([...work, ...fresh.flatMap((store, index) => [append(store, `new${index}-`), deliver(store)])])

    const all = 50 + 4 * 5 * 20 + 1
    expect(50 + added.reduce((sum, count) => sum + count, 0)).toBe(all)
    expect((await fresh[0].counts()).backlog).toBe(all - settled.length)
    for (
      let last = await fresh[0].claim(1000, MINUTE);
      last.events.length > 0;
      last = await fresh[0].claim(1000, MINUTE)
    ) {
      await fresh[0].settle(last, { delivered: last.events.map(({ id }) => id) })
      settled.push(...last.events.map(({ event }) => JSON.parse(event).messageId))
    }
    expect(settled).toHaveLength(all)
    expect(new Set(settled).size).toBe(all)
    await old[0].prune({ keepDead: DAY })
    await fresh[0].prune({ keepDead: DAY })
  })
})

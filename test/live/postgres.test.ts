import { Client } from 'pg'
import { PostgresStore } from '../../runner/live/store/postgres'
import type { Store } from '../../runner/live/store/store'
import type { Engine } from './__helpers__/stores'
import { databaseUrl, isPostgresThere, postgresEngine, skippedPostgres } from './__helpers__/stores'

const DAY = 24 * 60 * 60 * 1000
const REJECTED = { class: 'PayloadValidationError', status: 400, message: 'No.' }

const event = (messageId: string) => ({ source: 'shop', messageId, event: '{}' })

const describeIfThere = isPostgresThere ? describe : describe.skip

describeIfThere(isPostgresThere ? 'PostgreSQL' : skippedPostgres, () => {
  let engine: Engine
  let store: Store
  let client: Client

  beforeEach(async () => {
    engine = postgresEngine()
    store = await engine.open()
    client = new Client(databaseUrl)
    await client.connect()
  })
  afterEach(async () => {
    await client.query('ROLLBACK')
    await store.close()
    await engine.remove()
    await client.query(`DROP ROLE IF EXISTS ${role()}`)
    await client.end()
  })

  /** A role that the test may make. */
  const role = () => `role_of_${engine.location[1]}`

  /** Ends the connections of the store whose last or current statement concerns its schema. */
  async function terminate(state: string): Promise<number> {
    // Within a transaction, the server would show the same state of things each time.
    await client.query('SELECT pg_stat_clear_snapshot()')
    const { rowCount } = await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = $1 AND query LIKE $2 AND pid <> pg_backend_pid()',
      [state, `%${engine.location[1]}%`]
    )
    return rowCount ?? 0
  }

  it('goes on when the server ends a connection that is idle', async () => {
    await store.append({ events: [event('a')] })
    expect(await terminate('idle')).toBeGreaterThan(0)
    // The statement that meets the broken connection may fail, and be repeated.
    await store.append({ events: [event('b')] }).catch(() => {})
    await store.append({ events: [event('b')] })
    expect((await store.counts()).backlog).toBe(2)
  })

  it('fails the statement, not the process, when the server ends its connection meanwhile', async () => {
    await client.query('BEGIN')
    await client.query(`LOCK TABLE ${engine.location[1]}.delivery IN ACCESS EXCLUSIVE MODE`)
    const failed = expect(store.claim(1, 1000)).rejects.toThrow('terminating connection')
    while ((await terminate('active')) === 0) await new Promise(setImmediate)
    await failed
    await client.query('ROLLBACK')
    expect(await store.claim(1, 1000)).toMatchObject({ events: [] })
  })

  it('repeats an append whose connection the server ends meanwhile', async () => {
    await client.query('BEGIN')
    await client.query(`LOCK TABLE ${engine.location[1]}.message IN ACCESS EXCLUSIVE MODE`)
    const added = store.append({ events: [event('a')] })
    while ((await terminate('active')) === 0) await new Promise(setImmediate)
    await client.query('ROLLBACK')
    expect(await added).toEqual({ added: 1 })
  })

  it('keeps a shard of source and message id with each row, and in each unique key', async () => {
    const schema = engine.location[1]
    await store.append({ events: Array.from({ length: 100 }, (_, index) => event(`m${index}`)) })
    const shards = async (table: string) =>
      (await client.query<{ shard: number }>(`SELECT shard FROM ${schema}.${table}`)).rows
        .map(({ shard }) => shard)
        .sort()
    const expected = await shards('message')
    expect(new Set(expected).size).toBeGreaterThan(10)
    expect(expected.every((shard) => shard >= 0 && shard < 32)).toBe(true)
    for (const table of ['event', 'delivery']) expect(await shards(table)).toEqual(expected)
    const claim = await store.claim(1000, 60_000)
    await store.settle(claim, { dead: claim.events.map(({ id }) => ({ id, error: REJECTED, attempts: 1 })) })
    expect(await shards('dead')).toEqual(expected)
    await store.dead.send((await store.dead.list()).map(({ id }) => id))
    expect(await shards('delivery')).toEqual(expected)

    const { rows } = await client.query<{ keys: string }>(
      // The view pg_indexes looks at indexes of other tests, too, which may go meanwhile.
      `SELECT pg_get_indexdef(indexrelid) AS keys FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
        WHERE indisunique AND relnamespace = $1::regnamespace AND relname ~ '^(event|delivery|dead|message_.*)$'`,
      [schema]
    )
    expect(rows.length).toBeGreaterThanOrEqual(5)
    for (const { keys } of rows) expect(keys).toMatch(/[(, ]shard\b/)
  })

  /** Tables that hold them, by their last day after 1970. */
  async function days(): Promise<number[]> {
    const { rows } = await client.query<{ day: string }>(
      "SELECT substring(tablename FROM '[0-9]+$') AS day FROM pg_tables WHERE schemaname = $1 AND tablename ~ '^message_day_'",
      [engine.location[1]]
    )
    return rows.map(({ day }) => Number(day)).sort()
  }

  /** Opens the store on a certain day, and removes what is old. */
  async function pruneOn(day: number, url = databaseUrl): Promise<Store> {
    const later = await PostgresStore.open(url, { schema: engine.location[1], now: () => day * DAY })
    await later.prune({ keepDead: DAY })
    return later
  }

  it('keeps message ids in a table for each day, which is dropped, later if a backup reads it', async () => {
    await store.append({ events: [event('a')] })
    const [today, tomorrow] = await days()
    expect(tomorrow).toBe(today + 1)
    await client.query('BEGIN')
    await client.query(`SELECT FROM ${engine.location[1]}.message_day_${today}`)
    const third = today + 3
    await (await pruneOn(third)).close()
    expect(await days()).toEqual([today, tomorrow, third, third + 1])
    await client.query('COMMIT')
    await (await pruneOn(third)).close()
    expect(await days()).toEqual([tomorrow, third, third + 1])
  })

  describe('a role that may use tables, and not change any', () => {
    let url: URL

    beforeEach(async () => {
      const [, schema] = engine.location
      await client.query(`CREATE ROLE ${role()}; GRANT USAGE ON SCHEMA ${schema} TO ${role()};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role()};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role()}`)
      url = new URL(databaseUrl)
      url.searchParams.set('options', `-c role=${role()}`)
    })

    it('keeps message ids in one table, whose rows are deleted', async () => {
      const [today] = await days()
      const later = await pruneOn(today + 5, url.href)
      const inOneTable = async () => (await client.query(`SELECT FROM ${engine.location[1]}.message_default`)).rowCount
      expect([await later.append({ events: [event('a')] }), await inOneTable()]).toEqual([{ added: 1 }, 1])
      expect(await later.append({ events: [event('a')] })).toEqual({ added: 0 })
      await later.close()
      await (await pruneOn(today + 8, url.href)).close()
      expect(await inOneTable()).toBe(0)
    })

    it('is told to migrate as another role', async () => {
      await client.query(`DELETE FROM ${engine.location[1]}.schema_migration WHERE version = 3`)
      await expect(pruneOn(0, url.href)).rejects.toThrow('Run serve --migrate as the owner of its tables.')
    })
  })
})

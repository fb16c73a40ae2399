import { Client } from 'pg'
import type { Store } from '../../runner/live/store/store'
import type { Engine } from './__helpers__/stores'
import { databaseUrl, isPostgresThere, postgresEngine, skippedPostgres } from './__helpers__/stores'

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
    await client.end()
    await store.close()
    await engine.remove()
  })

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
})

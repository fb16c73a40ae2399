import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { sandboxEndpoint } from '../runner/delivery/endpoint'
import { LiveDeliverer } from '../runner/live/deliver/deliverer'
import { PostgresStore } from '../runner/live/store/postgres'
import { PostgresCluster } from '../soak/postgres'
import { cpuOf } from './cpu'
import { eventsOf } from './generate'
import { printTable } from './measure'

const EVENTS = 1000
const ROUNDS = 20

/** Rounds after which the planner sees the tables, which are empty just then: autovacuum does so once a minute. */
const ANALYZE_EACH = 5

const DAY = 24 * 60 * 60 * 1000
const SCHEMA = 'tiktok_conversions'

const createEvent = eventsOf('orders')

/** A message id as Segment's libraries make it, with the time first, or one without any order. */
const ID_FORMS = {
  'time first': (n: number) => `node-next-${1_700_000_000_000 + n}-${randomUUID()}`,
  random: () => randomUUID()
}

let made = 0
const newEvents = (toId: (n: number) => string) =>
  Array.from({ length: EVENTS }, () => {
    const messageId = toId(made++)
    return { source: 'shop', messageId, event: JSON.stringify({ ...createEvent(made), messageId }) }
  })

/** CPU and duration of one kind of statement. */
class Cost {
  private cpu = 0
  private readonly durations: number[] = []

  constructor(private readonly cluster: PostgresCluster) {}

  async of<Result>(work: () => Promise<Result>): Promise<Result> {
    const cpu = cpuOf(this.cluster.pid)
    const began = performance.now()
    const result = await work()
    this.durations.push(performance.now() - began)
    this.cpu += cpuOf(this.cluster.pid) - cpu
    return result
  }

  /** Milliseconds for each thousand events. */
  get row() {
    const sorted = [...this.durations].sort((a, b) => a - b)
    const rounded = (value: number) => Math.round(value * 10) / 10
    const middle = sorted[Math.floor(sorted.length / 2)]
    return { cpu: rounded(this.cpu / 1000 / ROUNDS), p50: rounded(middle), max: rounded(sorted[sorted.length - 1]) }
  }
}

/** Appends, claims and settles, as the only work of the database. */
async function measureQueue(cluster: PostgresCluster, store: PostgresStore, client: Client) {
  const costs = { append: new Cost(cluster), claim: new Cost(cluster), settle: new Cost(cluster) }
  for (let round = 1; round <= ROUNDS; round++) {
    const events = newEvents(ID_FORMS['time first'])
    await costs.append.of(() => store.append({ events }))
    const claim = await costs.claim.of(() => store.claim(EVENTS, 60_000))
    await costs.settle.of(() => store.settle(claim, { delivered: claim.events.map(({ id }) => id) }))
    if (round % ANALYZE_EACH === 0) await client.query(`ANALYZE ${SCHEMA}.delivery; ANALYZE ${SCHEMA}.event`)
  }
  return costs
}

/** Bytes of the log that is written ahead. */
async function walDuring(client: Client, work: () => Promise<unknown>): Promise<number> {
  const read = async () => Number((await client.query("SELECT pg_current_wal_lsn() - '0/0' AS wal")).rows[0].wal)
  const before = await read()
  await work()
  return (await read()) - before
}

/** Keys of message ids, with and without the column `shard`, for ids of each form. */
async function measureKeys(cluster: PostgresCluster, client: Client) {
  const keys = ['(source, message_id)', '(source, message_id, shard)', '(shard, source, message_id)']
  const rows = []
  for (const [form, toId] of Object.entries(ID_FORMS)) {
    for (const key of keys) {
      await client.query(`DROP TABLE IF EXISTS ids; CREATE TABLE ids (
        source text NOT NULL, message_id text NOT NULL, at bigint NOT NULL, day int NOT NULL, shard smallint NOT NULL,
        PRIMARY KEY ${key}); CHECKPOINT`)
      const cost = new Cost(cluster)
      const wal = await walDuring(client, async () => {
        for (let round = 0; round < ROUNDS; round++) {
          const ids = Array.from({ length: EVENTS }, () => toId(made++))
          await cost.of(() =>
            client.query(
              `INSERT INTO ids SELECT 'shop', id, 1, 1, hashtext('shop ' || id) & 31
            FROM unnest($1::text[]) AS id ORDER BY id ON CONFLICT DO NOTHING`,
              [ids]
            )
          )
        }
      })
      const {
        rows: [size]
      } = await client.query("SELECT pg_total_relation_size('ids') AS bytes")
      const each = { 'CPU ms/1000': cost.row.cpu, 'WAL kB/1000': Math.round(wal / ROUNDS / 1000) }
      rows.push({ ids: form, key, ...each, 'bytes/row': Math.round(Number(size.bytes) / (ROUNDS * EVENTS)) })
    }
  }
  return rows
}

/** What it costs to forget 20,000 message ids: as rows of one table, and as the table of a day. */
async function measurePrune(url: string, client: Client) {
  let now = Date.now()
  const store = await PostgresStore.open(url, { schema: 'pruned', now: () => now })
  for (let round = 0; round < ROUNDS; round++) {
    await store.append({ events: newEvents(ID_FORMS['time first']) })
    await client.query('TRUNCATE pruned.event, pruned.delivery')
  }
  await client.query(
    'CREATE TABLE rows AS SELECT * FROM pruned.message; ALTER TABLE rows ADD PRIMARY KEY (source, message_id)'
  )
  now += 4 * DAY
  const measure = async (what: string, work: () => Promise<unknown>) => {
    const began = performance.now()
    const wal = await walDuring(client, work)
    return {
      'forget 20,000 ids': what,
      ms: Math.round(performance.now() - began),
      'WAL MB': Math.round(wal / 10_000) / 100
    }
  }
  const rows = [
    await measure('DELETE', () => client.query('DELETE FROM rows')),
    await measure('prune of the store', () => store.prune({ keepDead: DAY }))
  ]
  await store.close()
  return rows
}

/** Transactions a second of a deliverer without work. */
async function measureIdle(store: PostgresStore, client: Client): Promise<number> {
  const limits = { rate: 10, maxAttempts: 1, retryDelay: 1000, timeout: 1000 }
  const delivery = { ...limits, endpoint: sandboxEndpoint({ port: 1 }), mappings: [], keepsRequests: false }
  const listener = { claimed: () => {}, stopped: () => {}, storeFailed: () => {} }
  const deliverer = new LiveDeliverer({ store, delivery, listener, concurrency: 4 })
  const count = async () =>
    Number(
      (await client.query('SELECT xact_commit AS calls FROM pg_stat_database WHERE datname = current_database()'))
        .rows[0].calls
    )
  await wait(5000)
  const before = await count()
  await wait(10_000)
  const transactions = (await count()) - before
  await deliverer.stop()
  return transactions / 10
}

async function main(): Promise<void> {
  const cluster = await PostgresCluster.create()
  if (cluster === undefined) throw new Error('PostgreSQL is not installed.')
  const client = new Client(cluster.url)
  await client.connect()
  await client.query('ALTER SYSTEM SET autovacuum = off')
  await client.query('SELECT pg_reload_conf()')
  const store = await PostgresStore.open(cluster.url)
  const rows = []
  for (const beside of ['nothing', 'an open transaction']) {
    const other = new Client(cluster.url)
    await other.connect()
    if (beside !== 'nothing')
      await other.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM ${SCHEMA}.delivery`)
    const costs = await measureQueue(cluster, store, client)
    for (const [statement, { row }] of Object.entries(costs)) rows.push({ beside, statement, ...row })
    await other.end()
  }
  console.log('PostgreSQL, milliseconds for 1,000 events: CPU of the server on average, and duration')
  printTable(rows)
  console.log('Keys of message ids')
  printTable(await measureKeys(cluster, client))
  printTable(await measurePrune(cluster.url, client))
  console.log('Transactions a second of a deliverer without work:', await measureIdle(store, client))
  await store.close()
  await client.end()
  await cluster.remove()
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})

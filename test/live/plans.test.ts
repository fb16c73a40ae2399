import { Client } from 'pg'
import { createStatements } from '../../runner/live/store/postgres-statements'
import type { Store } from '../../runner/live/store/store'
import type { Engine } from './__helpers__/stores'
import { databaseUrl, isPostgresThere, postgresEngine, skippedPostgres } from './__helpers__/stores'

const EVENTS = 1000
const ROUNDS = 15

/** Rounds after which the planner sees the tables, which are empty just then. */
const ANALYZE_EACH = 5

/** Rows that a statement visits, and pages that it reads, for each event. */
const MAX_ROWS = 30
const MAX_PAGES = 20

/** A node of a plan that was run. */
interface PlanNode {
  'Actual Loops': number
  'Actual Rows': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Join Filter'?: number
  'Rows Removed by Index Recheck'?: number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: PlanNode[]
}

function rowsOf(node: PlanNode): number {
  const removed = (['Filter', 'Join Filter', 'Index Recheck'] as const).map((by) => node[`Rows Removed by ${by}`] ?? 0)
  const own = node['Actual Loops'] * [node['Actual Rows'], ...removed].reduce((all, rows) => all + rows, 0)
  return own + (node.Plans ?? []).reduce((all, child) => all + rowsOf(child), 0)
}

const describeIfThere = isPostgresThere ? describe : describe.skip

describeIfThere(isPostgresThere ? 'plans of PostgreSQL' : skippedPostgres, () => {
  let engine: Engine
  let store: Store
  let client: Client
  let schema: string

  beforeEach(async () => {
    engine = postgresEngine()
    store = await engine.open()
    schema = engine.location[1]
    client = new Client(databaseUrl)
    await client.connect()
  })
  afterEach(async () => {
    await client.end()
    await store.close()
    await engine.remove()
  })

  /** Runs a statement. @returns the rows that it visits and the pages that it reads, for each event */
  async function cost(statement: string, values: unknown[]): Promise<{ rows: number; pages: number }> {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement}`, values)
    const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ Plan: PlanNode }]
    const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    return { rows: rowsOf(plan) / EVENTS, pages: pages / EVENTS }
  }

  /** A claim and its end, as the store runs them. @returns the highest costs of each */
  async function runQueue(retryShare: number) {
    const { claim, events, remove, settle } = createStatements(schema)
    const highest: Record<string, { rows: number; pages: number }> = {}
    const note = async (name: string, statement: string, values: unknown[]) => {
      const { rows, pages } = await cost(statement, values)
      const before = highest[name] ?? { rows: 0, pages: 0 }
      highest[name] = { rows: Math.max(before.rows, rows), pages: Math.max(before.pages, pages) }
    }
    let floor = 0
    for (let round = 1; round <= ROUNDS; round++) {
      const batch = Array.from({ length: EVENTS }, (_, index) => ({
        source: 'shop',
        messageId: `${round}-${index}`,
        event: '{}'
      }))
      await store.append({ events: batch })
      const { rows: first } = await client.query(`SELECT min(due) AS due FROM ${schema}.delivery`)
      await note('claim', claim, [null, EVENTS, 60_000, round, floor, 4_000_000, 'default'])
      floor = Number(first[0].due) - 5000
      const { rows } = await client.query(`SELECT id FROM ${schema}.delivery WHERE lease = $1`, [round])
      const ids = rows.map(({ id }) => Number(id))
      expect(ids).toHaveLength(EVENTS)
      await note('events', events, [ids])
      const retried = ids.slice(0, EVENTS * retryShare)
      const failures = JSON.stringify(
        Object.fromEntries(retried.map((id) => [id, [{ class: 'C', status: 400, message: 'm', attempts: 1 }]]))
      )
      const delays = JSON.stringify(Object.fromEntries(retried.map((id) => [id, 3_000_000])))
      const settled = [null, round, ids.slice(retried.length), 'default', ['delivered'], [ids.map(String).join(' ')]]
      if (retryShare === 0) await note('settle', remove, settled)
      else await note('settle', settle, [...settled, delays, '{}', failures])
      await client.query(`DELETE FROM ${schema}.delivery; DELETE FROM ${schema}.event`)
      if (round % ANALYZE_EACH === 0) await client.query(`ANALYZE ${schema}.delivery; ANALYZE ${schema}.event`)
    }
    return highest
  }

  it('visit few rows to find out which destinations have due events', async () => {
    await client.query(`ANALYZE ${schema}.delivery`)
    await client.query(`INSERT INTO ${schema}.delivery (id, due, bytes, destination)
      SELECT n, extract(epoch FROM now()) * 1000 + 1800000, 1, 'us' FROM generate_series(1, 20000) AS n`)
    const { dueAmong } = createStatements(schema)
    const { rows } = await cost(dueAmong, [null, ['asia', 'eu', 'us']])
    expect(rows * EVENTS).toBeLessThan(MAX_ROWS)
  })

  it('visit no dead letter to count them', async () => {
    const letter = { source: 'shop', event: '{}', error: { class: 'C', status: 400, message: 'm' } }
    await store.append({ events: [], letters: Array(20_000).fill(letter) })
    const { rows } = await cost(createStatements(schema).counts, [null])
    expect(rows * EVENTS).toBeLessThan(MAX_ROWS)
    expect((await store.counts()).dead).toBe(20_000)
  })

  it.each([
    ['all are delivered', 0, false],
    ['all are delivered, beside an open transaction', 0, true],
    ['half of them are retried and failed', 0.5, false]
  ])('visit few rows and pages an event, whatever the planner has seen: %s', async (_, retryShare, isBesideAnother) => {
    const other = new Client(databaseUrl)
    await other.connect()
    if (isBesideAnother) {
      await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      await other.query(`SELECT count(*) FROM ${schema}.delivery`)
    }
    const highest = await runQueue(retryShare).finally(() => other.end())
    for (const { rows, pages } of Object.values(highest)) {
      expect(rows).toBeLessThan(MAX_ROWS)
      expect(pages).toBeLessThan(MAX_PAGES)
    }
  })
})

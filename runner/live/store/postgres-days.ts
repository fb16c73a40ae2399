import type { PostgresPool } from './postgres-pool'

const DAY = 24 * 60 * 60 * 1000

/** A table of message ids, by its last day: `message_day_20786`, or `message_until_20786` for IDs of version 1. */
const TABLE = '^message_(day|until)_[0-9]+$'

/** Milliseconds to wait for other transactions. A longer wait would hold up the intakes behind it. */
const LOCK_TIMEOUT = 100

/**
 * Another transaction holds a table, or has just made it; the role may only use tables; the default table has ids of
 * that day already.
 */
const PASSING = new Set(['55P03', '40P01', '42P07', '42710', '23505', '42P01', '42501', '23514'])

/**
 * Tables of message ids, one for each day of the database's clock: to drop one costs a fraction of deleting its rows.
 * Where they cannot be made, the ids lie in the default table.
 */
export class MessageDays {
  constructor(
    private readonly pool: PostgresPool,
    private readonly schema: string,
    private readonly now: () => number | undefined
  ) {}

  /** Makes the tables of today and tomorrow. */
  async create(): Promise<void> {
    const today = await this.today()
    const tables = await this.tables()
    for (const day of [today, today + 1]) {
      if (tables.some((table) => lastDayOf(table) === day)) continue
      const table = `${this.schema}.message_day_${day}`
      // Attaching a table locks the others for a shorter time than creating it as a part.
      await this.change(`
        CREATE TABLE ${table} (LIKE ${this.schema}.message INCLUDING DEFAULTS);
        ALTER TABLE ${table} ADD PRIMARY KEY (source, message_id, shard);
        ALTER TABLE ${this.schema}.message ATTACH PARTITION ${table} FOR VALUES FROM (${day}) TO (${day + 1});`)
    }
  }

  /** Removes the ids of days that ended `kept` milliseconds ago or earlier. */
  async drop(kept: number): Promise<void> {
    const first = (await this.today()) - Math.ceil(kept / DAY)
    for (const table of await this.tables()) {
      if (lastDayOf(table) < first) await this.change(`DROP TABLE ${this.schema}.${table};`)
    }
    await this.pool.query(`DELETE FROM ${this.schema}.message_default WHERE day < $1`, [first])
  }

  private async today(): Promise<number> {
    const { rows } = await this.pool.query<{ today: number }>(
      'SELECT floor(coalesce($1::float8, extract(epoch FROM clock_timestamp())::float8 * 1000) / $2)::int AS today',
      [this.now(), DAY]
    )
    return rows[0].today
  }

  private async tables(): Promise<string[]> {
    const { rows } = await this.pool.query<{ relname: string }>(
      `SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = to_regclass($1) AND relname ~ $2`,
      [`${this.schema}.message`, TABLE]
    )
    return rows.map(({ relname }) => relname)
  }

  /** What cannot be done now is tried again at the next prune. */
  private async change(statements: string): Promise<void> {
    try {
      await this.pool.transaction(async (client) => {
        await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT};${statements}`)
      })
    } catch (error) {
      if (!PASSING.has((error as { code: string }).code)) throw error
    }
  }
}

function lastDayOf(table: string): number {
  return Number(table.slice(table.lastIndexOf('_') + 1))
}

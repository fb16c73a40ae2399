import { escapeIdentifier, Pool, types } from 'pg'
import type { EventRow } from '../../../../runner/live/store/rows'
import { newLease, toStoredEvent } from '../../../../runner/live/store/rows'
import type { Appended, Claim, ClaimSettlement, EventBatch, NewEvent } from '../../../../runner/live/store/store'
import { KEEP_DELIVERED, MAX_AHEAD, removedIds, toStoredText } from '../../../../runner/live/store/store'
import type { OldStore } from './old-store'
import type { Statements } from './postgres-statements'
import { createSchema, createStatements } from './postgres-statements'

/** The PostgreSQL store as programs of schema version 1 have it. */
export class OldPostgresStore implements OldStore {
  private constructor(
    private readonly pool: Pool,
    private readonly statements: Statements,
    private readonly now: () => number | undefined
  ) {}

  static async open(url: string, schema: string, now: () => number | undefined = () => undefined) {
    const name = escapeIdentifier(schema)
    const getTypeParser = (oid: number) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid))
    const pool = new Pool({ connectionString: url, max: 3, types: { getTypeParser: getTypeParser as never } })
    const { rows } = await pool.query('SELECT to_regclass($1) IS NOT NULL AS exists', [`${name}.gate`])
    if (!rows[0].exists) await pool.query(createSchema(name))
    return new OldPostgresStore(pool, createStatements(name), now)
  }

  async append({ events, letters = [] }: EventBatch): Promise<Appended> {
    const unique = [...firstOfEach(events).values()]
    const { rows } = await this.pool.query<Appended>(this.statements.append, [
      this.now(),
      unique.map(({ source }) => source),
      unique.map(({ messageId }) => toStoredText(messageId)),
      unique.map(({ event }) => event),
      letters.map(({ source }) => source),
      letters.map(({ event }) => event),
      letters.map(({ error }) => error.class),
      letters.map(({ error }) => error.status),
      letters.map(({ error }) => toStoredText(error.message))
    ])
    return rows[0]
  }

  async claim(limit: number, leaseMs: number): Promise<Claim> {
    const lease = newLease()
    const values = [this.now(), limit, capped(leaseMs), lease]
    const { rows } = await this.pool.query<EventRow>(this.statements.claim, values)
    return { lease, events: rows.map(toStoredEvent) }
  }

  async renew({ lease, events }: Claim, leaseMs: number): Promise<number> {
    const values = [this.now(), capped(leaseMs), lease, idsOf(events)]
    const { rowCount } = await this.pool.query(this.statements.renew, values)
    return rowCount ?? 0
  }

  async settle({ lease }: Claim, settlement: ClaimSettlement): Promise<void> {
    const { retry = [], dead = [] } = settlement
    await this.pool.query(this.statements.settle, [
      this.now(),
      lease,
      removedIds(settlement),
      idsOf(retry),
      retry.map(({ delayMs }) => capped(delayMs)),
      retry.map(({ mappings }) => mappings && JSON.stringify(mappings)),
      idsOf(dead),
      dead.map(({ mapping }) => mapping && toStoredText(mapping)),
      dead.map(({ error }) => error.class),
      dead.map(({ error }) => error.status),
      dead.map(({ error }) => toStoredText(error.message)),
      dead.map(({ attempts }) => attempts)
    ])
  }

  async release({ lease, events }: Claim): Promise<void> {
    await this.pool.query(this.statements.release, [this.now(), lease, idsOf(events)])
  }

  async takeTurn(gapMs: number): Promise<number> {
    const { rows } = await this.pool.query<{ wait: number }>(this.statements.takeTurn, [this.now(), gapMs])
    return rows[0].wait
  }

  async prune({ keepDead, keepDelivered = KEEP_DELIVERED }: { keepDead: number; keepDelivered?: number }) {
    await this.pool.query(this.statements.prune.dead, [this.now(), keepDead])
    await this.pool.query(this.statements.prune.messages, [this.now(), keepDelivered])
  }

  async close(): Promise<void> {
    await this.pool.end()
  }
}

/** A statement can insert a message id once only. */
function firstOfEach(events: readonly NewEvent[]): Map<string, NewEvent> {
  const first = new Map<string, NewEvent>()
  for (const event of events) {
    const key = JSON.stringify([event.source, toStoredText(event.messageId)])
    if (!first.has(key)) first.set(key, event)
  }
  return first
}

function idsOf(rows: readonly { id: number }[]): number[] {
  return rows.map(({ id }) => id)
}

function capped(milliseconds: number): number {
  return Math.floor(Math.min(milliseconds, MAX_AHEAD))
}

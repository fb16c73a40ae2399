import { setImmediate } from 'node:timers/promises'
import { steadyClock } from '../../../../runner/live/clock'
import type { EventRow } from '../../../../runner/live/store/rows'
import { newLease, toStoredEvent } from '../../../../runner/live/store/rows'
import { SqliteConnection } from '../../../../runner/live/store/sqlite-connection'
import type { Appended, Claim, ClaimSettlement, EventBatch } from '../../../../runner/live/store/store'
import { KEEP_DELIVERED, MAX_AHEAD, removedIds, toStoredText } from '../../../../runner/live/store/store'
import type { OldStore } from './old-store'
import { APPEND, CLAIM, GATE, PRUNE, SCHEMA, SETTLE } from './sqlite-statements'

/** The SQLite store as programs of schema version 1 have it. */
export class OldSqliteStore implements OldStore {
  private readonly connection: SqliteConnection

  constructor(
    path: string,
    private readonly preciseNow = steadyClock
  ) {
    this.connection = new SqliteConnection(path)
    this.connection.transaction(() => this.connection.execute(SCHEMA))
  }

  async append({ events, letters = [] }: EventBatch): Promise<Appended> {
    const { connection } = this
    const now = this.now()
    return connection.transaction(() => {
      let added = 0
      for (const { source, messageId, event } of events) {
        if (connection.run(APPEND.message, source, toStoredText(messageId), now).changes === 0) continue
        const { id } = connection.run(APPEND.event, source, now, event)
        connection.run(APPEND.delivery, id, now, undefined)
        added++
      }
      for (const { source, event, error } of letters) {
        connection.run(APPEND.letter, now, source, event, error.class, error.status, toStoredText(error.message))
      }
      return { added }
    })
  }

  async claim(limit: number, leaseMs: number): Promise<Claim> {
    const { connection } = this
    const now = this.now()
    const lease = newLease()
    // An idle deliverer takes no lock from the intake.
    if (connection.all(CLAIM.isDue, now).length === 0) return { lease, events: [] }
    const rows = connection.transaction(() => {
      connection.run(CLAIM.correct, now)
      const due = now + Math.min(leaseMs, MAX_AHEAD)
      const ids = connection.all<{ id: number }>(CLAIM.lease, now, due, lease, limit).map(({ id }) => id)
      return connection.all<EventRow>(CLAIM.events, JSON.stringify(ids))
    })
    return { lease, events: rows.map(toStoredEvent) }
  }

  async renew({ lease, events }: Claim, leaseMs: number): Promise<number> {
    const due = this.now() + Math.min(leaseMs, MAX_AHEAD)
    return this.connection.run(CLAIM.renew, due, lease, idsOf(events)).changes
  }

  async settle({ lease }: Claim, settlement: ClaimSettlement): Promise<void> {
    const { connection } = this
    const now = this.now()
    const { retry = [], dead = [] } = settlement
    const removed = removedIds(settlement)
    connection.transaction(() => {
      const named = JSON.stringify([...removed, ...retry.map(({ id }) => id)])
      const held = new Set(connection.all<{ id: number }>(SETTLE.held, lease, named).map(({ id }) => id))
      for (const { id, mapping, error, attempts } of dead) {
        if (!held.has(id)) continue
        const message = toStoredText(error.message)
        connection.run(
          SETTLE.dead,
          now,
          id,
          mapping && toStoredText(mapping),
          error.class,
          error.status,
          message,
          attempts
        )
      }
      for (const { id, delayMs, mappings } of retry) {
        const due = now + Math.min(delayMs, MAX_AHEAD)
        if (held.has(id)) connection.run(SETTLE.retry, id, due, mappings && JSON.stringify(mappings))
      }
      const gone = JSON.stringify(removed.filter((id) => held.has(id)))
      connection.run(SETTLE.deliveries, gone)
      connection.run(SETTLE.events, gone)
    })
  }

  async release({ lease, events }: Claim): Promise<void> {
    this.connection.run(CLAIM.release, this.now(), lease, idsOf(events))
  }

  async takeTurn(gapMs: number): Promise<number> {
    const [{ wait }] = this.connection.all<{ wait: number }>(GATE.turn, this.preciseNow(), gapMs)
    return wait
  }

  async prune({ keepDead, keepDelivered = KEEP_DELIVERED }: { keepDead: number; keepDelivered?: number }) {
    const { connection } = this
    const now = this.now()
    connection.run(PRUNE.dead, now - keepDead)
    const [{ id }] = connection.all<{ id: number | null }>(PRUNE.firstKept, now - keepDelivered, now)
    if (id === null) return
    // In parts, as the intake waits meanwhile.
    while (connection.run(PRUNE.messages, id).changes > 0) await setImmediate()
  }

  async close(): Promise<void> {
    this.connection.close()
  }

  private now(): number {
    return Math.floor(this.preciseNow())
  }
}

function idsOf(events: Claim['events']): string {
  return JSON.stringify(events.map(({ id }) => id))
}

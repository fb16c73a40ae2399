import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../clock'
import { steadyClock } from '../clock'
import type { DeadLetters } from './dead-letters'
import { newLease } from './lease'
import { migrateSqlite } from './migrations/sqlite'
import type { EventRow } from './rows'
import { toStoredEvent } from './rows'
import { SqliteConnection } from './sqlite-connection'
import { SqliteDeadLetters } from './sqlite-dead'
import { APPEND, CLAIM, COUNTS, GATE, PRUNE, SETTLE } from './sqlite-statements'
import type { Appended, Batch, Claim, Counts, Settlement, Store } from './store'
import { KEEP_DELIVERED, MAX_AHEAD, MAX_CLAIM_BYTES, removedIds, toStoredText } from './store'

export interface SqliteOptions {
  now?: Clock
}

/** A store in a file, for one machine. Its work is synchronous: a commit blocks the process until the disk has it. */
export class SqliteStore implements Store {
  readonly dead: DeadLetters
  private readonly connection: SqliteConnection
  private readonly preciseNow: Clock

  /** @throws an Error if the file cannot be opened or written, or its schema is newer */
  constructor(path: string, { now = steadyClock }: SqliteOptions = {}) {
    this.connection = new SqliteConnection(path)
    migrateSqlite(this.connection)
    this.connection.waitInBackground()
    this.preciseNow = now
    this.dead = new SqliteDeadLetters(this.connection, () => this.now())
  }

  async append({ events, letters = [] }: Batch): Promise<Appended> {
    const { connection } = this
    const now = this.now()
    return connection.write(() => {
      let added = 0
      for (const { source, messageId, event } of events) {
        if (connection.run(APPEND.message, source, toStoredText(messageId), now).changes === 0) continue
        const { id } = connection.run(APPEND.event, source, now, event)
        connection.run(APPEND.delivery, id, now, undefined, Buffer.byteLength(event))
        added++
      }
      for (const { source, event, error } of letters) {
        connection.run(APPEND.letter, now, source, event, error.class, error.status, toStoredText(error.message))
      }
      return { added }
    })
  }

  async claim(limit: number, leaseMs: number, maxBytes = MAX_CLAIM_BYTES): Promise<Claim> {
    const { connection } = this
    const now = this.now()
    const lease = newLease()
    // An idle deliverer takes no lock from the intake.
    if (connection.all(CLAIM.isDue, now).length === 0) return { lease, events: [] }
    const rows = await connection.write(() => {
      connection.run(CLAIM.correct, now)
      const due = now + Math.min(leaseMs, MAX_AHEAD)
      const ids = connection.all<{ id: number }>(CLAIM.lease, now, due, lease, limit, maxBytes).map(({ id }) => id)
      return connection.all<EventRow>(CLAIM.events, JSON.stringify(ids))
    })
    return { lease, events: rows.map(toStoredEvent) }
  }

  async renew({ lease, events }: Claim, leaseMs: number): Promise<number> {
    const due = this.now() + Math.min(leaseMs, MAX_AHEAD)
    return this.run(CLAIM.renew, due, lease, idsOf(events))
  }

  async settle({ lease }: Claim, settlement: Settlement): Promise<void> {
    const { connection } = this
    const now = this.now()
    const { retry = [], dead = [] } = settlement
    const removed = removedIds(settlement)
    await connection.write(() => {
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
    await this.run(CLAIM.release, this.now(), lease, idsOf(events))
  }

  async takeTurn(gapMs: number, maxWaitMs = Number.MAX_SAFE_INTEGER): Promise<number> {
    const { connection } = this
    const now = this.preciseNow()
    const [turn] = await connection.write(() => connection.all<{ wait: number }>(GATE.turn, now, gapMs, maxWaitMs))
    return turn?.wait ?? Infinity
  }

  async pause(firstMs: number, maxMs: number): Promise<void> {
    await this.run(GATE.pause, this.now(), firstMs, Math.min(maxMs, MAX_AHEAD))
  }

  async resume(): Promise<void> {
    if (this.connection.all(GATE.isThrottled).length > 0) await this.run(GATE.resume, this.now())
  }

  async pausedMs(): Promise<number> {
    const [{ pausedMs }] = this.connection.all<{ pausedMs: number }>(GATE.paused, this.now())
    return pausedMs
  }

  async counts(): Promise<Counts> {
    const [counts] = this.connection.all<Counts>(COUNTS, this.now())
    return counts
  }

  async prune({ keepDead, keepDelivered = KEEP_DELIVERED }: { keepDead: number; keepDelivered?: number }) {
    const { connection } = this
    const now = this.now()
    await this.run(PRUNE.dead, now - keepDead)
    const [{ id }] = connection.all<{ id: number | null }>(PRUNE.firstKept, now - keepDelivered, now)
    if (id === null) return
    // In parts, as the intake waits meanwhile.
    while ((await this.run(PRUNE.messages, id)) > 0) await setImmediate()
  }

  async ping(): Promise<void> {
    await this.run(GATE.ping, this.now())
  }

  async close(): Promise<void> {
    this.connection.close()
  }

  /** @returns the number of rows that changed */
  private run(sql: string, ...parameters: (string | number)[]): Promise<number> {
    return this.connection.write(() => this.connection.run(sql, ...parameters).changes)
  }

  private now(): number {
    return Math.floor(this.preciseNow())
  }
}

function idsOf(events: Claim['events']): string {
  return JSON.stringify(events.map(({ id }) => id))
}

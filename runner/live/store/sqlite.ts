import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../clock'
import { steadyClock } from '../clock'
import type { DeadLetters } from './dead-letters'
import { migrateSqlite } from './migrations/sqlite'
import type { EventRow } from './rows'
import { newLease, toStoredEvent } from './rows'
import type { FoundSettledRow } from './settled'
import { digestOf, holdsDigest, toSettledRows } from './settled'
import { SqliteConnection } from './sqlite-connection'
import { SqliteDeadLetters } from './sqlite-dead'
import { APPEND, CLAIM, COUNTS, FIND, LIMITER, PING, PRUNE, SETTLE } from './sqlite-statements'
import { SqliteWaitingEvents } from './sqlite-waiting'
import type {
  Appended,
  Claim,
  ClaimSettlement,
  EventBatch,
  FoundMessages,
  Store,
  StoreCounts,
  WaitingEvents
} from './store'
import {
  DEFAULT_DESTINATION,
  KEEP_DELIVERED,
  KEEP_UNMATCHED,
  MAX_AHEAD,
  MAX_CLAIM_BYTES,
  removedIds,
  toStoredText
} from './store'

export interface SqliteOptions {
  now?: Clock
  /** Whether what is deleted is overwritten in the file, which takes longer. */
  overwritesDeleted?: boolean
}

/** A store in a file, for one machine. Its work is synchronous: a commit blocks the process until the disk has it. */
export class SqliteStore implements Store {
  readonly dead: DeadLetters
  readonly waiting: WaitingEvents
  private hasLimiter = false

  private constructor(
    private readonly connection: SqliteConnection,
    private readonly preciseNow: Clock,
    private readonly destination: string
  ) {
    this.dead = new SqliteDeadLetters(connection, () => this.now())
    this.waiting = new SqliteWaitingEvents(connection, () => this.now())
  }

  /** @throws an Error if the file cannot be opened or written, or its schema is newer */
  static open(path: string, { now = steadyClock, overwritesDeleted = false }: SqliteOptions = {}): SqliteStore {
    const connection = new SqliteConnection(path)
    migrateSqlite(connection)
    connection.waitInBackground()
    if (overwritesDeleted) connection.overwriteDeleted()
    return new SqliteStore(connection, now, DEFAULT_DESTINATION)
  }

  forDestination(destination: string): Store {
    const store = new SqliteStore(this.connection, this.preciseNow, destination)
    store.close = async () => {}
    return store
  }

  async append({ events, letters = [] }: EventBatch): Promise<Appended> {
    const { connection } = this
    const now = this.now()
    return connection.write(() => {
      let added = 0
      for (const { source, messageId, event, destinations = [DEFAULT_DESTINATION] } of events) {
        if (connection.run(APPEND.message, source, toStoredText(messageId), now).changes === 0) continue
        for (const destination of destinations) {
          const { id } = connection.run(APPEND.event, source, now, event)
          connection.run(APPEND.delivery, id, now, undefined, Buffer.byteLength(event), destination)
        }
        added++
      }
      for (const { source, event, error } of letters) {
        connection.run(APPEND.letter, now, source, event, error.class, error.status, toStoredText(error.message))
      }
      return { added }
    })
  }

  async claim(limit: number, leaseMs: number, maxBytes = MAX_CLAIM_BYTES): Promise<Claim> {
    const { connection, destination } = this
    const now = this.now()
    const lease = newLease()
    // An idle deliverer takes no lock from the intake.
    if (connection.all(CLAIM.isDue, now, destination).length === 0) return { lease, events: [] }
    const rows = await connection.write(() => {
      connection.run(CLAIM.correct, now, destination)
      const due = now + Math.min(leaseMs, MAX_AHEAD)
      const values = [now, due, lease, limit, maxBytes, destination]
      const ids = connection.all<{ id: number }>(CLAIM.lease, ...values).map(({ id }) => id)
      return connection.all<EventRow>(CLAIM.events, JSON.stringify(ids))
    })
    return { lease, events: rows.map(toStoredEvent) }
  }

  async dueAmong(destinations: readonly string[]): Promise<string[]> {
    const rows = this.connection.all<{ name: string }>(CLAIM.dueAmong, this.now(), JSON.stringify(destinations))
    return rows.map(({ name }) => name)
  }

  async renew({ lease, events }: Claim, leaseMs: number): Promise<number> {
    const due = this.now() + Math.min(leaseMs, MAX_AHEAD)
    return this.run(CLAIM.renew, due, lease, idsOf(events))
  }

  async settle({ lease }: Claim, settlement: ClaimSettlement): Promise<void> {
    const { connection } = this
    const now = this.now()
    const { retry = [], dead = [], done = [] } = settlement
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
      for (const { outcome, digests } of toSettledRows(done)) {
        connection.run(SETTLE.done, now, this.destination, outcome, digests)
      }
      const gone = JSON.stringify(removed.filter((id) => held.has(id)))
      connection.run(SETTLE.deliveries, gone)
      connection.run(SETTLE.events, gone)
    })
  }

  async release({ lease, events }: Claim): Promise<void> {
    await this.run(CLAIM.release, this.now(), lease, idsOf(events))
  }

  async noteEnded({ lease, events }: Claim): Promise<void> {
    await this.run(CLAIM.noteEnded, lease, idsOf(events))
  }

  async takeTurn(gapMs: number, maxWaitMs = Number.MAX_SAFE_INTEGER): Promise<number> {
    await this.createLimiter()
    const { connection } = this
    const values = [this.preciseNow(), gapMs, maxWaitMs, this.destination]
    const [turn] = await connection.write(() => connection.all<{ wait: number }>(LIMITER.turn, ...values))
    return turn?.wait ?? Infinity
  }

  async pause(firstMs: number, maxMs: number): Promise<void> {
    await this.createLimiter()
    await this.run(LIMITER.pause, this.now(), firstMs, Math.min(maxMs, MAX_AHEAD), this.destination)
  }

  async resume(): Promise<void> {
    const { connection, destination } = this
    if (connection.all(LIMITER.isThrottled, destination).length > 0) {
      await this.run(LIMITER.resume, this.now(), destination)
    }
  }

  async pausedMs(): Promise<number> {
    const [limiter] = this.connection.all<{ pausedMs: number }>(LIMITER.paused, this.now(), this.destination)
    return limiter?.pausedMs ?? 0
  }

  async counts(): Promise<StoreCounts> {
    const [counts] = this.connection.all<StoreCounts>(COUNTS, this.now())
    return counts
  }

  async prune({ keepDead, keepDelivered = KEEP_DELIVERED }: { keepDead: number; keepDelivered?: number }) {
    const { connection } = this
    const now = this.now()
    await this.run(PRUNE.dead, now - keepDead, now - KEEP_UNMATCHED)
    await this.run(PRUNE.settled, now - keepDelivered)
    const [{ id }] = connection.all<{ id: number | null }>(PRUNE.firstKept, now - keepDelivered, now)
    if (id === null) return
    // In parts, as the intake waits meanwhile.
    while ((await this.run(PRUNE.messages, id)) > 0) await setImmediate()
  }

  async ping(): Promise<void> {
    await this.run(PING, this.now())
  }

  async close(): Promise<void> {
    this.connection.close()
  }

  async find(messageId: string): Promise<FoundMessages> {
    const { connection } = this
    const received = connection.all<FoundMessages['received'][number]>(FIND.messages, toStoredText(messageId))
    const settled = received.flatMap(({ source, at }) => {
      const digest = digestOf(source, messageId)
      const rows = connection.all<FoundSettledRow>(FIND.settled, at, digest)
      return rows.filter((row) => holdsDigest(row, digest)).map(({ digests: _, ...row }) => ({ ...row, source }))
    })
    return { received, settled }
  }

  private async createLimiter(): Promise<void> {
    if (!this.hasLimiter) await this.run(LIMITER.create, this.destination)
    this.hasLimiter = true
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

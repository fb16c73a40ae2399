import { performance } from 'node:perf_hooks'
import { escapeIdentifier } from 'pg'
import type { Clock } from '../clock'
import type { DeadLetters } from './dead-letters'
import { migratePostgres } from './migrations/postgres'
import { MessageDays } from './postgres-days'
import { PostgresDeadLetters } from './postgres-dead'
import { isOutage } from './postgres-outage'
import type { QueryOptions } from './postgres-pool'
import { PostgresPool } from './postgres-pool'
import { toSettlementValues } from './postgres-settlement'
import type { Statements } from './postgres-statements'
import { createStatements } from './postgres-statements'
import { PostgresWaitingEvents } from './postgres-waiting'
import type { EventRow } from './rows'
import { newLease, toStoredEvent } from './rows'
import type { FoundSettledRow } from './settled'
import { digestOf, holdsDigest, toSettledRows } from './settled'
import type {
  Appended,
  Claim,
  ClaimSettlement,
  EventBatch,
  FoundMessages,
  NewEvent,
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

export interface PostgresOptions {
  /** A schema of its own, created if it is missing. */
  schema?: string
  /** A test's clock. The database's own by default. */
  now?: Clock
  /** Whether a database that is away is waited for: the first statement that reaches it prepares the schema. */
  isPatient?: boolean
}

const SCHEMA = 'tiktok_conversions'

/** An append is repeated within these milliseconds, so that a failover goes unseen: clients give up after ten seconds. */
const APPEND: QueryOptions = { timeout: 5000, hold: 8000 }

/** Events that committed up to these milliseconds late are still found by the next claim. */
const FLOOR_MARGIN = 5000

/** Milliseconds between claims that look at all events, also at any that committed later still. */
const FULL_CLAIM_INTERVAL = 30_000

/** A claimed row, without the event itself. */
type LeaseRow = Pick<EventRow, 'id' | 'attempts' | 'unfinished' | 'mappings'> & { floor: number }

/** A store that any number of machines share. */
export class PostgresStore implements Store {
  readonly dead: DeadLetters
  readonly waiting: WaitingEvents
  private readonly statements: Statements
  private readonly days: MessageDays
  private prepared?: Promise<void>
  /** No event is due earlier, but for what a full claim finds. The index begins with rows that are gone. */
  private floor = 0
  private fullClaimAt = 0
  private hasLimiter = false

  private constructor(
    private readonly pool: PostgresPool,
    private readonly schema: string,
    private readonly now: () => number | undefined,
    private readonly destination: string
  ) {
    this.statements = createStatements(schema)
    this.days = new MessageDays(pool, schema, now)
    const query = <Row extends object>(text: string, values: unknown[]) => this.query<Row>(text, values)
    this.dead = new PostgresDeadLetters(query, this.statements.dead, now)
    this.waiting = new PostgresWaitingEvents(query, this.statements.waiting, now)
  }

  /** @throws an Error if the database cannot be reached, or its schema is newer or cannot be changed */
  static async open(url: string, { schema = SCHEMA, now, isPatient = false }: PostgresOptions = {}) {
    const clock = now ?? (() => undefined)
    const store = new PostgresStore(new PostgresPool(url), escapeIdentifier(schema), clock, DEFAULT_DESTINATION)
    await store.prepare().catch(async (error) => {
      if (isPatient && isOutage(error)) return
      await store.close()
      throw error
    })
    return store
  }

  forDestination(destination: string): Store {
    const store = new PostgresStore(this.pool, this.schema, this.now, destination)
    store.close = async () => {}
    return store
  }

  async append({ events, letters = [] }: EventBatch): Promise<Appended> {
    const unique = firstOfEach(events)
    const rows = [...unique.values()].flatMap(({ destinations = [DEFAULT_DESTINATION], ...event }) =>
      destinations.map((destination) => ({ ...event, destination }))
    )
    const values = [
      this.now(),
      rows.map(({ source }) => source),
      rows.map(({ messageId }) => toStoredText(messageId)),
      rows.map(({ event }) => event),
      letters.map(({ source }) => source),
      letters.map(({ event }) => event),
      letters.map(({ error }) => error.class),
      letters.map(({ error }) => error.status),
      letters.map(({ error }) => toStoredText(error.message)),
      rows.map(({ destination }) => destination),
      unique.size
    ]
    // A repeat of an event is recognised, one of a dead letter is not.
    const options = { ...APPEND, isRepeatable: letters.length === 0 }
    const [{ added }] = await this.query<Appended>(this.statements.append, values, options)
    return { added }
  }

  async claim(limit: number, leaseMs: number, maxBytes = MAX_CLAIM_BYTES): Promise<Claim> {
    if (performance.now() - this.fullClaimAt >= FULL_CLAIM_INTERVAL) this.floor = 0
    const began = performance.now()
    const claim = await this.claimFrom(this.floor, { limit, leaseMs, maxBytes })
    if (claim.events.length > 0 || this.floor === 0) return claim
    this.floor = 0
    // The process may have been stopped meanwhile: its leases have to be renewed before it claims again.
    if (performance.now() - began >= leaseMs / 2) return claim
    return this.claimFrom(0, { limit, leaseMs, maxBytes })
  }

  private async claimFrom(
    floor: number,
    { limit, leaseMs, maxBytes }: { limit: number; leaseMs: number; maxBytes: number }
  ): Promise<Claim> {
    const lease = newLease()
    if (floor === 0) this.fullClaimAt = performance.now()
    const values = [this.now(), limit, capped(leaseMs), lease, floor, maxBytes, this.destination]
    const leased = await this.query<LeaseRow>(this.statements.claim, values)
    if (leased.length === 0) return { lease, events: [] }
    this.floor = Math.max(0, leased[0].floor - FLOOR_MARGIN)
    const bodies = await this.query<EventRow>(this.statements.events, [idsOf(leased)])
    const byId = new Map(leased.map((row) => [row.id, row]))
    const rows = bodies.map((row) => ({ ...row, ...(byId.get(row.id) as LeaseRow) }))
    return { lease, events: rows.sort((a, b) => a.id - b.id).map(toStoredEvent) }
  }

  async dueAmong(destinations: readonly string[]): Promise<string[]> {
    const rows = await this.query<{ name: string }>(this.statements.dueAmong, [this.now(), destinations])
    return rows.map(({ name }) => name)
  }

  async renew({ lease, events }: Claim, leaseMs: number): Promise<number> {
    return this.change(this.statements.renew, [this.now(), capped(leaseMs), lease, idsOf(events)])
  }

  async settle({ lease }: Claim, settlement: ClaimSettlement): Promise<void> {
    const { retry = [], dead = [], done = [] } = settlement
    const noted = toSettledRows(done)
    const outcomes = noted.map(({ outcome }) => outcome)
    const digests = noted.map((row) => row.digests)
    const values = [this.now(), lease, removedIds(settlement), this.destination, outcomes, digests]
    if (retry.length + dead.length === 0) await this.change(this.statements.remove, values)
    else await this.change(this.statements.settle, [...values, ...toSettlementValues(retry, dead)])
  }

  async release({ lease, events }: Claim): Promise<void> {
    await this.change(this.statements.release, [this.now(), lease, idsOf(events)])
  }

  async noteEnded({ lease, events }: Claim): Promise<void> {
    await this.change(this.statements.noteEnded, [lease, idsOf(events)])
  }

  async takeTurn(gapMs: number, maxWaitMs = Number.MAX_SAFE_INTEGER): Promise<number> {
    await this.createLimiter()
    const values = [this.now(), gapMs, maxWaitMs, this.destination]
    const [turn] = await this.query<{ wait: number }>(this.statements.takeTurn, values)
    return turn?.wait ?? Infinity
  }

  async pause(firstMs: number, maxMs: number): Promise<void> {
    await this.createLimiter()
    await this.change(this.statements.pause, [this.now(), firstMs, capped(maxMs), this.destination])
  }

  async resume(): Promise<void> {
    await this.change(this.statements.resume, [this.now(), this.destination])
  }

  async pausedMs(): Promise<number> {
    const values = [this.now(), this.destination]
    const [limiter] = await this.query<{ pausedMs: number }>(this.statements.paused, values)
    return limiter?.pausedMs ?? 0
  }

  async counts(): Promise<StoreCounts> {
    const [counts] = await this.query<StoreCounts>(this.statements.counts, [this.now()])
    return counts
  }

  async prune({ keepDead, keepDelivered = KEEP_DELIVERED }: { keepDead: number; keepDelivered?: number }) {
    await this.change(this.statements.dead.prune, [this.now(), keepDead, KEEP_UNMATCHED])
    await this.change(this.statements.compactTally)
    await this.change(this.statements.pruneSettled, [this.now(), keepDelivered])
    await this.days.create()
    await this.days.drop(keepDelivered)
  }

  async isReplicated(): Promise<boolean> {
    const [{ isReplicated }] = await this.query<{ isReplicated: boolean }>(this.statements.isReplicated)
    return isReplicated
  }

  async ping(): Promise<void> {
    await this.change(this.statements.ping)
  }

  async close(): Promise<void> {
    await this.pool.close()
  }

  async find(messageId: string): Promise<FoundMessages> {
    const { messages, settled } = this.statements.find
    const received = await this.query<FoundMessages['received'][number]>(messages, [toStoredText(messageId)])
    const found = await Promise.all(
      received.map(async ({ source, at }) => {
        const digest = digestOf(source, messageId)
        const rows = await this.query<FoundSettledRow>(settled, [at, digest])
        return rows.filter((row) => holdsDigest(row, digest)).map(({ digests: _, ...row }) => ({ ...row, source }))
      })
    )
    return { received, settled: found.flat() }
  }

  private async createLimiter(): Promise<void> {
    if (!this.hasLimiter) await this.change(this.statements.createLimiter, [this.destination])
    this.hasLimiter = true
  }

  private async query<Row extends object>(text: string, values?: unknown[], options?: QueryOptions): Promise<Row[]> {
    await this.prepare()
    return (await this.pool.query<Row>(text, values, options)).rows
  }

  /** @returns the number of rows that changed */
  private async change(text: string, values?: unknown[]): Promise<number> {
    await this.prepare()
    return (await this.pool.query(text, values)).rowCount ?? 0
  }

  /** Once. A failure is reported to those who wait for it, and tried again by the next statement. */
  private prepare(): Promise<void> {
    const migrate = async () => {
      await migratePostgres(this.pool, this.schema)
      await this.days.create()
    }
    this.prepared ??= migrate().catch((error) => {
      this.prepared = undefined
      throw error
    })
    return this.prepared
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

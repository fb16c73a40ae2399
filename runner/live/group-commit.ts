import { setImmediate } from 'node:timers/promises'
import type { Logger } from 'pino'
import { codeOf } from '../errors'
import { inTime } from './clock'
import type { EventBatch, Store } from './store/store'

/** Too much waits to be written. */
export class OverloadError extends Error {
  override readonly name = 'OverloadError'
}

/** One transaction, for the log and the metrics. */
export interface CommitReport {
  requests: number
  events: number
  /** Events that were new. */
  added: number
  rejected: number
  milliseconds: number
  /** The error of the store, if the transaction failed. */
  error?: unknown
}

export interface GroupCommitOptions {
  /** Bytes that may wait or be under way. */
  maxBytes: number
  /** Milliseconds that a request waits. @defaultValue nine seconds, as Segment's libraries wait for ten */
  maxWaitMs?: number
  onCommit?: (report: CommitReport) => void
}

interface QueuedEntry {
  batch: EventBatch
  bytes: number
  resolve: () => void
  reject: (error: unknown) => void
}

const MAX_WAIT = 9000

/** Events after which a transaction is closed: a larger one gains nothing, and blocks for longer. */
const EVENTS_A_COMMIT = 1000

/** Writes the events of many requests in one transaction: a disk syncs a few hundred times a second. */
export class GroupCommit {
  private waiting: QueuedEntry[] = []
  private bytes = 0
  private running?: Promise<void>

  constructor(
    private readonly store: Store,
    private readonly options: GroupCommitOptions
  ) {}

  /**
   * Resolves when the disk has the events.
   * @param bytes the size of the batch
   * @throws OverloadError if too much is waiting already, LateError, or the error of the store. The events may be stored
   * all the same: a client that sends them again is right
   */
  async add(batch: EventBatch, bytes: number): Promise<void> {
    if (this.bytes > 0 && this.bytes + bytes > this.options.maxBytes) throw new OverloadError()
    this.bytes += bytes
    const written = new Promise<void>((resolve, reject) => {
      this.waiting.push({ batch, bytes, resolve, reject })
      this.running ??= this.run()
    })
    await inTime(written, this.options.maxWaitMs ?? MAX_WAIT)
  }

  /** Resolves when nothing is waiting any more. */
  async flush(): Promise<void> {
    while (this.running !== undefined) await this.running
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      // The requests that have arrived meanwhile are read first.
      await setImmediate()
      await this.commit(this.take())
    }
    this.running = undefined
  }

  private take(): QueuedEntry[] {
    let events = 0
    const end = this.waiting.findIndex(({ batch }) => {
      events += batch.events.length
      return events >= EVENTS_A_COMMIT
    })
    return this.waiting.splice(0, end < 0 ? this.waiting.length : end + 1)
  }

  private async commit(entries: readonly QueuedEntry[]): Promise<void> {
    const events = entries.flatMap(({ batch }) => batch.events)
    const letters = entries.flatMap(({ batch }) => batch.letters ?? [])
    const started = performance.now()
    const report = (added: number, error?: unknown) => {
      const milliseconds = performance.now() - started
      const counts = { requests: entries.length, events: events.length, rejected: letters.length }
      this.options.onCommit?.({ ...counts, added, milliseconds, error })
    }
    try {
      const { added } = await this.store.append({ events, letters })
      report(added)
      for (const { resolve } of entries) resolve()
    } catch (error) {
      report(0, error)
      for (const { reject } of entries) reject(error)
    } finally {
      for (const { bytes } of entries) this.bytes -= bytes
    }
  }
}

/** Writes one line a transaction, if asked for: counts, and the code of an error. Its message might quote an event. */
export function logCommit(log: Logger, { error, milliseconds, ...counts }: CommitReport): void {
  const line = { ...counts, milliseconds: Math.round(milliseconds * 10) / 10 }
  if (error === undefined) log.debug(line, 'Events were stored.')
  else log.error({ ...line, code: codeOf(error) }, 'Events could not be stored.')
}

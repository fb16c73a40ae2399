import { chmodSync, closeSync, openSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'libsql'
import { checkIsDatabase, checkIsStore } from './own-file'

type SqlParameter = string | number | undefined

/** Milliseconds to wait for a lock that another process holds. */
const LOCK_TIMEOUT = 5000

/**
 * Milliseconds of that time that the whole process waits: most transactions of others end within them. After them,
 * it waits as many again and again, and serves other requests meanwhile.
 */
const BLOCKING_TIMEOUT = 20

/** A file whose transactions are on disk once they are committed. Statements are prepared once. */
export class SqliteConnection {
  private readonly database: Database.Database
  private readonly statements = new Map<string, Database.Statement>()
  private isThorough = false
  /** Resolves when the work that waits for a lock has ended. */
  private turn?: Promise<void>

  /**
   * Only its owner may read the file: it holds people's data. SQLite gives the files beside it the same mode.
   * @throws UsageError for a file of another program, which stays as it is
   */
  constructor(path: string) {
    checkIsDatabase(path)
    closeSync(openSync(path, 'a', 0o600))
    this.database = new Database(path, { timeout: LOCK_TIMEOUT })
    checkIsStore(path, this.tables())
    chmodSync(path, 0o600)
    this.useWriteAheadLog()
    this.database.exec('PRAGMA synchronous = FULL')
    // Overwrites deleted rows in pages that are written anyway, at no cost.
    this.database.exec('PRAGMA secure_delete = FAST')
  }

  /** SQLite itself does not wait here for others that open the file at the same time. */
  private useWriteAheadLog(): void {
    const end = performance.now() + LOCK_TIMEOUT
    for (;;) {
      try {
        this.database.exec('PRAGMA journal_mode = WAL')
        return
      } catch (error) {
        if (!isBusy(error) || performance.now() > end) throw error
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKING_TIMEOUT)
      }
    }
  }

  /** Limits how long a lock of another process blocks this one. */
  waitInBackground(): void {
    this.database.exec(`PRAGMA busy_timeout = ${BLOCKING_TIMEOUT}`)
  }

  /** Overwrites deleted rows wherever they are, also in the write-ahead log once it is closed. */
  overwriteDeleted(): void {
    this.database.exec('PRAGMA secure_delete = ON')
    this.isThorough = true
  }

  /** Runs statements without parameters. */
  execute(statements: string): void {
    this.database.exec(statements)
  }

  /** @returns the number of rows that changed */
  run(sql: string, ...parameters: SqlParameter[]): { changes: number; id: number } {
    const { changes, lastInsertRowid } = this.prepare(sql).run(bound(parameters))
    return { changes, id: Number(lastInsertRowid) }
  }

  all<Row>(sql: string, ...parameters: SqlParameter[]): Row[] {
    return this.prepare(sql).all(bound(parameters)) as Row[]
  }

  /** The driver's own would hide an error behind which SQLite has undone the transaction itself, such as of a full disk. */
  transaction<Result>(work: () => Result): Result {
    const { database } = this
    database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  /** Does the work in one transaction, once no other process holds the lock. @throws an Error if that takes too long */
  async write<Result>(work: () => Result): Promise<Result> {
    const end = performance.now() + LOCK_TIMEOUT
    while (this.turn !== undefined) await this.turn
    try {
      return this.transaction(work)
    } catch (error) {
      if (!isBusy(error)) throw error
      const written = this.writeWhenFree(work, end)
      this.turn = written.then(
        () => {},
        () => {}
      )
      return written
    }
  }

  /** Tries again and again, for one piece of work at a time: each try blocks the process for a moment. */
  private async writeWhenFree<Result>(work: () => Result, end: number): Promise<Result> {
    try {
      for (;;) {
        await wait(BLOCKING_TIMEOUT)
        try {
          return this.transaction(work)
        } catch (error) {
          if (!isBusy(error) || performance.now() > end) throw error
        }
      }
    } finally {
      this.turn = undefined
    }
  }

  close(): void {
    this.statements.clear()
    if (this.isThorough) this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    this.database.close()
  }

  private tables(): string[] {
    return this.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").map(({ name }) => name)
  }

  private prepare(sql: string): Database.Statement {
    const prepared = this.statements.get(sql) ?? this.database.prepare(sql)
    this.statements.set(sql, prepared)
    return prepared
  }
}

function isBusy(error: unknown): boolean {
  return (error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true
}

/** Parameters in an array: the driver takes a lone `null` for an object of named parameters. */
function bound(parameters: readonly SqlParameter[]): (string | number | null)[] {
  return parameters.map((parameter) => parameter ?? null)
}

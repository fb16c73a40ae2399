import { chmodSync, closeSync, openSync } from 'node:fs'
import Database from 'libsql'
import { checkIsDatabase, checkIsStore } from './own-file'

type Parameter = string | number | undefined

/** Milliseconds to wait for a lock that another process holds. */
const LOCK_TIMEOUT = 5000

/** A file whose transactions are on disk once they are committed. Statements are prepared once. */
export class SqliteConnection {
  private readonly database: Database.Database
  private readonly statements = new Map<string, Database.Statement>()

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
    this.all('PRAGMA journal_mode = WAL')
    this.database.exec('PRAGMA synchronous = FULL')
  }

  /** Runs statements without parameters, in one transaction that is safe beside that of another process. */
  create(schema: string): void {
    this.transaction(() => this.database.exec(schema))
  }

  /** @returns the number of rows that changed */
  run(sql: string, ...parameters: Parameter[]): { changes: number; id: number } {
    const { changes, lastInsertRowid } = this.prepare(sql).run(bound(parameters))
    return { changes, id: Number(lastInsertRowid) }
  }

  all<Row>(sql: string, ...parameters: Parameter[]): Row[] {
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

  private tables(): string[] {
    return this.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").map(({ name }) => name)
  }

  close(): void {
    this.statements.clear()
    this.database.close()
  }

  private prepare(sql: string): Database.Statement {
    const prepared = this.statements.get(sql) ?? this.database.prepare(sql)
    this.statements.set(sql, prepared)
    return prepared
  }
}

/** In an array, as the driver takes a `null` for an object of named parameters otherwise. */
function bound(parameters: readonly Parameter[]): (string | number | null)[] {
  return parameters.map((parameter) => parameter ?? null)
}

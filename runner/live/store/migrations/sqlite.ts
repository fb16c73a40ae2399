import type { SqliteConnection } from '../sqlite-connection'
import type { Migrations } from './migrations'
import { missingVersions } from './migrations'
import { SQLITE_1 } from './sqlite-1'
import { SQLITE_2 } from './sqlite-2'
import { SQLITE_3 } from './sqlite-3'

export const SQLITE_MIGRATIONS: Migrations = [SQLITE_1, SQLITE_2, SQLITE_3]

const RECORD = 'CREATE TABLE IF NOT EXISTS schema_migration (version INTEGER PRIMARY KEY, at INTEGER NOT NULL)'

/** Brings a file to the newest version, in one transaction beside which no other process writes. */
export function migrateSqlite(connection: SqliteConnection, migrations = SQLITE_MIGRATIONS): void {
  if (missingVersions(migrations, recordedVersion(connection)).length === 0) return
  connection.transaction(() => {
    connection.execute(RECORD)
    // Version 1 was not recorded in its day. Its statements change nothing that is there.
    for (const { version, statements } of missingVersions(migrations, recordedVersion(connection))) {
      connection.execute(statements)
      connection.run('INSERT INTO schema_migration (version, at) VALUES (?1, ?2)', version, Date.now())
    }
  })
}

function recordedVersion(connection: SqliteConnection): number {
  const tables = connection.all("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'")
  if (tables.length === 0) return 0
  const [{ version }] = connection.all<{ version: number | null }>(
    'SELECT max(version) AS version FROM schema_migration'
  )
  return version ?? 0
}

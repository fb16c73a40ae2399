import { setTimeout as wait } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { UsageError } from '../../../errors'
import type { PostgresPool } from '../postgres-pool'
import type { Migrations } from './migrations'
import { missingVersions } from './migrations'
import { POSTGRES_1 } from './postgres-1'
import { POSTGRES_2 } from './postgres-2'
import { POSTGRES_3 } from './postgres-3'

export const POSTGRES_MIGRATIONS: Migrations = [POSTGRES_1, POSTGRES_2, POSTGRES_3]

/** Other transactions hold a table, such as a backup, or two wait for each other. */
const LOCKED = new Set(['55P03', '40P01'])
const MAX_TRIES = 60
const HELD = 'The schema of the store cannot be migrated: another transaction, such as a backup, holds its tables.'

const FORBIDDEN = '42501'
const NOT_ALLOWED =
  'The schema of the store must be migrated, and this role may not do that. Run serve --migrate as the owner of its tables.'

/** Milliseconds. Less than `deadlock_timeout`: if a statement of another process waits for this one, that one goes on. */
const LOCK_TIMEOUT = 500

/**
 * Brings a schema to the newest version, in one transaction. Processes that start at once wait for each other.
 * @throws UsageError if the schema is newer, or cannot be changed
 */
export async function migratePostgres(
  pool: PostgresPool,
  schema: string,
  migrations = POSTGRES_MIGRATIONS
): Promise<void> {
  if (missingVersions(migrations, await recordedVersion(pool, schema)).length === 0) return
  for (let tries = 1; ; tries++) {
    try {
      return await pool.transaction((client) => migrate(client, schema, migrations))
    } catch (error) {
      const { code } = error as { code: string }
      if (code === FORBIDDEN) throw new UsageError(NOT_ALLOWED)
      if (!LOCKED.has(code)) throw error
      if (tries === MAX_TRIES) throw new UsageError(HELD)
      await wait(Math.random() * 1000)
    }
  }
}

async function migrate(client: PoolClient, schema: string, migrations: Migrations): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtext('tiktok-conversions'), hashtext($1))", [schema])
  // A statement that waits for a table makes all others wait behind it.
  await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT}`)
  // Whoever may only use a schema may not create one, even one that exists.
  if (!(await exists(client, `${schema}.gate`))) await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
  await client.query(`CREATE TABLE IF NOT EXISTS ${schema}.schema_migration (
    version int PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())`)
  // Version 1 was not recorded in its day. Its statements change nothing that is there.
  for (const { version, statements } of missingVersions(migrations, await recordedVersion(client, schema))) {
    await client.query(statements.replaceAll('{schema}', schema))
    await client.query(`INSERT INTO ${schema}.schema_migration (version) VALUES ($1)`, [version])
  }
}

interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: { version: number | null; exists: boolean }[] }>
}

async function recordedVersion(database: Queryable, schema: string): Promise<number> {
  if (!(await exists(database, `${schema}.schema_migration`))) return 0
  const { rows } = await database.query(`SELECT max(version) AS version FROM ${schema}.schema_migration`)
  return rows[0].version ?? 0
}

async function exists(database: Queryable, table: string): Promise<boolean> {
  const { rows } = await database.query('SELECT to_regclass($1) IS NOT NULL AS exists', [table])
  return rows[0].exists
}

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Clock } from '../../../runner/live/clock'
import { PostgresStore } from '../../../runner/live/store/postgres'
import { SqliteStore } from '../../../runner/live/store/sqlite'
import type { Store } from '../../../runner/live/store/store'
import type { OldStore } from '../__fixtures__/schema-1/old-store'
import { OldPostgresStore } from '../__fixtures__/schema-1/postgres'
import { OldSqliteStore } from '../__fixtures__/schema-1/sqlite'

/** An engine to test with: `open` opens the same store each time, as further processes would. */
export interface Engine {
  /** The path of a file, or a URL and a schema. */
  location: string[]
  open(now?: Clock): Promise<Store>
  /** Opens it as programs of schema version 1 do. */
  openOld(now?: Clock): Promise<OldStore>
  remove(): Promise<void>
}

/** Set by setup.ts, unless whoever runs the tests has set it. */
export const databaseUrl = process.env.TEST_DATABASE_URL ?? ''

export const isPostgresThere = databaseUrl !== ''

export const skippedPostgres = 'PostgreSQL (skipped: no server answers on 127.0.0.1:5432)'

export function sqliteEngine(): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'live-'))
  const path = join(folder, 'live.db')
  return {
    location: [path],
    open: async (now) => SqliteStore.open(path, { now }),
    openOld: async (now) => new OldSqliteStore(path, now),
    remove: async () => rmSync(folder, { recursive: true })
  }
}

/** A schema of its own for each test. */
export function postgresEngine(): Engine {
  const schema = `live_${userInfo().uid}_${randomBytes(6).toString('hex')}`
  return {
    location: [databaseUrl, schema],
    open: (now) => PostgresStore.open(databaseUrl, { schema, now }),
    openOld: (now) => OldPostgresStore.open(databaseUrl, schema, now),
    remove: async () => {
      const client = new Client(databaseUrl)
      await client.connect()
      await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await client.end()
    }
  }
}

/** Runs the same tests on each engine; says which one is missing. */
export function describeEngines(tests: (createEngine: () => Engine) => void): void {
  describe('SQLite', () => tests(sqliteEngine))
  if (isPostgresThere) describe('PostgreSQL', () => tests(postgresEngine))
  else describe.skip(skippedPostgres, () => tests(postgresEngine))
}

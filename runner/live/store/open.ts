import { UsageError } from '../../errors'
import { isPostgresUrl } from '../../store-location'
import type { Store } from './store'

export interface OpenOptions {
  /** The schema of a PostgreSQL database. */
  schema?: string
  /** Whether a database that is away is waited for: its statements fail until it is there. */
  isPatient?: boolean
  /** Whether what is deleted is overwritten. PostgreSQL does so with the next vacuum of the table. */
  overwritesDeleted?: boolean
}

/** Opens a store, creating or migrating it as needed. @param location a `postgres://` URL, else the path of a SQLite file */
export async function openStore(location: string, options: OpenOptions = {}): Promise<Store> {
  if (!isPostgresUrl(location)) return (await loadSqlite()).SqliteStore.open(location, options)
  const { PostgresStore } = await import('./postgres')
  return PostgresStore.open(location, options)
}

/** The library loads the binary of this platform, an optional dependency, as soon as it is loaded itself. */
async function loadSqlite() {
  try {
    return await import('./sqlite')
  } catch (error) {
    const [, name] = /Cannot find module '(@libsql\/[^']*)'/.exec(String(error)) ?? []
    if (name === undefined) throw error
    throw new UsageError(
      `SQLite needs the optional package ${name}, which is not installed. Run npm install without --omit=optional, or set --store to a postgres:// URL.`
    )
  }
}

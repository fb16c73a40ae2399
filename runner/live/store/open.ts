import { PostgresStore } from './postgres'
import { SqliteStore } from './sqlite'
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
  return /^postgres(ql)?:\/\//.test(location)
    ? PostgresStore.open(location, options)
    : SqliteStore.open(location, options)
}

import { PostgresStore } from './postgres'
import { SqliteStore } from './sqlite'
import type { Store } from './store'

/** Opens a store, creating it where it is missing. @param location a `postgres://` URL, else the path of a SQLite file */
export async function openStore(location: string): Promise<Store> {
  return /^postgres(ql)?:\/\//.test(location) ? PostgresStore.open(location) : new SqliteStore(location)
}

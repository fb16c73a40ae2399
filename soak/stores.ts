import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { openStore } from '../runner/live/store/open'

/** A store for one run. */
export interface TemporaryStore {
  /** Place of a store, as `serve --store` accepts it. */
  location: string
  remove(): Promise<void>
}

/** A SQLite file in a folder of its own. */
export function temporaryFile(): TemporaryStore {
  const folder = mkdtempSync(join(tmpdir(), 'tiktok-conversions-live-'))
  return { location: join(folder, 'live.db'), remove: async () => rmSync(folder, { recursive: true }) }
}

/** A database of its own. @param server the URL of any database of the server, for a user who may create another */
export async function temporaryDatabase(server: string): Promise<TemporaryStore> {
  const name = `tiktok_conversions_${randomBytes(6).toString('hex')}`
  await query(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  // Connections of processes that were killed may be open still.
  return { location: url.href, remove: () => query(server, `DROP DATABASE ${name} WITH (FORCE)`) }
}

/** Resolves when all events of a store are delivered. */
export async function untilEmpty(location: string): Promise<void> {
  const store = await openStore(location)
  while ((await store.counts()).backlog > 0) await wait(20)
  await store.close()
}

export async function query(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 600_000 })
  // Reported as well if a server ends; the call fails anyway.
  client.on('error', () => {})
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

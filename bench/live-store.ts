import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'

/** A store for one run. */
export interface TemporaryStore {
  /** As `serve --store` takes it. */
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
  await query(server, `CREATE DATABASE ${escapeIdentifier(name)}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  // Connections of processes that were killed may be open still.
  const remove = () => query(server, `DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`)
  return { location: url.href, remove }
}

async function query(url: string, statement: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

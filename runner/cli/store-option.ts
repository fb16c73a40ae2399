import { existsSync } from 'node:fs'
import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { codeOf, reasonOf, UsageError } from '../errors'
import type { OpenOptions } from '../live/store/open'
import type { Store } from '../live/store/store'
import { isPostgresUrl } from '../postgres-url'
import { isGiven } from './flags'

/** The flag of every command that works on a store. A URL may hold a password, which the environment hides better. */
export const storeOption = () =>
  new Option('--store <store>', 'a SQLite file, or the postgres:// URL of a database')
    .default('tiktok-conversions.db')
    .env('TIKTOK_STORE')

/** The flag that goes with it. */
export const schemaOption = () =>
  new Option('--schema <name>', 'the PostgreSQL schema that holds the store (default: tiktok_conversions)').argParser(
    (name) => {
      if (/^[a-z_][a-z0-9_]{0,62}$/.test(name)) return name
      throw new InvalidArgumentError('Use lower-case letters, digits and underscores.')
    }
  )

/** Opens a store, creating or migrating it as needed. @throws UsageError if that is not possible */
export async function createStore(location: string, options: OpenOptions = {}): Promise<Store> {
  const { openStore } = await import('../live/store/open')
  return openStore(location, options).catch((error) => {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${describeStore(location)} cannot be opened: ${problemOf(error)}.`)
  })
}

/** A URL may hold a password: its host is shown alone. */
function describeStore(location: string): string {
  if (!isPostgresUrl(location)) return `The store ${location}`
  return URL.canParse(location) ? `The store at ${new URL(location).host || 'localhost'}` : 'The store'
}

/** Errors of stores in words, by the codes of PostgreSQL and SQLite. */
const PROBLEMS: Record<string, string> = {
  '28P01': 'PostgreSQL rejects the user or the password',
  '28000': 'PostgreSQL rejects the user',
  '3D000': 'there is no such database',
  '42501': 'the user may not create the schema or its tables',
  ERR_INVALID_URL:
    'its URL cannot be read; in a user or password, write other characters than letters and digits as in %23 for #',
  SQLITE_NOTADB: 'it is not a file of SQLite',
  SQLITE_CANTOPEN: 'SQLite cannot open the file',
  SQLITE_READONLY: 'the file can only be read'
}

/** A message might quote a URL with its password. */
function problemOf(error: unknown): string {
  const code = codeOf(error)
  return PROBLEMS[code] ?? reasonOf({ code })
}

/** A command with the flags of a store. */
export interface StoreCommand {
  opts(): { store: string; schema?: string; config?: string }
  getOptionValueSource(key: 'store'): string | undefined
}

/**
 * Works on a store that exists: named by the flag, the environment or the configuration file, or the default.
 * @throws UsageError if there is none
 */
export async function withStore<Result>(
  command: StoreCommand,
  work: (store: Store) => Promise<Result>,
  options: OpenOptions = {}
): Promise<Result> {
  const { schema } = command.opts()
  const location = await locationOf(command)
  if (!isPostgresUrl(location) && !existsSync(location)) {
    throw new UsageError(`There is no store at ${location}. Name the store of serve with --store.`)
  }
  const store = await createStore(location, { ...options, schema })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** The place of the store, from the flag or the environment, or else from the configuration file, or the default. */
export async function locationOf(command: StoreCommand): Promise<string> {
  const { store, config } = command.opts()
  if (isGiven(command, 'store')) return checkedLocation(store)
  const { findAndRead } = await import('../config/load')
  return checkedLocation(findAndRead(config).store ?? store)
}

/** Parts of a URL, also a misspelt one, or of a text of settings. The paths of files rarely have them. */
const PART_OF_URL = /:\/\/|:[^/\\]*@|\bpassword=/i

/** @throws UsageError for a URL of something else. It is not quoted: it may hold a password */
function checkedLocation(location: string): string {
  if (isPostgresUrl(location) || !PART_OF_URL.test(location)) return location
  const [, scheme] = /^(\w+):\/\//.exec(location) ?? []
  const found = scheme === undefined ? 'this' : `one of ${scheme}://`
  throw new UsageError(`The store is a SQLite file or a postgres:// URL, and not ${found}.`)
}

import { existsSync } from 'node:fs'
import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { UsageError } from '../errors'
import type { OpenOptions } from '../live/store/open'
import type { Store } from '../live/store/store'
import { storeReason } from '../live/store/store-error'
import { describeStore, isPostgresUrl } from '../store-location'
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
    throw new UsageError(`${describeStore(location)} cannot be opened: ${storeReason(error)}.`)
  })
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
  if (isGiven(command, 'store')) return store
  const { findAndRead } = await import('../config/find')
  return (await findAndRead(config)).store ?? store
}

import { existsSync } from 'node:fs'
import { Option } from '@commander-js/extra-typings'
import { UsageError } from '../errors'
import { codeOf } from '../live/log'
import { NewerSchemaError } from '../live/store/migrations/migrations'
import type { Store } from '../live/store/store'

/** The flag of every command that works on a store. A URL may hold a password, which the environment hides better. */
export const storeOption = () =>
  new Option('--store <store>', 'a SQLite file, or the postgres:// URL of a database')
    .default('tiktok-conversions.db')
    .env('TIKTOK_STORE')

/** Opens a store, creating it where it is missing. @throws UsageError where that is not possible */
export async function createStore(location: string): Promise<Store> {
  const { openStore } = await import('../live/store/open')
  return openStore(location).catch((error) => {
    if (error instanceof UsageError) throw error
    if (error instanceof NewerSchemaError) throw new UsageError(error.message)
    // A message might quote a URL with its password.
    throw new UsageError(`The store cannot be opened (${codeOf(error)}).`)
  })
}

/** Opens a store that is there. @throws UsageError where it is not */
export async function openExistingStore(location: string): Promise<Store> {
  const isFile = !/^postgres(ql)?:\/\//.test(location)
  if (isFile && !existsSync(location)) throw new UsageError(`${location} does not exist.`)
  return createStore(location)
}

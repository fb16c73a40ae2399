import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { UsageError } from '../../errors'

/** The first bytes of a database of SQLite. */
const MAGIC = 'SQLite format 3\0'

/** Checks that a file is new, empty or a database, before anything is written to it. @throws UsageError for another file */
export function checkIsDatabase(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  // A pipe would be waited for, and a device would be closed to everybody else.
  if (stats !== undefined && !stats.isFile() && !stats.isDirectory()) throw notAStore(path)
  if (stats === undefined || stats.size === 0) return
  const descriptor = openSync(path, 'r')
  try {
    const head = Buffer.alloc(MAGIC.length)
    readSync(descriptor, head)
    if (head.toString('latin1') !== MAGIC) throw notAStore(path)
  } finally {
    closeSync(descriptor)
  }
}

/** Tables of each version of the schema. The first one is made before the others. */
const RECORD = 'schema_migration'
const TABLES = ['event', 'delivery', 'dead']

/** Checks the names of a database's tables. @throws UsageError if they belong to another program */
export function checkIsStore(path: string, tables: readonly string[]): void {
  const isNew = tables.every((table) => table === RECORD)
  if (!isNew && !TABLES.every((table) => tables.includes(table))) throw notAStore(path)
}

function notAStore(path: string): UsageError {
  return new UsageError(`${path} is not a store, and is left as it is: choose another file with --store.`)
}

import { codeOf, reasonOf } from '../../errors'
import { UNREADABLE_URL } from '../../store-location'

/** Errors of stores in words, by the codes of PostgreSQL and SQLite and the names of our own. */
const REASONS: Record<string, string> = {
  '28P01': 'PostgreSQL rejects the user or the password',
  '28000': 'PostgreSQL rejects the user',
  '3D000': 'there is no such database',
  '42501': 'the user may not create the schema or its tables',
  '53300': 'PostgreSQL accepts no more connections',
  '57P01': 'PostgreSQL is being shut down',
  '57P03': 'PostgreSQL is being started',
  StandbyError: 'it is a standby, which cannot be written',
  UnsafeCommitError: 'its standby does not answer',
  URIError: UNREADABLE_URL,
  SQLITE_NOTADB: 'it is not a file of SQLite',
  SQLITE_CANTOPEN: 'SQLite cannot open the file',
  SQLITE_READONLY: 'the file can only be read',
  SQLITE_FULL: 'the disk is full; free some space'
}

/** The reason of an error of a store in words, or its code. Its message might quote a URL with its password. */
export function storeReason(error: unknown): string {
  const code = codeOf(error)
  return REASONS[code] ?? reasonOf({ code })
}

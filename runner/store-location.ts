import { UsageError } from './errors'

/** The parts of a PostgreSQL URL before, of, and behind its hosts. */
export const POSTGRES_URL = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s

/** The beginning of a URL, or a user with a password. Paths tell themselves apart, such as by `./` or a drive. */
const OTHER_URL = /^(?!\.{1,2}[/\\]|[/\\][^/\\]|[a-z]:[/\\])(?:[^/\\]{2,}:|[^:\\]*:[^\\]*@)/i

/** Signs that end the user, the password or the host too early: what follows them could be taken for a host, and shown. */
const UNENCODED = /[#@]/

const FORM = 'The store is a SQLite file or a postgres:// URL. Write ./ before the name of a file with a colon.'

/** How a URL that cannot be read is repaired. */
export const UNREADABLE_URL =
  'its URL cannot be read; write # / ? and @ in a password or a parameter as %23 %2F %3F and %40, and a port up to 65535'

/**
 * Says why a location cannot be a store's: neither the URL of a PostgreSQL database nor the path of a SQLite file.
 * Nothing of it is quoted, as it may hold a password.
 */
export function storeProblem(location: string): string | undefined {
  const [, , hosts, behind] = POSTGRES_URL.exec(location) ?? []
  if (hosts === undefined) return OTHER_URL.test(location) ? FORM : undefined
  const isReadable = hosts.split(',').every((host) => URL.canParse(`postgres://${host}`)) && !UNENCODED.test(behind)
  return isReadable ? undefined : `The store cannot be opened: ${UNREADABLE_URL}.`
}

/** Whether a store is a PostgreSQL database, and not a SQLite file. @throws UsageError for a location that is neither's */
export function isPostgresUrl(location: string): boolean {
  const problem = storeProblem(location)
  if (problem !== undefined) throw new UsageError(problem)
  return POSTGRES_URL.test(location)
}

/** A store for people. A URL may hold a password: its hosts are shown alone. */
export function describeStore(location: string): string {
  const [, , hosts] = POSTGRES_URL.exec(location) ?? []
  return hosts === undefined ? `The store ${location}` : `The store at ${hosts || 'localhost'}`
}

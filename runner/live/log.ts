import type { Logger } from 'pino'
import type { CommitReport } from './group-commit'

/** Writes one line a transaction, if asked for: counts, and the code of an error. Its message might quote an event. */
export function logCommit(log: Logger, { error, milliseconds, ...counts }: CommitReport): void {
  const line = { ...counts, milliseconds: Math.round(milliseconds * 10) / 10 }
  if (error === undefined) log.debug(line, 'Events were stored.')
  else log.error({ ...line, code: codeOf(error) }, 'Events could not be stored.')
}

export function codeOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException
  return code ?? name
}

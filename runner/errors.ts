/** Exit statuses of the command line. */
export const EXIT = { allDelivered: 0, somethingFailed: 1, wrongUse: 2 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Reports a call that cannot be served as it stands. The message is for the person at the keyboard. */
export class UsageError extends Error {}

/** Advice for errors of the system, by their codes. */
const ADVICE: Record<string, string> = {
  EMFILE: 'too many open files; allow more, as with: ulimit -n 1024',
  ENFILE: 'too many open files on this machine',
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'your share of the disk is used up; free some space',
  EFBIG: 'the file is larger than this system allows',
  EROFS: 'read-only file system; choose files on another disk'
}

/** The system's code for an error (such as `ENOENT`), with advice for some, or else its message. */
export function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined) return message
  return Object.hasOwn(ADVICE, code) ? `${code}: ${ADVICE[code]}` : code
}

/** The error of a port that cannot be listened on. */
export function portError(port: number | undefined, error: unknown): UsageError {
  return new UsageError(`Port ${port} cannot be used (${codeOf(error)}).`)
}

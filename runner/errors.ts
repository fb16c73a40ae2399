import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { suggest } from './suggestion'

/** Exit statuses of the command line. */
export const EXIT = { allDelivered: 0, somethingFailed: 1, wrongUse: 2 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Reports a call that cannot be served as it stands. The message is for the person at the keyboard. */
export class UsageError extends Error {}

/** Errors of the system in words, by their codes. */
const REASONS: Record<string, string> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EBADF: 'it is not open for that',
  EIO: 'the disk or the terminal failed',
  EADDRINUSE: 'another program uses it',
  EADDRNOTAVAIL: 'this machine does not have the address',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was dropped',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'no network leads there',
  ENETUNREACH: 'no network leads there',
  ENOTFOUND: 'its name was not found',
  EAI_AGAIN: 'its name could not be looked up',
  EMFILE: 'too many open files; allow more, as with: ulimit -n 1024',
  ENFILE: 'too many open files on this machine',
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'your share of the disk is used up; free some space',
  EFBIG: 'the file is larger than this system allows',
  Z_BUF_ERROR: 'it was cut off; get it again',
  EROFS: 'read-only file system; choose files on another disk'
}

/** The code of an error, or else its name: a message might quote an event or a path. */
export function codeOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException
  return code ?? name
}

/** An error of the system in words, or its code if there are none; else its message. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined) return message
  return Object.hasOwn(REASONS, code) ? REASONS[code] : code
}

/** The error of a port that cannot be listened on. @param flag chooses another one */
export function portError(port: number | undefined, error: unknown, flag = '--port'): UsageError {
  return new UsageError(`Port ${port} cannot be used (${reasonOf(error)}). Choose another with ${flag}.`)
}

/** The error of a file that cannot be read. One that is not there may be misspelt. */
export function readError(path: string, error: unknown): UsageError {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
    return new UsageError(`${path} cannot be read (${reasonOf(error)}).`)
  }
  const folder = dirname(path)
  const names = namesIn(folder)
  const stem = suggest(stemOf(path), names.map(stemOf))
  const meant = names.find((name) => stemOf(name) === stem)
  const question = meant === undefined ? '' : ` Did you mean ${join(folder, meant)}?`
  return new UsageError(`No such file: ${path}.${question}`)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The name of a file without its folder and its endings, which are alike for most files. */
function stemOf(path: string): string {
  return basename(path).split('.')[0]
}

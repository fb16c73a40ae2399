import type { FileHandle } from 'node:fs/promises'
import { open, rm, stat } from 'node:fs/promises'
import { canonicalPath } from '../canonical-path'
import { reasonOf, UsageError } from '../errors'
import type { RunFiles } from './paths'

/** Ends the name of the file that is locked for a checkpoint or a file of failed events. No other program uses it. */
const LOCK_SUFFIX = '.tiktok-conversions.lock'

/** The byte that is locked. It lies behind the content, which Windows would keep others from reading. */
const LOCKED_BYTE = 2 ** 40

interface Held {
  handle: FileHandle
  /** Path of a file that exists for the lock only. */
  ownPath?: string
}

/**
 * Keeps other runs from the files that this one writes, whatever they are called. The system itself holds the lock, and
 * releases it when the process ends, however it ends.
 */
export class RunLock {
  private readonly held: Held[] = []

  private constructor() {}

  /** @throws UsageError for a file that another run writes, or that cannot be locked */
  static async acquire({ checkpoint, failed }: RunFiles): Promise<RunLock> {
    const lock = new RunLock()
    try {
      for (const path of [checkpoint, failed]) if (path !== undefined) lock.held.push(await lockBeside(path))
      // Another name of the same file, a hard link, has another lock file.
      const handle = failed === undefined ? undefined : await lockItself(failed)
      if (handle !== undefined) lock.held.push({ handle })
      return lock
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** Files that exist for the lock are removed while it is held, so that none is removed which another run has locked. */
  async release(): Promise<void> {
    for (const { handle, ownPath } of this.held) {
      if (ownPath !== undefined && (await isAt(handle, ownPath))) await rm(ownPath, { force: true })
      await handle.close()
    }
  }
}

async function lockBeside(path: string): Promise<Held> {
  await checkIsFile(path)
  const ownPath = `${canonicalPath(path)}${LOCK_SUFFIX}`
  for (;;) {
    const handle = await openToWrite(ownPath, path)
    await lockFile(handle, path)
    if (await isAt(handle, ownPath)) {
      await checkIsLock(handle, ownPath)
      await writePid(handle, path)
      return { handle, ownPath }
    }
    // The run that held it has removed it.
    await handle.close()
  }
}

async function lockItself(path: string): Promise<FileHandle | undefined> {
  if ((await stat(path).catch(() => undefined)) === undefined) return undefined
  const handle = await openToWrite(path, path)
  await lockFile(handle, path)
  return handle
}

/** Opening a pipe would wait for its reader. */
async function checkIsFile(path: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined)
  if (stats !== undefined && !stats.isFile()) throw new UsageError(`${path} is not a file.`)
}

async function openToWrite(path: string, shownPath: string): Promise<FileHandle> {
  try {
    return await open(path, 'a+', 0o600)
  } catch (error) {
    const advice = 'Choose other files with --checkpoint and --failed.'
    throw new UsageError(`${shownPath} cannot be written (${reasonOf(error)}). ${advice}`)
  }
}

/** Closes the file if it cannot be locked. */
async function lockFile(handle: FileHandle, path: string): Promise<void> {
  let isGranted: boolean
  try {
    const { tryLock } = await import('fs-native-extensions')
    isGranted = tryLock(handle.fd, LOCKED_BYTE, 1)
  } catch (error) {
    await handle.close()
    const advice = 'Name files on a disk of this machine with --checkpoint and --failed.'
    throw new UsageError(`${path} cannot be locked (${reasonOf(error)}). ${advice}`)
  }
  if (isGranted) return
  const pid = await readPid(handle)
  const holder = pid === undefined ? '' : ` (process ${pid})`
  await handle.close()
  throw new UsageError(
    `${path} is in use by another run${holder}. Wait until it ends, or name other files with --checkpoint and --failed.`
  )
}

/** A lock holds a process ID, or nothing yet. Closes a file of somebody else. */
async function checkIsLock(handle: FileHandle, path: string): Promise<void> {
  const head = await readHead(handle)
  if (/^\d*$/.test(head)) return
  await handle.close()
  throw new UsageError(`${path} is not a lock of this program. Move it, or choose other files with --checkpoint.`)
}

/** Closes the file if it cannot be written. */
async function writePid(handle: FileHandle, path: string): Promise<void> {
  try {
    await handle.truncate()
    await handle.write(String(process.pid))
  } catch (error) {
    await handle.close()
    throw new UsageError(`${path} cannot be written (${reasonOf(error)}).`)
  }
}

/** The process that holds the lock, if the file names it. */
async function readPid(handle: FileHandle): Promise<string | undefined> {
  return /^\d+$/.exec(await readHead(handle))?.[0]
}

async function readHead(handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(20), position: 0 })
  return buffer.toString('latin1', 0, bytesRead)
}

/** Whether a path leads to an open file. */
export async function isAt(handle: FileHandle, path: string): Promise<boolean> {
  const [mine, there] = await Promise.all([
    handle.stat({ bigint: true }),
    stat(path, { bigint: true }).catch(() => undefined)
  ])
  return mine.dev === there?.dev && mine.ino === there.ino
}

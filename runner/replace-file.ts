import { statSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open, rename, rm } from 'node:fs/promises'
import { canonicalPath } from './canonical-path'
import { UsageError } from './errors'

/** Ends the name of a file that is not whole yet. No other program uses it. */
const TEMPORARY_SUFFIX = '.tiktok-conversions.tmp'

/** The first bytes of a file, by which a leftover of the same kind is recognised. */
const HEAD_BYTES = 10

/** Files are written one after the other. */
let queue: Promise<unknown> = Promise.resolve()

/**
 * Replaces a file, whole or not at all, and resolves when the disk has it. A symbolic link stays one.
 * @param mode by default that of the file that is replaced
 * @throws UsageError if a file of somebody else has the name that is needed until the new file is whole
 */
export function replaceFile(path: string, text: string, mode?: number): Promise<void> {
  const replaced = queue.then(() => replace(canonicalPath(path), text, mode))
  queue = replaced.catch(() => undefined)
  return replaced
}

async function replace(path: string, text: string, mode: number | undefined): Promise<void> {
  const temporary = `${path}${TEMPORARY_SUFFIX}`
  const handle = await create(temporary, text, mode ?? statSync(path, { throwIfNoEntry: false })?.mode)
  try {
    await handle.writeFile(text)
    await handle.sync()
    await handle.close()
    await rename(temporary, path)
  } catch (error) {
    await handle.close()
    await rm(temporary, { force: true })
    throw error
  }
}

/** Creates a file, in place of one that a process left behind when it was killed. */
async function create(path: string, text: string, mode: number | undefined): Promise<FileHandle> {
  try {
    return await open(path, 'wx', mode)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (!(await isLeftover(path, text))) {
      throw new UsageError(`${path} is not a file of this program. Move it, or choose another file.`)
    }
    await rm(path)
    return open(path, 'wx', mode)
  }
}

async function isLeftover(path: string, text: string): Promise<boolean> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(HEAD_BYTES) })
    return text.startsWith(buffer.toString('utf8', 0, bytesRead))
  } finally {
    await handle.close()
  }
}

import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const KEY_BYTES = 32

/** A key that ends with this run. */
export function newKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

/**
 * The key of this user, which is made at the first call. Only the user can read its file.
 * @param folder for what programs keep
 * @returns a key that ends with this run if the folder cannot be written
 */
export function userKey(folder = stateFolder()): Buffer {
  const file = join(folder, 'tiktok-conversions', 'studio-key')
  try {
    return readKey(file) ?? writeKey(file)
  } catch {
    return newKey()
  }
}

/** @returns `undefined` if there is none, or if others could have read or written it */
function readKey(file: string): Buffer | undefined {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) return undefined
  const isPrivate = process.platform === 'win32' || ((stat.mode & 0o077) === 0 && stat.uid === process.getuid?.())
  const key = isPrivate ? readFileSync(file) : Buffer.alloc(0)
  if (key.length === KEY_BYTES) return key
  rmSync(file)
  return undefined
}

function writeKey(file: string): Buffer {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, newKey(), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    // Another studio was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file)
}

function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env
  if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return XDG_STATE_HOME || join(homedir(), '.local', 'state')
}

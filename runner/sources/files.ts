import { createHash } from 'node:crypto'
import { realpathSync, statSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { convertPathToPattern, glob, isDynamicPattern } from 'tinyglobby'
import { codeOf, UsageError } from '../errors'
import { isGzip } from './decompress'

export const STANDARD_INPUT = '-'

/** A file of events. */
export interface InputFile {
  path: string
  /** Bytes on the disk; 0 for standard input. */
  size: number
  isGzip: boolean
  /** Digest of the size, the time of change, the beginning and the end. It tells this file from others. */
  fingerprint: string
}

const FINGERPRINT_BYTES = 64 * 1024

/** Files that an earlier run has left beside its input. A pattern does not select them. */
const RUN_OUTPUT = /\.(failed\.ndjson|checkpoint)$/

/**
 * Finds the files that the arguments name, in their order, each once.
 * @param names paths of files or folders, patterns, or `-` for standard input
 * @throws UsageError for a file that cannot be read, and a pattern that matches none
 */
export async function findFiles(names: readonly string[]): Promise<InputFile[]> {
  if (names.includes(STANDARD_INPUT)) {
    if (names.length > 1) throw new UsageError('Standard input (-) cannot be combined with files.')
    return [{ path: STANDARD_INPUT, size: 0, isGzip: false, fingerprint: STANDARD_INPUT }]
  }
  const files = new Map<string, InputFile>()
  for (const name of names) {
    for (const path of await expand(name)) {
      const file = await inspect(path)
      files.set(realpathSync(path), file)
    }
  }
  return [...files.values()]
}

/** The bytes on the disk of all files; 0 for standard input, whose size is unknown. */
export function totalBytes(files: readonly InputFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

async function expand(name: string): Promise<string[]> {
  if (isFolder(name)) return filesBelow(name)
  if (!isDynamicPattern(name)) return [name]

  const paths = (await glob(name, { expandDirectories: false })).filter((path) => !RUN_OUTPUT.test(path))
  // The name of a file may hold characters that patterns use.
  if (paths.length === 0) paths.push(...(await glob(convertPathToPattern(name), { expandDirectories: false })))
  if (paths.length === 0) throw new UsageError(`${name} matches no file.`)
  return paths.sort()
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false
}

async function filesBelow(folder: string): Promise<string[]> {
  const paths = await glob('**', { cwd: folder, expandDirectories: false })
  const inputs = paths.filter((path) => !RUN_OUTPUT.test(path)).sort()
  if (inputs.length === 0) throw new UsageError(`${folder} holds no file.`)
  return inputs.map((path) => join(folder, path))
}

async function inspect(path: string): Promise<InputFile> {
  try {
    const handle = await open(path)
    try {
      const { size, mtimeMs } = await handle.stat()
      const head = await readAt(handle, 0)
      const tail = await readAt(handle, Math.max(0, size - FINGERPRINT_BYTES))
      const fingerprint = createHash('sha256').update(`${size} ${mtimeMs}\n`).update(head).update(tail).digest('hex')
      return { path, size, isGzip: isGzip(head), fingerprint }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${codeOf(error)}).`)
  }
}

async function readAt(handle: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(FINGERPRINT_BYTES), position })
  return buffer.subarray(0, bytesRead)
}

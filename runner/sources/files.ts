import { createHash } from 'node:crypto'
import type { BigIntStats } from 'node:fs'
import { statSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { convertPathToPattern, glob, isDynamicPattern } from 'tinyglobby'
import { readError, UsageError } from '../errors'
import { endListing, limitListing } from '../heap'
import { isGzip } from './decompress'
import type { FileVersion, InputFile } from './input-file'
import { InputFiles, VERSION_KEYS } from './input-file'
import { READ_FLAGS } from './source'
import { checkStandardInput, describePipe, STANDARD_INPUT } from './standard-input'

const FINGERPRINT_BYTES = 64 * 1024

/**
 * Finds the files that the arguments name, in their order, each once.
 * @param names paths of files or folders, patterns, or `-` for standard input
 * @throws UsageError for a file that cannot be read, and a pattern that matches none
 */
export async function findFiles(names: readonly string[]): Promise<InputFile[]> {
  if (names.includes(STANDARD_INPUT)) {
    if (names.length > 1) throw new UsageError('Standard input (-) cannot be combined with files.')
    checkStandardInput()
    return [{ path: STANDARD_INPUT, size: 0, isGzip: false, fingerprint: STANDARD_INPUT }]
  }
  const found = new InputFiles()
  /** By device and number on it: as one number, which takes half the memory of a text. */
  const files = new Map<bigint, InputFile>()
  limitListing()
  try {
    for (const name of names) {
      checkPlace(name)
      for (const path of await expand(name)) {
        const { file, version, head } = await inspect(path, found)
        // A file may have several names.
        if (path === name || !isRunOutput(path, head))
          files.set((version.dev << 64n) | BigInt.asUintN(64, version.ino), file)
      }
    }
  } finally {
    endListing(files.size)
  }
  if (files.size === 0) throw new UsageError(`There is no file of events in ${names.join(', ')}.`)
  return [...files.values()]
}

/** The bytes on the disk of all files; 0 for standard input, whose size is unknown. */
export function totalBytes(files: readonly InputFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/** Programs that print a file of another place, by the scheme of its address. */
const FETCHERS: Record<string, string> = {
  's3:': 'aws s3 cp ADDRESS -',
  'gs:': 'gcloud storage cat ADDRESS',
  'http:': 'curl -fsS ADDRESS',
  'https:': 'curl -fsS ADDRESS'
}

/** @throws UsageError for no name, and for an address of another machine, with the command that reads it */
function checkPlace(name: string): void {
  if (name === '') throw new UsageError('The name of a file is empty.')
  const [scheme] = /^[a-z][a-z\d+.-]+:(?=\/\/)/i.exec(name) ?? []
  if (scheme === undefined) return
  const fetcher = FETCHERS[scheme.toLowerCase()]?.replace('ADDRESS', name)
  const step = fetcher === undefined ? 'Download it first.' : `Pipe it into ${describePipe(fetcher)}`
  throw new UsageError(`${name} is not on this machine. ${step}`)
}

async function expand(name: string): Promise<string[]> {
  if (isFolder(name)) return filesBelow(name)
  if (!isDynamicPattern(name)) return [name]

  const paths = await glob(name, { expandDirectories: false })
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
  if (paths.length === 0) throw new UsageError(`${folder} holds no file.`)
  return paths.sort().map((path) => join(folder, path))
}

/** What is found at a path; it is added to the files. */
async function inspect(
  path: string,
  files: InputFiles
): Promise<{ file: InputFile; version: FileVersion; head: Buffer }> {
  try {
    const handle = await open(path, READ_FLAGS)
    try {
      const stats = await handle.stat({ bigint: true })
      if (!stats.isFile()) throw notAFile(path)
      const size = Number(stats.size)
      const length = Math.min(size, FINGERPRINT_BYTES)
      const head = await readAt(handle, 0, length)
      const tail = await readAt(handle, size - length, length)
      const mtimeMs = Number(stats.mtimeNs) / 1e6
      const digest = createHash('sha256').update(`${size} ${mtimeMs}\n`).update(head).update(tail).digest()
      const version = versionOf(stats)
      return { file: files.add({ path, size, isGzip: isGzip(head), digest, version }), version, head }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw readError(path, error)
  }
}

function notAFile(path: string): UsageError {
  const advice = `Redirect it into this command, with - in its place: npx tiktok-conversions … < ${path}`
  return new UsageError(`${path} is not a file, but a pipe or a device. ${advice}`)
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(length), position })
  return buffer.subarray(0, bytesRead)
}

export function versionOf({ dev, ino, size, mtimeNs }: BigIntStats): FileVersion {
  return { dev, ino, size, mtimeNs }
}

/** Says what has happened to a file since it was found; `undefined` for nothing. */
export function changeSince(found: FileVersion, now: FileVersion): string | undefined {
  if (VERSION_KEYS.every((key) => now[key] === found[key])) return undefined
  if (now.dev !== found.dev || now.ino !== found.ino) return 'was replaced'
  if (now.size < found.size) return 'was cut'
  return now.size > found.size ? 'has grown' : 'was overwritten'
}

/** Names of files that a run writes beside its input. */
const OUTPUT_NAME = /\.(?:failed\.ndjson|checkpoint|tiktok-conversions\.(?:lock|tmp))$/

/** The beginning of a checkpoint, whatever it is called. */
const CHECKPOINT_START = /^\{"version":\d+,"identity":\{"/

/**
 * Whether an earlier run has left a file beside its input. A pattern or folder does not select it.
 * @param head the first bytes of the file
 */
function isRunOutput(path: string, head: Buffer): boolean {
  return OUTPUT_NAME.test(path) || CHECKPOINT_START.test(head.toString('latin1', 0, 100))
}

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { reasonOf, UsageError } from '../errors'
import { replaceFile } from '../replace-file'
import type { Saved } from './checkpoint-schema'
import { VERSION } from './checkpoint-version'

/** @returns `undefined` if there is no such file. @throws UsageError for a file that is not a checkpoint */
export async function readCheckpoint(path: string): Promise<Saved | undefined> {
  if (!existsSync(path)) return undefined
  if (!statSync(path).isFile()) throw new UsageError(`${path} is not a file.`)
  // Only a run that is resumed loads the schema.
  const { checkpointSchema } = await import('./checkpoint-schema')
  try {
    const { digest, ...content } = JSON.parse(readFileSync(path, 'utf8'))
    if (digest === digestOf(JSON.stringify(content))) return checkpointSchema.parse(content)
  } catch {
    // It is a file of another kind, or cannot be read.
  }
  throw new UsageError(
    `${path} is not a checkpoint of this version, or it is damaged. Delete it to begin anew, or name another with --checkpoint.`
  )
}

/** Tells a file from any other one at its path; `undefined` if there is none. */
export function stampOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats && `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs}`
}

/**
 * Resolves to the stamp of the file when the disk has it.
 * @param stamp of the file that may be replaced
 * @throws UsageError if there is another file, or it cannot be written
 */
export async function writeCheckpoint(path: string, saved: Saved, stamp?: string): Promise<string | undefined> {
  const found = stampOf(path)
  if (found !== undefined && found !== stamp) throw new UsageError(`${path} was written by another program.`)
  const content = JSON.stringify({ version: VERSION, ...saved })
  try {
    await replaceFile(path, `${content.slice(0, -1)},"digest":"${digestOf(content)}"}\n`, 0o600)
    return stampOf(path)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} cannot be written (${reasonOf(error)}).`)
  }
}

/** Finds out damage that leaves a valid checkpoint, such as an offset in the middle of a line. */
function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}

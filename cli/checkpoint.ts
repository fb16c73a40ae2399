import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import writeFileAtomic from 'write-file-atomic'
import { UsageError } from './exit'
import type { Chunk, Cursor } from './input'
import type { Saved } from './saved'
import type { Tally } from './tally'
import { addTally, newTally } from './tally'

/** Changes with the way files are cut into chunks. */
export const VERSION = 2

/** What a checkpoint belongs to. */
export interface Identity {
  /** The input files. */
  input: string
  /** The mappings, and how events are chosen. */
  mappings: string
  /** The pixel, and where it is. */
  pixel: string
}

const NAMES: Record<keyof Identity, string> = {
  input: 'other input files, or files that have changed',
  mappings: 'other mappings or other options',
  pixel: 'another pixel'
}

const START: Cursor = { file: 0, offset: 0, line: 1, chosen: 0 }

/** What of an input has an end: delivered, not wanted, refused or given up. */
export class Checkpoint {
  readonly tally: Tally = newTally()
  /** Whether an earlier run began it. */
  isResumed = false
  /** Whether all of the input has an end. */
  isFinished = false
  cursor = START
  /** How much of the file of failed events belongs to what has an end, in bytes. */
  failedBytes = 0
  private readonly completed = new Map<string, [Cursor, Cursor]>()

  private constructor(
    readonly path: string | undefined,
    private readonly identity: Record<keyof Identity, string>
  ) {}

  /**
   * The checkpoint of an earlier run, or a new one.
   * @param path where it is kept; without one it is not kept
   * @throws UsageError for one that cannot be read, or belongs to something else
   */
  static async open(path: string | undefined, identity: Identity): Promise<Checkpoint> {
    const checkpoint = new Checkpoint(path, digests(identity))
    if (path !== undefined && existsSync(path)) checkpoint.restore(path, await parse(path))
    return checkpoint
  }

  isCompleted(chunk: Chunk): boolean {
    return this.completed.has(keyOf(chunk.start))
  }

  /** Each event of the chunk has an end. */
  complete(chunk: Chunk, tally: Tally): void {
    addTally(this.tally, tally)
    this.completed.set(keyOf(chunk.start), [chunk.start, chunk.end])
    this.advance()
  }

  /** Resolves when the disk has it. @throws UsageError where it cannot be written */
  async save(): Promise<void> {
    if (this.path === undefined) return
    const { identity, cursor, failedBytes, isFinished, tally } = this
    const completed = [...this.completed.values()]
    const content: Saved = { version: VERSION, identity, cursor, completed, failedBytes, isFinished, tally }
    try {
      await writeFileAtomic(this.path, `${JSON.stringify(content)}\n`, { mode: 0o600 })
    } catch (error) {
      throw new UsageError(`${this.path} cannot be written (${(error as NodeJS.ErrnoException).code}).`)
    }
  }

  private restore(path: string, content: Saved): void {
    for (const key of Object.keys(NAMES) as (keyof Identity)[]) {
      if (content.identity[key] !== this.identity[key]) {
        throw new UsageError(
          `${path} belongs to ${NAMES[key]}. Run the command as it was, name another file with --checkpoint, or delete this one to begin anew.`
        )
      }
    }
    this.isResumed = true
    this.cursor = content.cursor
    this.failedBytes = content.failedBytes
    this.isFinished = content.isFinished
    addTally(this.tally, content.tally)
    for (const range of content.completed) this.completed.set(keyOf(range[0]), range)
  }

  /** Moves the cursor over all chunks that have an end and follow each other. A file ends where the next one begins. */
  private advance(): void {
    for (;;) {
      const range = this.completed.get(keyOf(this.cursor))
      if (range === undefined) return
      this.completed.delete(keyOf(this.cursor))
      this.cursor = range[1]
    }
  }
}

async function parse(path: string): Promise<Saved> {
  if (!statSync(path).isFile()) throw new UsageError(`${path} is not a file.`)
  const { saved } = await import('./saved')
  try {
    return saved.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new UsageError(
      `${path} is not a checkpoint of this version. Delete it to begin anew, or name another with --checkpoint.`
    )
  }
}

/** A new file begins at its first line, wherever the one before it ended. */
function keyOf({ file, offset }: Cursor): string {
  return `${file}:${offset}`
}

function digests(identity: Identity): Record<keyof Identity, string> {
  const entries = Object.entries(identity).map(([key, value]) => [
    key,
    createHash('sha256').update(value).digest('hex')
  ])
  return Object.fromEntries(entries)
}

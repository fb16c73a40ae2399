import { createHash, randomBytes } from 'node:crypto'
import type { Cursor } from '../cursor'
import { isBefore, START } from '../cursor'
import type { Tally } from '../delivery/tally'
import { addTally, newTally } from '../delivery/tally'
import { UsageError } from '../errors'
import type { Chunk } from '../sources/chunk'
import { readCheckpoint, stampOf, writeCheckpoint } from './checkpoint-file'
import type { Saved } from './checkpoint-schema'

/** The things a checkpoint belongs to. */
export interface Identity {
  /** The input files, as parts of a text. */
  input: Iterable<string>
  /** The mappings, and the selection of events. */
  mappings: string
  /** The pixel, and the endpoint. */
  pixel: string
  /** The file of failed events, if there is one. */
  failed?: string
}

const NAMES: Record<keyof Identity, string> = {
  input: 'other input files, or files that have changed',
  mappings: 'other mappings or other options',
  pixel: 'another pixel',
  failed: 'another file of failed events (--failed)'
}

/** Remembers which part of an input is settled: delivered, unmatched, rejected or failed after retries. */
export class Checkpoint {
  readonly tally: Tally = newTally()
  /** Whether an earlier run began it. */
  isResumed = false
  /** ID of this run, and of the runs that it resumes. */
  run = randomBytes(8).toString('hex')
  /** Whether all of the input is settled. */
  isFinished = false
  cursor = START
  /** Bytes of the file of failed events that belong to settled chunks. */
  failedBytes = 0
  /** State of the file as it was read or written. */
  private stamp?: string
  private readonly completed = new Map<string, [Cursor, Cursor]>()

  private constructor(
    readonly path: string | undefined,
    private readonly identity: Saved['identity']
  ) {}

  /**
   * Opens the checkpoint of an earlier run, or a new one.
   * @param path of the file; without one it is not saved
   * @throws UsageError for a checkpoint that cannot be read, or belongs to something else
   */
  static async open(path: string | undefined, identity: Identity): Promise<Checkpoint> {
    const checkpoint = new Checkpoint(path, digests({ ...identity, failed: identity.failed ?? '' }))
    if (path === undefined) return checkpoint
    checkpoint.stamp = stampOf(path)
    const saved = await readCheckpoint(path)
    if (saved !== undefined) checkpoint.restore(saved)
    return checkpoint
  }

  /** Whether a chunk is settled. The cursor may pass it before it is read. */
  isCompleted({ start }: Chunk): boolean {
    return isBefore(start, this.cursor) || this.completed.has(keyOf(start))
  }

  /** Notes that each event of the chunk is settled. */
  complete(chunk: Chunk, tally: Tally): void {
    addTally(this.tally, tally)
    this.completed.set(keyOf(chunk.start), [chunk.start, chunk.end])
    this.advance()
  }

  /** Resolves when the disk has it. @throws UsageError if it cannot be written */
  async save(): Promise<void> {
    if (this.path === undefined) return
    const { identity, run, cursor, failedBytes, isFinished, tally } = this
    const completed = [...this.completed.values()]
    const saved = { identity, run, cursor, completed, failedBytes, isFinished, tally }
    this.stamp = await writeCheckpoint(this.path, saved, this.stamp)
  }

  private restore(saved: Saved): void {
    for (const key of Object.keys(NAMES) as (keyof Identity)[]) {
      if (saved.identity[key] !== this.identity[key]) {
        throw new UsageError(
          `${this.path} belongs to ${NAMES[key]}. Run the command as it was, name another file with --checkpoint, or delete this one to begin anew.`
        )
      }
    }
    this.isResumed = true
    this.run = saved.run
    this.cursor = saved.cursor
    this.failedBytes = saved.failedBytes
    this.isFinished = saved.isFinished
    addTally(this.tally, saved.tally)
    for (const range of saved.completed) this.completed.set(keyOf(range[0]), range)
  }

  /** Moves the cursor over all settled chunks that follow each other. A file ends where the next one begins. */
  private advance(): void {
    for (;;) {
      const range = this.completed.get(keyOf(this.cursor))
      if (range === undefined) return
      this.completed.delete(keyOf(this.cursor))
      this.cursor = range[1]
    }
  }
}

/** A new file begins at its first line, wherever the one before it ended. */
function keyOf({ file, offset }: Cursor): string {
  return `${file}:${offset}`
}

function digests(identity: Required<Identity>): Saved['identity'] {
  const entries = Object.entries(identity).map(([key, value]) => [key, digestOf(value)])
  return Object.fromEntries(entries)
}

function digestOf(value: string | Iterable<string>): string {
  const hash = createHash('sha256')
  for (const part of typeof value === 'string' ? [value] : value) hash.update(part)
  return hash.digest('hex')
}

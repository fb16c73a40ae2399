import { constants, existsSync, statSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { access, open, truncate } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { FailedLine } from '../delivery/result'
import { reasonOf, UsageError } from '../errors'
import { isAt } from './lock'
import { endOfLine, isOwnFile } from './own-lines'

const NOT_OWN =
  'holds lines that the interrupted run did not write: move them elsewhere, or delete the checkpoint to begin anew.'

/** Characters written at a time. V8 keeps texts of more than 128 kB apart, in memory of their own, until it collects them. */
const WRITE_CHARACTERS = 32 * 1024

/** Saves events that were rejected or failed after retries, one a line, for another run. The file is created with the first one. */
export class FailedEvents {
  private handle?: FileHandle
  /** Bytes of the events that are saved. */
  private size = 0
  /** Whether the file is gone, or lacks events: nobody can be sent to it. */
  isLost = false

  /**
   * @param path of the file; without one nothing is saved
   * @param run ID that each line carries: other lines are never removed
   * @param bytes how many of its bytes belong to an earlier, interrupted run
   */
  constructor(
    readonly path: string | undefined,
    private readonly run: string,
    private readonly bytes: number
  ) {}

  /**
   * Checks, before anything is sent, that events can be saved, and removes what was saved after the checkpoint.
   * @throws UsageError if they cannot be saved, or if the file holds something that this run has not written
   */
  async prepare(isResumed: boolean): Promise<void> {
    const { path, bytes } = this
    if (path === undefined) return
    const size = existsSync(path) ? sizeOf(path) : 0
    if (!isResumed && size > 0) {
      throw new UsageError(
        `${path} holds failed events of another run: send it, delete it, or name another with --failed.`
      )
    }
    if (size < bytes) {
      throw new UsageError(
        `${path} is shorter than when the run stopped: put it back, or delete the checkpoint to begin anew.`
      )
    }
    try {
      await access(existsSync(path) ? path : dirname(resolve(path)), constants.W_OK)
      if (size > 0 && !(await isOwnFile(path, this.run, bytes))) throw new UsageError(`${path} ${NOT_OWN}`)
      if (size > bytes) await truncate(path, bytes)
    } catch (error) {
      throw error instanceof UsageError ? error : cannotWrite(path, error)
    }
  }

  /**
   * Adds events; resolves to the size of the file, in bytes, when the disk has them.
   * @throws UsageError if it cannot be written
   */
  async append(failedLines: readonly FailedLine[]): Promise<number> {
    if (this.path === undefined || (failedLines.length === 0 && this.handle === undefined)) return this.bytes
    this.handle ??= await this.open(this.path)
    await this.checkPlace(this.handle, this.path)
    if (failedLines.length === 0) return this.size
    try {
      for (const text of textsOf(failedLines, this.run)) await this.handle.appendFile(text)
      await this.handle.sync()
      this.size = (await this.handle.stat()).size
      return this.size
    } catch (error) {
      await this.forgetUnfinished(this.handle)
      throw cannotWrite(this.path, error)
    }
  }

  async close(): Promise<void> {
    await this.handle?.close()
  }

  /** @throws UsageError if somebody else has moved, removed or cut the file: its events would be lost */
  private async checkPlace(handle: FileHandle, path: string): Promise<void> {
    const { size } = await handle.stat()
    if (size >= this.size && (await isAt(handle, path))) return
    this.isLost = true
    throw new UsageError(`${path} was moved, removed or cut by another program during the run.`)
  }

  /** Removes what was written of events that are not saved, as far as the disk lets it: they are written again. */
  private async forgetUnfinished(handle: FileHandle): Promise<void> {
    await handle.truncate(this.size).catch(() => undefined)
  }

  /** The file holds personal data: only its owner may read it. */
  private async open(path: string): Promise<FileHandle> {
    let handle: FileHandle | undefined
    try {
      handle = await open(path, 'a', 0o600)
      this.size = (await handle.stat()).size
      if (this.size !== this.bytes) throw new UsageError(`${path} was written by another program during the run.`)
      await handle.chmod(0o600)
      return handle
    } catch (error) {
      await handle?.close()
      throw error instanceof UsageError ? error : cannotWrite(path, error)
    }
  }
}

/** The lines to write, several at a time: an event can have failed with many mappings. */
function* textsOf(failedLines: readonly FailedLine[], run: string): Generator<string> {
  const end = endOfLine(run)
  let text = ''
  for (const { event, failures } of failedLines) {
    for (const failure of failures) {
      text += `{"event":${event},${JSON.stringify(failure).slice(1, -1)}${end}\n`
      if (text.length < WRITE_CHARACTERS) continue
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

function sizeOf(path: string): number {
  const stats = statSync(path)
  if (stats.isFile()) return stats.size
  throw new UsageError(`${path} is not a file.`)
}

function cannotWrite(path: string, error: unknown): UsageError {
  return new UsageError(`${path} cannot be written (${reasonOf(error)}).`)
}

import { existsSync, statSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UsageError } from './exit'

/** Keeps events that were refused or given up, one a line, for another run. It is made when there is one. */
export class FailedFile {
  private handle?: FileHandle

  /**
   * @param path where it is; without one nothing is kept
   * @param bytes how much of it is to be kept from an earlier, interrupted run
   */
  constructor(
    readonly path: string | undefined,
    private readonly bytes: number
  ) {}

  /** @throws UsageError where a new run would mix its events with those of another, or with its input */
  refuseToReplace(inputs: readonly string[]): void {
    const { path } = this
    if (path === undefined) return
    if (inputs.some((input) => resolve(input) === resolve(path))) {
      throw new UsageError(`${path} is input: name another file with --failed.`)
    }
    if (existsSync(path) && statSync(path).size > 0) {
      throw new UsageError(
        `${path} holds failed events of another run: send it, delete it, or name another with --failed.`
      )
    }
  }

  /**
   * Adds events; resolves to the size of the file, in bytes, when the disk has them.
   * @throws UsageError where it cannot be written
   */
  async append(events: readonly string[]): Promise<number> {
    if (this.path === undefined || (events.length === 0 && this.handle === undefined)) return this.bytes
    this.handle ??= await this.open(this.path)
    if (events.length > 0) {
      await this.handle.appendFile(`${events.join('\n')}\n`)
      await this.handle.sync()
    }
    return (await this.handle.stat()).size
  }

  async close(): Promise<void> {
    await this.handle?.close()
  }

  /** It holds people's data: nobody but its owner may read it. */
  private async open(path: string): Promise<FileHandle> {
    try {
      const handle = await open(path, 'a', 0o600)
      await handle.chmod(0o600)
      await handle.truncate(this.bytes)
      return handle
    } catch (error) {
      throw new UsageError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`)
    }
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reasonOf, UsageError } from '../errors'

/** A folder that only this user can read. It is removed with everything in it. */
export class PrivateFolder {
  private readonly path = makeFolder()
  private count = 0
  private readonly removeAtExit = () => this.remove()

  /** @throws UsageError if the folder for temporary files cannot be written */
  constructor() {
    process.on('exit', this.removeAtExit)
  }

  /** A path that no file has yet. */
  newPath(): string {
    this.count++
    return join(this.path, String(this.count))
  }

  /** Removes one file before the others. */
  async removeFile(path: string): Promise<void> {
    await rm(path, { force: true })
  }

  remove(): void {
    process.off('exit', this.removeAtExit)
    rmSync(this.path, { recursive: true, force: true })
  }
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'tiktok-conversions-studio-'))
  } catch (error) {
    const reason = reasonOf(error)
    throw new UsageError(
      `The folder for temporary files, ${tmpdir()}, cannot be used (${reason}). Choose one with TMPDIR.`
    )
  }
}

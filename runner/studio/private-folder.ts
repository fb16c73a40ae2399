import { mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that only this user can read. It is removed with everything in it. */
export class PrivateFolder {
  private readonly path = mkdtempSync(join(tmpdir(), 'tiktok-conversions-studio-'))
  private count = 0
  private readonly removeAtExit = () => this.remove()

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

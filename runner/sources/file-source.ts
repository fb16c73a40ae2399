import type { FileHandle } from 'node:fs/promises'
import { open, stat } from 'node:fs/promises'
import { changeSince, versionOf } from './files'
import type { InputFile } from './input-file'
import type { Source } from './source'
import { ChangedFile, READ_BYTES, READ_FLAGS } from './source'

const ADVICE = 'The rest of it was not sent: send a copy that nothing writes to.'

/**
 * The bytes of a file, as it was found when the run began. A file that is cut, extended or overwritten is not the same
 * input. A file that is renamed, removed or replaced while it is read, as logs are when they are rotated, is read to its
 * end, and what took its place is reported.
 */
export class FileSource implements Source {
  bytesRead = 0
  private isStopped = false

  private constructor(
    private readonly file: InputFile,
    private readonly handle: FileHandle
  ) {}

  static async open(file: InputFile): Promise<FileSource> {
    return new FileSource(file, await open(file.path, READ_FLAGS))
  }

  async *pieces(): AsyncGenerator<Buffer> {
    await this.verify()
    while (!this.isStopped) {
      const { buffer, bytesRead } = await this.handle.read({ buffer: Buffer.allocUnsafeSlow(this.nextBytes) })
      if (bytesRead === 0) break
      this.bytesRead += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
    await this.verify()
    if (!this.isStopped && this.bytesRead !== this.file.size) throw this.changed('has changed')
  }

  async *piecesFrom(offset: number): AsyncGenerator<Buffer> {
    for (let position = offset; !this.isStopped; ) {
      const { buffer, bytesRead } = await this.handle.read({ buffer: Buffer.alloc(READ_BYTES), position })
      if (bytesRead === 0) return
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  }

  async verify(): Promise<void> {
    const { version } = this.file
    const change = version && changeSince(version, versionOf(await this.handle.stat({ bigint: true })))
    if (change !== undefined) throw this.changed(change)
  }

  async replacement(): Promise<string | undefined> {
    const { path, version } = this.file
    const now = await stat(path, { bigint: true }).catch(() => undefined)
    if (version === undefined || (now?.dev === version.dev && now.ino === version.ino)) return undefined
    const [change, advice] =
      now === undefined ? ['removed or renamed', ''] : ['replaced', ' The new file was not: send it as well.']
    return `${path} was ${change} while the run went on. The file that was found first was read to its end.${advice}`
  }

  stop(): void {
    this.isStopped = true
  }

  async close(): Promise<void> {
    await this.handle.close()
  }

  /** Bytes to read next. One more than the rest of a small file shows its end. */
  private get nextBytes(): number {
    const rest = this.file.size - this.bytesRead
    return rest < 0 ? READ_BYTES : Math.min(READ_BYTES, rest + 1)
  }

  private changed(change: string): ChangedFile {
    return new ChangedFile(`${this.file.path} ${change} while the run went on. ${ADVICE}`)
  }
}

import { START } from '../../cursor'
import { reasonOf } from '../../errors'
import { Archive } from '../../sources/archive'
import type { InputFile } from '../../sources/input-file'
import type { EventLine } from '../../sources/lines'
import { readLines } from '../../sources/lines'
import { ChunkStore } from './chunk-store'
import type { SourceLine } from './event-source'

/** The lines of a file, which can be read again and again: from the beginning, and one by one. */
export class LineFile {
  /** Bytes that the current reading has read. */
  bytesRead = 0
  /** The reason why the file could not be read to its end. */
  readError?: string
  private store?: Promise<ChunkStore>
  private isStored = false

  /** @param copyPath where to put a private copy of lines that are not in the file as they are */
  constructor(
    readonly file: InputFile,
    private readonly copyPath: string
  ) {}

  /** Reads all lines, some at a time. */
  async *read(isCancelled: () => boolean): AsyncGenerator<SourceLine[]> {
    this.bytesRead = 0
    for await (const lines of this.isStored ? this.readAgain() : this.readFirst(isCancelled)) {
      if (isCancelled()) return
      yield lines
    }
    this.bytesRead = this.file.size
  }

  /** The line of a row. @throws Problem if there is none */
  async line(row: number): Promise<SourceLine> {
    return (await this.opened()).line(row)
  }

  /** Events from all over the file. */
  async *sample(chunks: number, eventsOfEach: number): AsyncGenerator<EventLine> {
    for await (const chunk of (await this.opened()).sample(chunks)) {
      let left = eventsOfEach
      for (const line of readLines(chunk)) {
        if ('problem' in line) continue
        yield line
        if (--left === 0) break
      }
    }
  }

  async close(): Promise<void> {
    await (await this.store)?.close()
  }

  private async *readFirst(isCancelled: () => boolean): AsyncGenerator<SourceLine[]> {
    const store = await this.opened()
    const archive = new Archive([this.file])
    for await (const chunk of archive.chunks(START)) {
      if (isCancelled()) {
        archive.stop()
        return
      }
      const lines = [...readLines(chunk)]
      await store.add(chunk, lines.length)
      this.bytesRead = archive.bytesRead
      yield lines
    }
    this.isStored = true
    const [readError] = archive.readErrors
    this.readError = readError
  }

  private async *readAgain(): AsyncGenerator<SourceLine[]> {
    for await (const chunk of (await this.opened()).all()) {
      yield [...readLines(chunk)]
      this.bytesRead = Math.min(this.file.size, chunk.start.offset)
    }
  }

  private opened(): Promise<ChunkStore> {
    this.store ??= ChunkStore.open(this.file, this.copyPath).catch((error) => {
      this.store = undefined
      throw new Error(`${this.file.path} cannot be read (${reasonOf(error)}).`)
    })
    return this.store
  }
}

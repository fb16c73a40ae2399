import type { ReadStream } from 'node:fs'
import { createReadStream } from 'node:fs'
import { codeOf } from '../errors'
import { asLines } from './as-lines'
import type { Allocate, Chunk, Cursor } from './chunk'
import { Chunker } from './chunker'
import { gunzip, gunzipIfNeeded, READ_BYTES } from './decompress'
import type { InputFile } from './files'
import { STANDARD_INPUT } from './files'
import type { Selection } from './selection'

/** Reads files chunk by chunk. The same input always gives the same chunks. */
export class Archive {
  /** Bytes of the files that have been read. */
  private bytesOfReadFiles = 0
  /** The file being read. */
  private raw?: ReadStream
  private isStopped = false
  /** Files that could not be read to their end, each with its error. */
  readonly readErrors: string[] = []

  constructor(
    private readonly files: readonly InputFile[],
    private readonly selection: Selection = {}
  ) {}

  /** Bytes read from the disk. */
  get bytesRead(): number {
    return this.bytesOfReadFiles + (this.raw?.bytesRead ?? 0)
  }

  /** Stops reading, even while it waits for bytes that never come. */
  stop(): void {
    this.isStopped = true
    const input = this.raw ?? (this.files[0].path === STANDARD_INPUT ? process.stdin : undefined)
    input?.destroy()
  }

  /**
   * @param from the beginning, or the start of a chunk of an earlier run
   * @param allocate provides the memory of each chunk
   */
  async *chunks(from: Cursor, allocate: Allocate = Buffer.alloc): AsyncGenerator<Chunk> {
    let cursor = from
    for (const { size } of this.files.slice(0, from.file)) this.bytesOfReadFiles += size
    while (cursor.file < this.files.length && !this.isStopped) {
      const file = this.files[cursor.file]
      const chunker = new Chunker(file.path, cursor, this.selection, allocate)
      yield* this.chunksOf(file, chunker)
      this.raw = undefined
      this.bytesOfReadFiles += file.size
      cursor = { file: cursor.file + 1, offset: 0, line: 1, selected: chunker.selected }
      if (chunker.isSatisfied) return
    }
  }

  private async *chunksOf(file: InputFile, chunker: Chunker): AsyncGenerator<Chunk> {
    try {
      for await (const bytes of asLines(this.open(file))) {
        yield* chunker.cut(bytes)
        if (chunker.isSatisfied) break
      }
    } catch (error) {
      if (this.isStopped) return
      this.readErrors.push(`${file.path} could not be read to its end (${codeOf(error)})`)
      // The file never counts as finished, so that another run tries the rest again.
      yield* chunker.flush()
      return
    }
    if (!this.isStopped) yield* chunker.finish()
  }

  private open(file: InputFile): AsyncIterable<unknown> {
    if (file.path === STANDARD_INPUT) return gunzipIfNeeded(process.stdin)

    this.raw = createReadStream(file.path, { highWaterMark: READ_BYTES })
    return file.isGzip ? gunzip(this.raw) : this.raw
  }
}

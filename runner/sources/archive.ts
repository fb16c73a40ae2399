import type { Cursor } from '../cursor'
import { reasonOf, UsageError } from '../errors'
import { asLines } from './as-lines'
import type { Allocate, Chunk } from './chunk'
import { Chunker } from './chunker'
import { decompress } from './decompress'
import { FileSource } from './file-source'
import { decodeText, ForeignFile } from './foreign-file'
import type { InputFile } from './input-file'
import { refuseOtherForms } from './refuse-other-forms'
import type { Selection } from './selection'
import type { Source } from './source'
import { ChangedFile } from './source'
import { STANDARD_INPUT, StandardInput } from './standard-input'

export interface ArchiveOptions {
  /** Whether damaged gzip members are left out as a whole; otherwise the bytes before the damage are given. */
  checksGzip?: boolean
  /** Called with the text of the files as it is read, in UTF-8. */
  onText?: (bytes: Buffer) => void
}

/** Reads files chunk by chunk. The same input always gives the same chunks. */
export class Archive {
  /** Bytes of the files that have been read. */
  private bytesOfReadFiles = 0
  /** The input being read. */
  private source?: Source
  private isStopped = false
  /** Files that could not be read to their end, each with its error. */
  readonly readErrors: string[] = []

  constructor(
    private readonly files: readonly InputFile[],
    private readonly selection: Selection = { outside: 0 },
    private readonly options: ArchiveOptions = {}
  ) {}

  /** Bytes read from the disk. */
  get bytesRead(): number {
    return this.bytesOfReadFiles + (this.source?.bytesRead ?? 0)
  }

  /** Stops reading, even while it waits for bytes that never come. */
  stop(): void {
    this.isStopped = true
    this.source?.stop()
  }

  /**
   * @param from the beginning, or the start of a chunk of an earlier run
   * @param allocate provides the memory of each chunk
   * @throws UsageError for standard input that cannot be read at all
   */
  async *chunks(from: Cursor, allocate: Allocate = Buffer.alloc): AsyncGenerator<Chunk> {
    let cursor = from
    for (const { size } of this.files.slice(0, from.file)) this.bytesOfReadFiles += size
    while (cursor.file < this.files.length && !this.isStopped) {
      const file = this.files[cursor.file]
      const chunker = new Chunker(file.path, cursor, this.selection, allocate)
      yield* this.chunksOf(file, chunker)
      this.source = undefined
      this.bytesOfReadFiles += file.size
      cursor = { file: cursor.file + 1, offset: 0, line: 1, selected: chunker.selected }
      if (chunker.isSatisfied) return
    }
  }

  /** A file that cannot be read to its end never counts as finished, so that another run tries the rest again. */
  private async *chunksOf(file: InputFile, chunker: Chunker): AsyncGenerator<Chunk> {
    try {
      this.source = file.path === STANDARD_INPUT ? new StandardInput() : await FileSource.open(file)
      yield* this.read(this.source, file.path, chunker)
    } catch (error) {
      if (error instanceof UsageError) throw error
      if (!this.isStopped) this.readErrors.push(describe(error as Error, file))
    } finally {
      await this.source?.close()
    }
  }

  private async *read(source: Source, path: string, chunker: Chunker): AsyncGenerator<Chunk> {
    try {
      const options = { isChecked: this.options.checksGzip, readAgain: source.piecesFrom?.bind(source) }
      const text = decodeText(decompress(source.pieces(), options))
      const lines = asLines(this.options.onText === undefined ? text : observed(text, this.options.onText), path)
      for await (const bytes of refuseOtherForms(lines)) {
        for (const chunk of chunker.cut(bytes)) yield await verified(chunk, source)
        if (chunker.isSatisfied) break
      }
    } catch (error) {
      if (this.isStopped || error instanceof ChangedFile || error instanceof UsageError) throw error
      // Whole lines before a damage are delivered.
      for (const chunk of chunker.flush()) yield await verified(chunk, source)
      throw error
    }
    if (this.isStopped) return
    for (const chunk of chunker.finish()) yield await verified(chunk, source)
    const replacement = chunker.isSatisfied ? undefined : await source.replacement()
    if (replacement !== undefined) this.readErrors.push(replacement)
  }
}

async function* observed(text: AsyncIterable<Buffer>, onText: (bytes: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const bytes of text) {
    onText(bytes)
    yield bytes
  }
}

/** A chunk of a file that has changed may hold halves of lines. */
async function verified(chunk: Chunk, source: Source): Promise<Chunk> {
  await source.verify()
  return chunk
}

function describe(error: Error, { path }: InputFile): string {
  if (error instanceof ForeignFile) return `${path === STANDARD_INPUT ? 'Standard input' : path} ${error.message}`
  return error instanceof ChangedFile ? error.message : `${path} could not be read to its end (${reasonOf(error)})`
}

import type { Cursor } from '../cursor'
import type { Allocate, Chunk } from './chunk'
import { MAX_CHUNK_BYTES, MAX_CHUNK_LINES, MAX_LINE_BYTES, MAX_LINE_END_BYTES, NEWLINE } from './chunk'
import { isBlank } from './json-bytes'
import type { Selection } from './selection'

/** A part of a buffer that was read. */
interface Piece {
  source: Buffer
  begin: number
  end: number
}

const BLANK_LINE: Piece = { source: Buffer.from('\n'), begin: 0, end: 1 }

/** Cuts the bytes of one file into chunks of whole lines. The same bytes always give the same chunks. */
export class Chunker {
  selected: number
  private start: Cursor
  /** The lines of the chunk. Lines that were read together share one piece. */
  private pieces: Piece[] = []
  private lines = 0
  /** Lines of the chunk that are not blank. */
  private filledLines = 0
  private tooLong: number[] = []
  private chunkBytes = 0
  /** The beginning of a line whose end has not been read yet. */
  private rest: Piece[] = []
  private restBytes = 0
  /** Bytes and lines cut so far, kept or not. */
  private offset: number
  private line: number
  /** Bytes that an earlier run has cut already. */
  private toSkip: number

  constructor(
    private readonly path: string,
    from: Cursor,
    private readonly selection: Selection,
    private readonly allocate: Allocate
  ) {
    this.start = from
    this.offset = from.offset
    this.line = from.line
    this.selected = from.selected
    this.toSkip = from.offset
  }

  get isSatisfied(): boolean {
    return this.selection.limit !== undefined && this.selected >= this.selection.limit
  }

  *cut(source: Buffer): Generator<Chunk> {
    let begin = Math.min(this.toSkip, source.length)
    this.toSkip -= begin
    while (begin < source.length && !this.isSatisfied) {
      if (source[begin] === NEWLINE && this.restBytes === 0) {
        begin = yield* this.skipBlankLines(source, begin)
        continue
      }
      const newline = source.indexOf(NEWLINE, begin)
      const end = newline < 0 ? source.length : newline + 1
      this.extendLine({ source, begin, end })
      if (newline >= 0) yield* this.endLine()
      begin = end
    }
  }

  /** Yields the whole lines read so far. */
  *flush(): Generator<Chunk> {
    if (this.lines > 0) yield this.endChunk()
  }

  /** Ends the file. The last line may lack its newline; the last chunk, which may be empty, ends where the next file begins. */
  *finish(): Generator<Chunk> {
    if (this.restBytes > 0 && !this.isSatisfied) yield* this.endLine()
    const chunk = this.endChunk()
    yield { ...chunk, end: { file: chunk.end.file + 1, offset: 0, line: 1, selected: this.selected } }
  }

  /** Keeps a run of empty lines at once, as an input may hold millions of them. @returns the index behind them */
  private *skipBlankLines(source: Buffer, begin: number): Generator<Chunk, number> {
    const most = Math.min(source.length, begin + MAX_CHUNK_BYTES - this.chunkBytes)
    let end = begin
    while (end < most && source[end] === NEWLINE) end++
    this.keep({ source, begin, end })
    this.lines += end - begin
    this.line += end - begin
    this.offset += end - begin
    if (this.chunkBytes >= MAX_CHUNK_BYTES) yield this.endChunk()
    return end
  }

  private extendLine(piece: Piece): void {
    this.restBytes += piece.end - piece.begin
    // Only the length of a line that is too long is kept.
    if (this.restBytes <= MAX_LINE_BYTES + MAX_LINE_END_BYTES) this.rest.push(piece)
    else this.rest = []
  }

  private *endLine(): Generator<Chunk> {
    const isTooLong = this.restBytes > MAX_LINE_BYTES + MAX_LINE_END_BYTES
    if (isTooLong) this.tooLong.push(this.lines)
    for (const piece of isTooLong || !this.select() ? [BLANK_LINE] : this.rest) this.keep(piece)
    this.lines++
    if (isTooLong || !this.rest.every(isBlankPiece)) this.filledLines++
    this.offset += this.restBytes
    this.line++
    this.rest = []
    this.restBytes = 0
    if (this.filledLines >= MAX_CHUNK_LINES || this.chunkBytes >= MAX_CHUNK_BYTES) yield this.endChunk()
  }

  /** Decides whether the line is selected. Looking into lines takes time, so it happens on request only. */
  private select(): boolean {
    const { limit, isSelected } = this.selection
    if (limit === undefined && isSelected === undefined) return true

    const text = join(this.rest, Buffer.alloc(this.restBytes)).toString().trim()
    if (text === '') return true
    if (isSelected !== undefined && !isSelected(text)) return false
    this.selected++
    return true
  }

  private keep(piece: Piece): void {
    const last = this.pieces.at(-1)
    if (last?.source === piece.source && last.end === piece.begin) last.end = piece.end
    else this.pieces.push({ ...piece })
    this.chunkBytes += piece.end - piece.begin
  }

  private endChunk(): Chunk {
    const end = { file: this.start.file, offset: this.offset, line: this.line, selected: this.selected }
    const bytes = join(this.pieces, this.allocate(this.chunkBytes))
    const chunk = { path: this.path, start: this.start, end, bytes, tooLong: this.tooLong }
    this.start = end
    this.pieces = []
    this.lines = 0
    this.filledLines = 0
    this.tooLong = []
    this.chunkBytes = 0
    return chunk
  }
}

function isBlankPiece({ source, begin, end }: Piece): boolean {
  for (let index = begin; index < end; index++) if (!isBlank(source[index])) return false
  return true
}

/** @param memory as large as the pieces together */
function join(pieces: readonly Piece[], memory: Buffer): Buffer {
  let offset = 0
  for (const { source, begin, end } of pieces) offset += source.copy(memory, offset, begin, end)
  return memory
}

import { createHash } from 'node:crypto'
import type { ReadStream } from 'node:fs'
import { createReadStream, realpathSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { convertPathToPattern, glob, isDynamicPattern } from 'tinyglobby'
import { MAX_EVENTS_PER_REQUEST } from '../src/reportWebEvent/constants'
import { UsageError } from './exit'

export const STANDARD_INPUT = '-'

/** A file of events. */
export interface InputFile {
  path: string
  /** Bytes on the disk; 0 for standard input. */
  size: number
  isGzip: boolean
  /** Tells this file from others: of its size, its time, its beginning and its end. */
  fingerprint: string
}

/** A place between two lines of the input. */
export interface Cursor {
  /** The index of the file. */
  file: number
  /** Bytes into the file, decompressed. */
  offset: number
  /** The number of the next line, from 1. */
  line: number
  /** How many events were chosen before, for a limit. */
  chosen: number
}

/** Some lines of a file, which are delivered together. */
export interface Chunk {
  path: string
  start: Cursor
  end: Cursor
  /** The lines. Those that are not to be looked at are blank. */
  bytes: Uint8Array
  /** Lines, counted from the chunk's first one as 0, that were too long to be kept. */
  tooLong: number[]
}

/** Gives memory for so many bytes. */
export type Allocate = (size: number) => Buffer

/** Which events are wanted. */
export interface Selection {
  limit?: number
  isChosen?: (line: string) => boolean
}

/** A chunk is full at whichever comes first: its events fit into one request, and it fits into memory several times. */
const MAX_CHUNK_LINES = MAX_EVENTS_PER_REQUEST
const MAX_CHUNK_BYTES = 2 * 1024 * 1024

/** A longer line is no event: Segment's own limit is 32 KB. */
const MAX_LINE_BYTES = 1024 * 1024

/** What may stand behind a line, on Windows. */
const LINE_END = 2

/** No chunk has more bytes. */
export const CHUNK_CAPACITY = MAX_CHUNK_BYTES + MAX_LINE_BYTES + LINE_END

/** How much is read at a time. Larger buffers are fewer, so that those that are done with would wait long to be freed. */
const READ_BYTES = 16 * 1024

const FINGERPRINT_BYTES = 64 * 1024
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b])
/** What an earlier run has left beside its input is not input of its pattern. */
const OWN_FILE = /\.(failed\.ndjson|checkpoint)$/

export const NEWLINE = 0x0a

/**
 * The files that arguments stand for, in their order, each once.
 * @param names paths, patterns, or `-` for standard input
 * @throws UsageError for a file that cannot be read, and a pattern that matches none
 */
export async function findFiles(names: readonly string[]): Promise<InputFile[]> {
  if (names.includes(STANDARD_INPUT)) {
    if (names.length > 1) throw new UsageError('Standard input (-) cannot be combined with files.')
    return [{ path: STANDARD_INPUT, size: 0, isGzip: false, fingerprint: STANDARD_INPUT }]
  }
  const files = new Map<string, InputFile>()
  for (const name of names) {
    for (const path of await expand(name)) {
      const file = await inspect(path)
      files.set(realpathSync(path), file)
    }
  }
  return [...files.values()]
}

async function expand(name: string): Promise<string[]> {
  if (!isDynamicPattern(name)) return [name]

  const paths = (await glob(name, { expandDirectories: false })).filter((path) => !OWN_FILE.test(path))
  // A name may hold characters of a pattern and be one file all the same.
  if (paths.length === 0) paths.push(...(await glob(convertPathToPattern(name), { expandDirectories: false })))
  if (paths.length === 0) throw new UsageError(`${name} matches no file.`)
  return paths.sort()
}

async function inspect(path: string): Promise<InputFile> {
  try {
    const handle = await open(path)
    try {
      const { size, mtimeMs } = await handle.stat()
      const head = await readAt(handle, 0)
      const tail = await readAt(handle, Math.max(0, size - FINGERPRINT_BYTES))
      const fingerprint = createHash('sha256').update(`${size} ${mtimeMs}\n`).update(head).update(tail).digest('hex')
      return { path, size, isGzip: isGzip(head), fingerprint }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

async function readAt(handle: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(FINGERPRINT_BYTES), position })
  return buffer.subarray(0, bytesRead)
}

function isGzip(head: Buffer): boolean {
  return head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)
}

/** Reads files chunk by chunk. The same input is always cut into the same chunks. */
export class InputReader {
  /** Bytes of the files that are done with. */
  private bytesDone = 0
  /** The file that is being read. */
  private raw?: ReadStream
  private isStopped = false
  /** Files that ended in an error, and which. */
  readonly damages: string[] = []

  constructor(
    private readonly files: readonly InputFile[],
    private readonly selection: Selection = {}
  ) {}

  /** Bytes read from the disk. */
  get bytesRead(): number {
    return this.bytesDone + (this.raw?.bytesRead ?? 0)
  }

  /** Nothing more is read, also if a reader waits for bytes that never come. */
  stop(): void {
    this.isStopped = true
    const input = this.raw ?? (this.files[0].path === STANDARD_INPUT ? process.stdin : undefined)
    input?.destroy()
  }

  /**
   * @param from where to begin: at the beginning, or at the start of a chunk of an earlier run
   * @param allocate gives each chunk its memory
   */
  async *chunks(from: Cursor, allocate: Allocate = Buffer.alloc): AsyncGenerator<Chunk> {
    let cursor = from
    for (const { size } of this.files.slice(0, from.file)) this.bytesDone += size
    while (cursor.file < this.files.length && !this.isStopped) {
      const file = this.files[cursor.file]
      const cutter = new ChunkCutter(file.path, cursor, this.selection, allocate)
      yield* this.chunksOf(file, cutter)
      this.raw = undefined
      this.bytesDone += file.size
      cursor = { file: cursor.file + 1, offset: 0, line: 1, chosen: cutter.chosen }
      if (cutter.isSatisfied) return
    }
  }

  private async *chunksOf(file: InputFile, cutter: ChunkCutter): AsyncGenerator<Chunk> {
    try {
      for await (const bytes of this.open(file)) {
        yield* cutter.cut(bytes as Buffer)
        if (cutter.isSatisfied) break
      }
    } catch (error) {
      if (this.isStopped) return
      const { code, message } = error as NodeJS.ErrnoException
      this.damages.push(`${file.path} could not be read to its end (${code ?? message})`)
      // What is behind the damage has no end: another run is to try again.
      yield* cutter.flush()
      return
    }
    if (!this.isStopped) yield* cutter.finish()
  }

  private open(file: InputFile): AsyncIterable<unknown> {
    if (file.path === STANDARD_INPUT) return unpack(process.stdin)

    this.raw = createReadStream(file.path, { highWaterMark: READ_BYTES })
    return file.isGzip ? gunzip(this.raw) : this.raw
  }
}

/** Standard input may be compressed as well; its first bytes tell. */
async function* unpack(input: Readable): AsyncGenerator<unknown> {
  const source: AsyncIterator<Buffer> = input[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  for (let next = await source.next(); !next.done; next = await source.next()) {
    head = Buffer.concat([head, next.value])
    if (head.length >= GZIP_MAGIC.length) break
  }
  const all = Readable.from(prepend(head, source))
  yield* isGzip(head) ? gunzip(all) : all
}

async function* prepend(head: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
}

/** An error of the source becomes one of the result. */
function gunzip(source: Readable): Readable {
  const unpacked = createGunzip({ chunkSize: READ_BYTES })
  return pipeline(source, unpacked, () => undefined)
}

/** A part of what was read. */
interface Piece {
  source: Buffer
  begin: number
  end: number
}

/** Cuts the bytes of one file into chunks of whole lines. */
class ChunkCutter {
  chosen: number
  private start: Cursor
  /** The lines of the chunk: those that were read together are one piece. */
  private pieces: Piece[] = []
  private lines = 0
  private tooLong: number[] = []
  private chunkBytes = 0
  /** The beginning of a line whose end is not read yet. */
  private rest: Piece[] = []
  private restBytes = 0
  /** Bytes and lines that are cut off, kept or not. */
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
    this.chosen = from.chosen
    this.toSkip = from.offset
  }

  get isSatisfied(): boolean {
    return this.selection.limit !== undefined && this.chosen >= this.selection.limit
  }

  *cut(source: Buffer): Generator<Chunk> {
    let begin = Math.min(this.toSkip, source.length)
    this.toSkip -= begin
    while (begin < source.length && !this.isSatisfied) {
      const newline = source.indexOf(NEWLINE, begin)
      const end = newline < 0 ? source.length : newline + 1
      this.extendLine({ source, begin, end })
      if (newline >= 0) yield* this.endLine()
      begin = end
    }
  }

  /** The whole lines so far. */
  *flush(): Generator<Chunk> {
    if (this.lines > 0) yield this.endChunk()
  }

  /** The last line may lack its newline. The last chunk, which may be empty, ends where the next file begins. */
  *finish(): Generator<Chunk> {
    if (this.restBytes > 0 && !this.isSatisfied) yield* this.endLine()
    const chunk = this.endChunk()
    yield { ...chunk, end: { file: chunk.end.file + 1, offset: 0, line: 1, chosen: this.chosen } }
  }

  private extendLine(piece: Piece): void {
    this.restBytes += piece.end - piece.begin
    // Of a line that is too long only the length is kept.
    if (this.restBytes <= MAX_LINE_BYTES + LINE_END) this.rest.push(piece)
    else this.rest = []
  }

  private *endLine(): Generator<Chunk> {
    const isTooLong = this.restBytes > MAX_LINE_BYTES + LINE_END
    if (isTooLong) this.tooLong.push(this.lines)
    for (const piece of isTooLong || !this.choose() ? [BLANK_LINE] : this.rest) this.keep(piece)
    this.lines++
    this.offset += this.restBytes
    this.line++
    this.rest = []
    this.restBytes = 0
    if (this.lines >= MAX_CHUNK_LINES || this.chunkBytes >= MAX_CHUNK_BYTES) yield this.endChunk()
  }

  /** Whether the line is wanted. Looking into lines takes time, and is done only where it is asked for. */
  private choose(): boolean {
    const { limit, isChosen } = this.selection
    if (limit === undefined && isChosen === undefined) return true

    const text = join(this.rest, Buffer.alloc(this.restBytes)).toString().trim()
    if (text === '') return true
    if (isChosen !== undefined && !isChosen(text)) return false
    this.chosen++
    return true
  }

  private keep(piece: Piece): void {
    const last = this.pieces.at(-1)
    if (last?.source === piece.source && last.end === piece.begin) last.end = piece.end
    else this.pieces.push({ ...piece })
    this.chunkBytes += piece.end - piece.begin
  }

  private endChunk(): Chunk {
    const end = { file: this.start.file, offset: this.offset, line: this.line, chosen: this.chosen }
    const bytes = join(this.pieces, this.allocate(this.chunkBytes))
    const chunk = { path: this.path, start: this.start, end, bytes, tooLong: this.tooLong }
    this.start = end
    this.pieces = []
    this.lines = 0
    this.tooLong = []
    this.chunkBytes = 0
    return chunk
  }
}

/** @param memory as large as the pieces together */
function join(pieces: readonly Piece[], memory: Buffer): Buffer {
  let offset = 0
  for (const { source, begin, end } of pieces) offset += source.copy(memory, offset, begin, end)
  return memory
}

const BLANK_LINE: Piece = { source: Buffer.from('\n'), begin: 0, end: 1 }

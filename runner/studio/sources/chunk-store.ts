import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import type { Chunk } from '../../sources/chunk'
import { changeSince, versionOf } from '../../sources/files'
import type { InputFile } from '../../sources/input-file'
import type { EventLine, UnreadableLine } from '../../sources/lines'
import { readLines } from '../../sources/lines'
import { READ_FLAGS } from '../../sources/source'
import { Problem } from '../problem'

/** The place of some lines on the disk. */
interface StoredChunk {
  /** Whether they are in the private copy, not in the file itself. */
  isCopied: boolean
  offset: number
  size: number
  /** The number of the first line. */
  line: number
  /** The number of the first row, from 0, and of the rows. */
  firstRow: number
  rows: number
  tooLong: number[]
}

/**
 * Finds the lines of a file again. Lines that are in it as they are stay there; other lines, as in gzip files and
 * of JSON lists, are copied to a private file.
 */
export class ChunkStore {
  private readonly chunks: StoredChunk[] = []
  private copy?: FileHandle
  private copiedBytes = 0
  private rows = 0

  private constructor(
    private readonly file: InputFile,
    private readonly handle: FileHandle,
    private readonly copyPath: string
  ) {}

  /** @param copyPath where to put the private copy, if there is need for one */
  static async open(file: InputFile, copyPath: string): Promise<ChunkStore> {
    return new ChunkStore(file, await open(file.path, READ_FLAGS), copyPath)
  }

  /**
   * Adds a chunk, unless it was added by an earlier reading.
   * @param rows the number of events, and of lines that hold none
   */
  async add({ bytes, start, tooLong }: Chunk, rows: number): Promise<void> {
    const lastLine = this.chunks.at(-1)?.line ?? 0
    if (rows === 0 || start.line <= lastLine) return
    const isCopied = !(await this.isInFile(bytes, start.offset))
    const offset = isCopied ? await this.append(bytes) : start.offset
    this.chunks.push({ isCopied, offset, size: bytes.length, line: start.line, firstRow: this.rows, rows, tooLong })
    this.rows += rows
  }

  /** @throws Problem for a file that has changed since it was found */
  async *all(): AsyncGenerator<Chunk> {
    for (const chunk of this.chunks) yield await this.read(chunk)
  }

  /** Up to `count` chunks, evenly spread. @throws Problem for a file that has changed since it was found */
  async *sample(count: number): AsyncGenerator<Chunk> {
    const step = Math.max(1, this.chunks.length / count)
    for (let index = 0; index < this.chunks.length; index += step) yield await this.read(this.chunks[Math.floor(index)])
  }

  /** The line of a row. @throws Problem for a row that there is not, and for a file that has changed */
  async line(row: number): Promise<EventLine | UnreadableLine> {
    const chunk = this.chunks.find(({ firstRow, rows }) => row >= firstRow && row < firstRow + rows)
    if (chunk === undefined) throw new Problem(404, 'There is no such event.')
    let index = chunk.firstRow
    for (const line of readLines(await this.read(chunk))) {
      if (index === row) return line
      index++
    }
    throw new Problem(409, 'The file has changed since it was opened.')
  }

  async close(): Promise<void> {
    await this.handle.close()
    await this.copy?.close()
  }

  private async read({ isCopied, offset, size, line, tooLong }: StoredChunk): Promise<Chunk> {
    if (!isCopied) await this.verify()
    const bytes = await readAt(isCopied ? (this.copy as FileHandle) : this.handle, offset, size)
    const start = { file: 0, offset, line, selected: 0 }
    return { path: this.file.path, start, end: start, bytes, tooLong }
  }

  private async verify(): Promise<void> {
    const { path, version } = this.file
    const change = version && changeSince(version, versionOf(await this.handle.stat({ bigint: true })))
    if (change !== undefined) throw new Problem(409, `${path} ${change} since it was opened. Open it again.`)
  }

  private async isInFile(bytes: Uint8Array, offset: number): Promise<boolean> {
    return (await readAt(this.handle, offset, bytes.length)).equals(bytes)
  }

  private async append(bytes: Uint8Array): Promise<number> {
    this.copy ??= await open(this.copyPath, 'wx+', 0o600)
    const offset = this.copiedBytes
    await this.copy.writev([bytes], offset)
    this.copiedBytes += bytes.length
    return offset
  }
}

async function readAt(handle: FileHandle, position: number, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(size)
  let length = 0
  for (let bytesRead = -1; bytesRead !== 0 && length < size; length += bytesRead) {
    bytesRead = (await handle.read(buffer, length, size - length, position + length)).bytesRead
  }
  return buffer.subarray(0, length)
}

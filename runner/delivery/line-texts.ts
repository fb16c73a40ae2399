import { MAX_CHUNK_BYTES } from '../sources/chunk'
import { ReusedMemory } from './reused-memory'

/** A chunk of usual lines has at most so many bytes, and at least half of them. */
const USUAL_BYTES = MAX_CHUNK_BYTES + 64 * 1024

/** Bytes in UTF-8 of a UTF-16 code unit. */
const MAX_BYTES_PER_CHARACTER = 3

const memory = new ReusedMemory(USUAL_BYTES)

/** A text, or its place in bytes. */
export type KeptText = string | { begin: number; end: number }

/**
 * Keeps the texts of lines until their events are settled. They are two thirds of what is kept of an event: outside of
 * the heap, in memory that is used again, the garbage collector need not copy them. Texts of other than usual chunks
 * stay as they are.
 */
export class LineTexts {
  private bytes?: Buffer<ArrayBuffer>
  private length = 0

  /** @param size bytes of all lines */
  constructor(private readonly size: number) {}

  add(text: string): KeptText {
    if (this.size > USUAL_BYTES || this.size < USUAL_BYTES / 2) return text
    const begin = this.length
    // Without room for each character, the end of the text would be lost.
    if (begin + MAX_BYTES_PER_CHARACTER * text.length > USUAL_BYTES) return text
    this.bytes ??= memory.take()
    this.length += this.bytes.write(text, begin)
    return { begin, end: this.length }
  }

  read(text: KeptText): string | undefined {
    return typeof text === 'string' ? text : this.bytes?.toString('utf8', text.begin, text.end)
  }

  /** Gives up memory that a few texts of a chunk would hold: no text follows. */
  shrink(): void {
    const { bytes, length } = this
    if (bytes === undefined || length > USUAL_BYTES / 2) return
    this.release()
    this.bytes = Buffer.from(bytes.subarray(0, length))
  }

  /** Gives up all memory: no text is read again. */
  release(): void {
    if (this.bytes !== undefined) memory.release(this.bytes)
    this.bytes = undefined
  }
}

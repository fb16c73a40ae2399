import type { Chunk } from '../sources/chunk'
import { CHUNK_CAPACITY } from '../sources/chunk'

/** Memory for chunks, which all threads can read. Used again, it leaves nothing to collect. */
export class SharedMemory {
  private readonly spare: ArrayBufferLike[] = []

  allocate(bytes: number): Buffer {
    return Buffer.from(this.spare.pop() ?? new SharedArrayBuffer(CHUNK_CAPACITY), 0, bytes)
  }

  /** @param chunk the chunk that has been read; there is none before the first */
  release(chunk?: Chunk): void {
    if (chunk !== undefined) this.spare.push(chunk.bytes.buffer)
  }
}

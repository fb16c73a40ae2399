import type { ChunkResult } from '../delivery/result'
import type { Chunk } from '../sources/chunk'
import { CHUNK_CAPACITY } from '../sources/chunk'
import { InlineWorker } from './inline-pool'

/** Memory for chunks that all threads share, which avoids copying. Used again, it leaves nothing to collect. */
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

/** Delivers in this thread, from shared memory. */
export class OwnWorker extends InlineWorker {
  private lastChunk?: Chunk

  constructor(
    private readonly memory: SharedMemory,
    ...inline: ConstructorParameters<typeof InlineWorker>
  ) {
    super(...inline)
  }

  override async ready(): Promise<void> {
    await super.ready()
    this.memory.release(this.lastChunk)
    this.lastChunk = undefined
  }

  override deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    this.lastChunk = chunk
    return super.deliver(chunk, lastListedLine)
  }
}

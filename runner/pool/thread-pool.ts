import { join } from 'node:path'
import { Piscina } from 'piscina'
import type { Capacity } from '../delivery/chunk-deliverer'
import type { DeliveryConfig } from '../delivery/config'
import type { DeliveryListener, Wait } from '../delivery/listener'
import { RateLimiter } from '../delivery/rate-limiter'
import type { ChunkResult } from '../delivery/result'
import type { Chunk } from '../sources/chunk'
import { CHUNK_CAPACITY } from '../sources/chunk'
import { keepYoungGeneration } from './heap'
import { InlineLane } from './inline-pool'
import type { Deliverer, Lane, PoolOptions, WorkerPool } from './pool'
import { capacityOf } from './pool'

/** A chunk for a thread to deliver. */
export interface Task {
  /** A `DeliveryConfig` as JSON, which is faster to hand over. It is the same for all tasks. */
  config: string
  capacity: Capacity
  rateLimiter: SharedArrayBuffer
  chunk: Chunk
  lastListedLine: number
}

/** Delivers in this thread, which reads the input as well, and in further ones: one lane each. */
export class ThreadPool implements WorkerPool {
  private readonly threads: Piscina[]

  constructor(private readonly options: PoolOptions) {
    this.threads = Array.from({ length: options.workers - 1 }, createThread)
  }

  createDeliverer(config: DeliveryConfig, listener: DeliveryListener): Deliverer {
    keepYoungGeneration()
    return new ThreadDeliverer(this.threads, config, capacityOf(this.options), listener)
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.destroy()))
  }
}

/** A pool of one thread: its tasks share what the thread holds, and run side by side. */
function createThread(): Piscina {
  return new Piscina({
    filename: join(__dirname, 'worker.js'),
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: Number.MAX_SAFE_INTEGER,
    recordTiming: false
  })
}

class ThreadDeliverer implements Deliverer {
  readonly lanes: readonly Lane[]
  private readonly ownLane: OwnLane
  private readonly memory = new SharedMemory()

  constructor(
    private readonly threads: readonly Piscina[],
    config: DeliveryConfig,
    capacity: Capacity,
    listener: DeliveryListener
  ) {
    const rateLimiter = new RateLimiter(config.rate, config.retryDelay).shared
    const constant = { config: JSON.stringify(config), capacity, rateLimiter }
    this.ownLane = new OwnLane(this.memory, config, capacity, listener, rateLimiter)
    this.lanes = [...threads.map((thread) => new ThreadLane(thread, constant, this.memory)), this.ownLane]
    for (const thread of threads) thread.on('message', (wait: Wait) => listener.waiting(wait))
  }

  allocate(bytes: number): Buffer {
    return this.memory.allocate(bytes)
  }

  interrupt(isUnauthorized: boolean): void {
    this.ownLane.interrupt(isUnauthorized)
    for (const thread of this.threads) {
      // The thread may end before it answers.
      void thread.run(isUnauthorized, { name: 'interrupt' }).catch(() => undefined)
    }
  }
}

/** Memory for chunks that all threads share, which avoids copying. Used again, it leaves nothing to collect. */
class SharedMemory {
  private readonly spare: ArrayBufferLike[] = []

  allocate(bytes: number): Buffer {
    return Buffer.from(this.spare.pop() ?? new SharedArrayBuffer(CHUNK_CAPACITY), 0, bytes)
  }

  /** @param chunk one that has been read; there is none before the first */
  release(chunk?: Chunk): void {
    if (chunk !== undefined) this.spare.push(chunk.bytes.buffer)
  }
}

/** Delivers in this thread, from shared memory. */
class OwnLane extends InlineLane {
  private lastChunk?: Chunk

  constructor(
    private readonly memory: SharedMemory,
    ...inline: ConstructorParameters<typeof InlineLane>
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

/** Delivers in another thread. A second chunk waits there, so that the thread need not wait for this one. */
class ThreadLane implements Lane {
  private lastChunk?: Chunk
  private canTakeAnother: Promise<void> = Promise.resolve()

  constructor(
    private readonly thread: Piscina,
    private readonly constant: Pick<Task, 'config' | 'capacity' | 'rateLimiter'>,
    private readonly memory: SharedMemory
  ) {}

  ready(): Promise<void> {
    return this.canTakeAnother
  }

  deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    this.canTakeAnother = this.releaseWhenRead(this.lastChunk)
    // An error is that of the delivery as well.
    this.canTakeAnother.catch(() => undefined)
    this.lastChunk = chunk
    const task: Task = { ...this.constant, chunk, lastListedLine }
    return this.thread.run(task)
  }

  async flush(): Promise<void> {
    await this.thread.run(undefined, { name: 'flush' })
  }

  /** @param chunk the last one that the thread was given */
  private async releaseWhenRead(chunk?: Chunk): Promise<void> {
    await this.thread.run(undefined, { name: 'ready' })
    this.memory.release(chunk)
  }
}

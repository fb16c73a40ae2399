import { join } from 'node:path'
import { Piscina } from 'piscina'
import type { Capacity } from '../delivery/chunk-deliverer'
import type { DeliveryConfig, Mapping } from '../delivery/config'
import type { CredentialsProblem } from '../delivery/destination'
import type { Endpoint } from '../delivery/endpoint'
import type { DeliveryListener, Wait } from '../delivery/listener'
import { RateLimiter } from '../delivery/rate-limiter'
import type { ChunkResult } from '../delivery/result'
import { UsageError } from '../errors'
import type { Chunk } from '../sources/chunk'
import { CHUNK_CAPACITY } from '../sources/chunk'
import { keepYoungGeneration } from './heap'
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

/** A thread's answer to a request for mappings. An error would lose its class on the way. */
export type MappingsAnswer = { mappings: Mapping[] } | { problem: string }

/** Memory of each thread for new objects. Twice as much would make delivery a little faster. */
const YOUNG_GENERATION_MB = 6

/** Delivers in other threads, one lane each. This thread, which reads the input, does not load the destination. */
export class ThreadPool implements WorkerPool {
  private readonly threads: Piscina[]

  constructor(private readonly options: PoolOptions) {
    this.threads = Array.from({ length: options.workers }, createThread)
  }

  async readMappings(file?: string): Promise<Mapping[]> {
    const answer: MappingsAnswer = await this.threads[0].run(file, { name: 'answerMappings' })
    if ('problem' in answer) throw new UsageError(answer.problem)
    return answer.mappings
  }

  testCredentials(endpoint: Endpoint): Promise<CredentialsProblem | undefined> {
    return this.threads[0].run(endpoint, { name: 'testCredentials' })
  }

  createDeliverer(config: DeliveryConfig, listener: DeliveryListener): Deliverer {
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
    recordTiming: false,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB }
  })
}

class ThreadDeliverer implements Deliverer {
  readonly lanes: readonly Lane[]
  /** Shared buffers avoid copying; used again, they leave nothing to collect. */
  private readonly spare: ArrayBufferLike[] = []

  constructor(
    private readonly threads: readonly Piscina[],
    config: DeliveryConfig,
    capacity: Capacity,
    listener: DeliveryListener
  ) {
    const rateLimiter = new RateLimiter(config.rate, config.retryDelay).shared
    const constant = { config: JSON.stringify(config), capacity, rateLimiter }
    this.lanes = threads.map((thread) => new ThreadLane(thread, constant, this.spare))
    for (const thread of threads) thread.on('message', (wait: Wait) => listener.waiting(wait))
  }

  allocate(bytes: number): Buffer {
    return Buffer.from(this.spare.pop() ?? new SharedArrayBuffer(CHUNK_CAPACITY), 0, bytes)
  }

  interrupt(isUnauthorized: boolean): void {
    for (const thread of this.threads) {
      // The thread may end before it answers.
      void thread.run(isUnauthorized, { name: 'interrupt' }).catch(() => undefined)
    }
  }
}

class ThreadLane implements Lane {
  /** The buffers of chunks that the thread may still be reading. */
  private lent: ArrayBufferLike[] = []

  constructor(
    private readonly thread: Piscina,
    private readonly constant: Pick<Task, 'config' | 'capacity' | 'rateLimiter'>,
    private readonly spare: ArrayBufferLike[]
  ) {}

  async ready(): Promise<void> {
    await this.thread.run(undefined, { name: 'ready' })
    this.spare.push(...this.lent)
    this.lent = []
  }

  async deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    this.lent.push(chunk.bytes.buffer)
    const task: Task = { ...this.constant, chunk, lastListedLine }
    const result: ChunkResult = await this.thread.run(task)
    keepYoungGeneration()
    return result
  }

  async flush(): Promise<void> {
    await this.thread.run(undefined, { name: 'flush' })
  }
}

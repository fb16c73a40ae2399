import type { Piscina } from 'piscina'
import type { DeliveryListener, Wait } from '../delivery/batch-deliverer'
import type { Capacity } from '../delivery/chunk-deliverer'
import type { DeliveryConfig } from '../delivery/config'
import { RateLimiter } from '../delivery/rate-limiter'
import type { ChunkResult } from '../delivery/result'
import { keepYoungGeneration } from '../heap'
import type { Chunk } from '../sources/chunk'
import { OwnWorker } from './inline-pool'
import type { Deliverer, PoolOptions, Worker, WorkerPool } from './pool'
import { capacitiesOf } from './pool'
import { SharedMemory } from './shared-memory'
import { createThread, startError, started } from './thread'

/** The same for all chunks of a thread, which therefore gets it once: an input of small files has thousands in flight. */
export interface WorkerSettings {
  config: DeliveryConfig
  capacity: Capacity
  rateLimiter: SharedArrayBuffer
}

/** A chunk for a thread to deliver. */
export interface Task {
  chunk: Chunk
  lastListedLine: number
}

/** Delivers in this thread, which reads the input as well, and in further ones: one worker each. */
export class ThreadPool implements WorkerPool {
  private readonly threads: Piscina[]
  private readonly areRunning: Promise<unknown>

  /** @throws Error if the system starts no further thread */
  constructor(private readonly options: PoolOptions) {
    try {
      this.threads = Array.from({ length: options.workers - 1 }, createThread)
    } catch (error) {
      throw startError(error)
    }
    this.areRunning = Promise.all(this.threads.map(started))
    // An error is noticed when the workers are fed.
    this.areRunning.catch(() => undefined)
  }

  createDeliverer(config: DeliveryConfig, listener: DeliveryListener): Deliverer {
    keepYoungGeneration()
    const { threads, areRunning } = this
    return new ThreadDeliverer(threads, areRunning, config, capacitiesOf(this.options), listener)
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.destroy()))
  }
}

class ThreadDeliverer implements Deliverer {
  readonly workers: readonly Worker[]
  private readonly ownWorker: OwnWorker
  private readonly memory = new SharedMemory()

  constructor(
    private readonly threads: readonly Piscina[],
    areRunning: Promise<unknown>,
    config: DeliveryConfig,
    [capacity, ...capacities]: readonly Capacity[],
    listener: DeliveryListener
  ) {
    const rateLimiter = new RateLimiter(config.rate, config.retryDelay).shared
    this.ownWorker = new OwnWorker(this.memory, config, capacity, listener, rateLimiter)
    const further = threads.map((thread, index) => {
      const settings: WorkerSettings = { config, capacity: capacities[index], rateLimiter }
      // The first task of the thread, so that the worker is there for all others.
      const hasBegun = thread.run(settings, { name: 'begin' })
      hasBegun.catch(() => undefined)
      const isRunning = areRunning.then(() => hasBegun)
      isRunning.catch(() => undefined)
      return new ThreadWorker(thread, isRunning, this.memory)
    })
    this.workers = [...further, this.ownWorker]
    for (const thread of threads) thread.on('message', (wait: Wait) => listener.waiting(wait))
  }

  allocate(bytes: number): Buffer {
    return this.memory.allocate(bytes)
  }

  interrupt(isUnauthorized: boolean): void {
    this.ownWorker.interrupt(isUnauthorized)
    for (const thread of this.threads) {
      // The thread may end before it answers.
      void thread.run(isUnauthorized, { name: 'interrupt' }).catch(() => undefined)
    }
  }
}

/** Delivers in another thread. A second chunk waits there, so that the thread need not wait for this one. */
class ThreadWorker implements Worker {
  private lastChunk?: Chunk

  /** @param canTakeAnother resolves when the thread can accept another chunk */
  constructor(
    private readonly thread: Piscina,
    private canTakeAnother: Promise<unknown>,
    private readonly memory: SharedMemory
  ) {}

  async ready(): Promise<void> {
    await this.canTakeAnother
  }

  deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    this.canTakeAnother = this.releaseWhenRead(this.lastChunk)
    // An error ends the delivery as well.
    this.canTakeAnother.catch(() => undefined)
    this.lastChunk = chunk
    const task: Task = { chunk, lastListedLine }
    return this.thread.run(task)
  }

  async flush(): Promise<void> {
    await this.thread.run(undefined, { name: 'flush' })
  }

  /** @param chunk the last chunk of the thread */
  private async releaseWhenRead(chunk?: Chunk): Promise<void> {
    await this.thread.run(undefined, { name: 'ready' })
    this.memory.release(chunk)
  }
}

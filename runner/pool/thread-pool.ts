import { join } from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { DeliveryConfig, Mapping } from '../delivery/config'
import { RateLimiter } from '../delivery/rate-limiter'
import type { ChunkResult } from '../delivery/result'
import { UsageError } from '../errors'
import type { Chunk } from '../sources/chunk'
import { CHUNK_CAPACITY } from '../sources/chunk'
import type { Deliverer, PoolOptions, WorkerPool } from './pool'

/** Data that a thread is given when it starts. */
export interface WorkerData {
  /** Name of the channel on which interruptions are announced. */
  channel: string
}

/** A chunk for a thread to deliver. */
export interface Task {
  /** JSON, which is faster to hand over. It is the same for all tasks. */
  config: string
  rateLimiter: SharedArrayBuffer
  chunk: Chunk
  lastListedLine: number
}

/** A thread's answer to a request for mappings. An error would lose its class on the way. */
export type MappingsAnswer = { mappings: Mapping[] } | { problem: string }

/** Memory of each thread for new objects. Twice as much would make delivery a little faster. */
const YOUNG_GENERATION_MB = 6

/** Delivers in other threads. This thread, which reads the input, does not load the destination. */
export class ThreadPool implements WorkerPool {
  private readonly channel: BroadcastChannel
  private readonly pool: Piscina

  constructor({ concurrency, workers }: PoolOptions) {
    const channel = `tiktok-conversions ${process.pid}`
    this.channel = new BroadcastChannel(channel)
    // No answer comes on it, so it must not keep the process running.
    this.channel.unref()
    const workerData: WorkerData = { channel }
    this.pool = new Piscina({
      filename: join(__dirname, 'worker.js'),
      workerData,
      minThreads: workers,
      maxThreads: workers,
      concurrentTasksPerWorker: Math.ceil(concurrency / workers),
      recordTiming: false,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB }
    })
  }

  async readMappings(file?: string): Promise<Mapping[]> {
    const answer: MappingsAnswer = await this.pool.run(file, { name: 'answerMappings' })
    if ('problem' in answer) throw new UsageError(answer.problem)
    return answer.mappings
  }

  createDeliverer(config: DeliveryConfig): Deliverer {
    return new ThreadDeliverer(this.pool, this.channel, config)
  }

  async close(): Promise<void> {
    this.channel.close()
    await this.pool.destroy()
  }
}

class ThreadDeliverer implements Deliverer {
  private readonly rateLimiter: RateLimiter
  private readonly config: string
  /** Shared buffers avoid copying; used again, they leave nothing to collect. */
  private readonly spare: ArrayBufferLike[] = []

  constructor(
    private readonly pool: Piscina,
    private readonly channel: BroadcastChannel,
    config: DeliveryConfig
  ) {
    this.rateLimiter = new RateLimiter(config.rate, config.retryDelay)
    this.config = JSON.stringify(config)
  }

  allocate(bytes: number): Buffer {
    return Buffer.from(this.spare.pop() ?? new SharedArrayBuffer(CHUNK_CAPACITY), 0, bytes)
  }

  async deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    const task: Task = { config: this.config, rateLimiter: this.rateLimiter.shared, chunk, lastListedLine }
    try {
      return await this.pool.run(task)
    } finally {
      this.spare.push(chunk.bytes.buffer)
    }
  }

  interrupt(isUnauthorized: boolean): void {
    this.rateLimiter.interrupt()
    this.channel.postMessage(isUnauthorized)
  }
}

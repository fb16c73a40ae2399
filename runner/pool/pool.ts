import type { DeliveryListener } from '../delivery/batch-deliverer'
import type { Capacity } from '../delivery/chunk-deliverer'
import type { DeliveryConfig } from '../delivery/config'
import type { ChunkResult } from '../delivery/result'
import type { Chunk } from '../sources/chunk'

/** Runs deliveries in this thread, and in others if there are several. */
export interface WorkerPool {
  createDeliverer(config: DeliveryConfig, listener: DeliveryListener): Deliverer
  close(): Promise<void>
}

/** Delivers chunks in workers that work side by side under one rate limit. */
export interface Deliverer {
  readonly workers: readonly Worker[]
  /** Provides memory for a chunk that is to be delivered, in bytes. */
  allocate(bytes: number): Buffer
  /** Ends the wait for further attempts. If the credentials were rejected, it ends everything. */
  interrupt(isUnauthorized: boolean): void
}

/** Delivers chunks in one thread. */
export interface Worker {
  /** Resolves when the worker can accept another chunk. */
  ready(): Promise<void>
  /**
   * Resolves when all events of the chunk are settled, which may take further chunks or a flush.
   * @param lastListedLine the last line whose result is to be listed
   */
  deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult>
  /** Sends the batches that are not full. */
  flush(): Promise<void>
}

export interface PoolOptions {
  /** Requests at a time. */
  concurrency: number
  /** Threads, at most one for each request at a time; 1 means this thread. */
  workers: number
}

/** Weight of the events that are not settled, in all threads together, in bytes. */
const WEIGHT_IN_FLIGHT = 16 * 1024 * 1024

/** Shares the limits out among the workers. */
export function capacitiesOf({ concurrency, workers }: PoolOptions): Capacity[] {
  return Array.from({ length: workers }, (_, index) => ({
    batches: Math.floor(concurrency / workers) + (index < concurrency % workers ? 1 : 0),
    weight: WEIGHT_IN_FLIGHT / workers
  }))
}

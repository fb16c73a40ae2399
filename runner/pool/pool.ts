import type { Capacity } from '../delivery/chunk-deliverer'
import type { DeliveryConfig } from '../delivery/config'
import type { DeliveryListener } from '../delivery/listener'
import type { ChunkResult } from '../delivery/result'
import type { Chunk } from '../sources/chunk'

/** Runs deliveries in this thread, and in others where there are several. */
export interface WorkerPool {
  createDeliverer(config: DeliveryConfig, listener: DeliveryListener): Deliverer
  close(): Promise<void>
}

/** Delivers chunks in lanes that work side by side under one rate limit. */
export interface Deliverer {
  readonly lanes: readonly Lane[]
  /** Provides memory for a chunk that is to be delivered, in bytes. */
  allocate(bytes: number): Buffer
  /** Ends the wait for further attempts; where the credentials were rejected, it ends everything. */
  interrupt(isUnauthorized: boolean): void
}

/** Delivers chunks in one thread. */
export interface Lane {
  /** Resolves when the lane can take another chunk. */
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
  /** Threads; 1 means this thread. */
  workers: number
}

/** Weight of the events that are not settled, in all threads together, in bytes. Further threads need the rest. */
const WEIGHT_IN_FLIGHT = { one: 16 * 1024 * 1024, several: 12 * 1024 * 1024 }

/** The limits of each lane. */
export function capacityOf({ concurrency, workers }: PoolOptions): Capacity {
  const weight = workers === 1 ? WEIGHT_IN_FLIGHT.one : WEIGHT_IN_FLIGHT.several
  return { batches: Math.ceil(concurrency / workers), weight: weight / workers }
}

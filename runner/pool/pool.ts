import type { DeliveryConfig, Mapping } from '../delivery/config'
import type { ChunkResult } from '../delivery/result'
import type { Chunk } from '../sources/chunk'

/** Runs deliveries in this thread or in others. Only those threads load the destination, which takes memory and time. */
export interface WorkerPool {
  /**
   * The mappings of a file, or the presets.
   * @throws UsageError for a file that could not be run as it stands
   */
  readMappings(file?: string): Promise<Mapping[]>
  createDeliverer(config: DeliveryConfig): Deliverer
  close(): Promise<void>
}

/** Delivers several chunks at a time. */
export interface Deliverer {
  /** Provides memory for a chunk that is to be delivered, in bytes. */
  allocate(bytes: number): Buffer
  /** @param lastListedLine the last line whose result is to be listed */
  deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult>
  /** Ends the wait for further attempts; where the credentials were rejected, it ends everything. */
  interrupt(isUnauthorized: boolean): void
}

export interface PoolOptions {
  /** Chunks at a time. */
  concurrency: number
  /** Threads; 1 means this thread. */
  workers: number
}

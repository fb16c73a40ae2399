import type { Capacity } from '../delivery/chunk-deliverer'
import type { DeliveryConfig, Mapping } from '../delivery/config'
import type { CredentialsProblem } from '../delivery/destination'
import type { Endpoint } from '../delivery/endpoint'
import type { DeliveryListener } from '../delivery/listener'
import type { ChunkResult } from '../delivery/result'
import type { Chunk } from '../sources/chunk'

/** Runs deliveries in this thread or in others. Only those threads load the destination, which takes memory and time. */
export interface WorkerPool {
  /**
   * The mappings of a file, or the presets.
   * @throws UsageError for a file that could not be run as it stands
   */
  readMappings(file?: string): Promise<Mapping[]>
  /** Asks the endpoint whether the credentials work. @returns `undefined` if they do */
  testCredentials(endpoint: Endpoint): Promise<CredentialsProblem | undefined>
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

/** Weight of the events that are not settled, in all threads together, in bytes. */
const WEIGHT_IN_FLIGHT = 16 * 1024 * 1024

/** The limits of each lane. */
export function capacityOf({ concurrency, workers }: PoolOptions): Capacity {
  return { batches: Math.ceil(concurrency / workers), weight: WEIGHT_IN_FLIGHT / workers }
}

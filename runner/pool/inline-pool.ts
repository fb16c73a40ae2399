import { Unauthorized } from '../delivery/batch'
import { ChunkDeliverer } from '../delivery/chunk-deliverer'
import type { DeliveryConfig, Mapping } from '../delivery/config'
import { chooseMappings } from '../delivery/mappings'
import { RateLimiter } from '../delivery/rate-limiter'
import type { ChunkResult } from '../delivery/result'
import type { Chunk } from '../sources/chunk'
import type { Deliverer, WorkerPool } from './pool'

/** Delivers in this thread. */
export class InlinePool implements WorkerPool {
  async readMappings(file?: string): Promise<Mapping[]> {
    return chooseMappings(file)
  }

  createDeliverer(config: DeliveryConfig): Deliverer {
    return new InlineDeliverer(config)
  }

  async close(): Promise<void> {}
}

/** Delivers in the thread it is created in. The rate limiter tells it that another thread has ended the run. */
export class InlineDeliverer implements Deliverer {
  private readonly idle: ChunkDeliverer[] = []
  private readonly interruption = new AbortController()
  private readonly rateLimiter: RateLimiter

  /** @param sharedState the state that the rate limiters of several threads share */
  constructor(
    private readonly config: DeliveryConfig,
    sharedState?: SharedArrayBuffer
  ) {
    this.rateLimiter = new RateLimiter(config.rate, config.retryDelay, sharedState)
  }

  allocate(bytes: number): Buffer {
    return Buffer.alloc(bytes)
  }

  async deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    if (this.rateLimiter.isInterrupted && !this.interruption.signal.aborted) this.interrupt(false)
    const deliverer = this.idle.pop() ?? new ChunkDeliverer(this.config, this.rateLimiter, this.interruption.signal)
    try {
      return await deliverer.deliver(chunk, lastListedLine)
    } finally {
      this.idle.push(deliverer)
    }
  }

  interrupt(isUnauthorized: boolean): void {
    this.rateLimiter.interrupt()
    this.interruption.abort(isUnauthorized ? new Unauthorized() : undefined)
  }
}

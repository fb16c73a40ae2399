import { setMaxListeners } from 'node:events'
import type { DeliveryListener } from '../delivery/batch-deliverer'
import type { Capacity } from '../delivery/chunk-deliverer'
import { ChunkDeliverer } from '../delivery/chunk-deliverer'
import type { DeliveryConfig } from '../delivery/config'
import { RateLimiter } from '../delivery/rate-limiter'
import type { ChunkResult } from '../delivery/result'
import { keepYoungGeneration } from '../heap'
import type { Chunk } from '../sources/chunk'
import type { Deliverer, PoolOptions, Worker, WorkerPool } from './pool'
import { capacitiesOf } from './pool'
import { SharedMemory } from './shared-memory'

/** Delivers in this thread. */
export class InlinePool implements WorkerPool {
  constructor(private readonly options: PoolOptions) {}

  createDeliverer(config: DeliveryConfig, listener: DeliveryListener): Deliverer {
    keepYoungGeneration()
    const [capacity] = capacitiesOf(this.options)
    const memory = new SharedMemory()
    const worker = new OwnWorker(memory, config, capacity, listener)
    return {
      workers: [worker],
      allocate: (bytes) => memory.allocate(bytes),
      interrupt: (isUnauthorized) => worker.interrupt(isUnauthorized)
    }
  }

  async close(): Promise<void> {}
}

/** Delivers in the thread it is created in. */
export class InlineWorker implements Worker {
  private readonly deliverer: ChunkDeliverer
  private readonly rateLimiter: RateLimiter
  private readonly interruption = new AbortController()

  /** @param sharedState the state that the rate limiters of several threads share */
  constructor(config: DeliveryConfig, capacity: Capacity, listener: DeliveryListener, sharedState?: SharedArrayBuffer) {
    // Each batch in flight may listen; Node.js warns from eleven on.
    setMaxListeners(0, this.interruption.signal)
    this.rateLimiter = new RateLimiter(config.rate, config.retryDelay, sharedState)
    this.deliverer = new ChunkDeliverer(config, capacity, this.rateLimiter, this.interruption.signal, listener)
  }

  ready(): Promise<void> {
    return this.deliverer.ready()
  }

  deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    return this.deliverer.deliver(chunk, lastListedLine)
  }

  flush(): Promise<void> {
    return this.deliverer.flush()
  }

  interrupt(isUnauthorized: boolean): void {
    this.interruption.abort()
    if (isUnauthorized) this.deliverer.abandon({ reason: 'interrupted', isUnauthorized })
  }
}

/** Delivers in the thread that reads the input, whose memory it gives back. */
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

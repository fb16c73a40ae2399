import type { DeliveryConfig, Mapping } from './config'
import type { Crew, Desk } from './crew'
import type { ChunkResult } from './deliver-chunk'
import { ChunkDeliverer, Unauthorized } from './deliver-chunk'
import { Gate } from './gate'
import type { Chunk } from './input'
import { chooseMappings } from './mappings'

/** This thread. */
export class LocalCrew implements Crew {
  async readMappings(file?: string): Promise<Mapping[]> {
    return chooseMappings(file)
  }

  openDesk(config: DeliveryConfig): Desk {
    return new LocalDesk(config)
  }

  async close(): Promise<void> {}
}

/** Delivers in the thread it is made in. The gate tells it when another thread has ended the run. */
export class LocalDesk implements Desk {
  private readonly idle: ChunkDeliverer[] = []
  private readonly interruption = new AbortController()
  private readonly gate: Gate

  /** @param gate what the gates of several threads have in common */
  constructor(
    private readonly config: DeliveryConfig,
    gate?: SharedArrayBuffer
  ) {
    this.gate = new Gate(config.rate, config.retryDelay, gate)
  }

  allocate(size: number): Buffer {
    return Buffer.alloc(size)
  }

  async deliver(chunk: Chunk, listed: number): Promise<ChunkResult> {
    if (this.gate.isInterrupted && !this.interruption.signal.aborted) this.interrupt(false)
    const deliverer = this.idle.pop() ?? new ChunkDeliverer(this.config, this.gate, this.interruption.signal)
    try {
      return await deliverer.deliver(chunk, listed)
    } finally {
      this.idle.push(deliverer)
    }
  }

  interrupt(isUnauthorized: boolean): void {
    this.gate.interrupt()
    this.interruption.abort(isUnauthorized ? new Unauthorized() : undefined)
  }
}

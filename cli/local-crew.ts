import type { DeliveryConfig, Mapping } from './config'
import type { Crew, CrewOptions, Desk } from './crew'
import type { ChunkResult } from './deliver-chunk'
import { ChunkDeliverer, Unauthorized } from './deliver-chunk'
import { Gate } from './gate'
import type { Chunk } from './input'
import { chooseMappings } from './mappings'

/** This thread. */
export class LocalCrew implements Crew {
  private readonly gate: Gate

  constructor({ rate, retryDelay }: CrewOptions) {
    this.gate = new Gate(rate, retryDelay)
  }

  async readMappings(file?: string): Promise<Mapping[]> {
    return chooseMappings(file)
  }

  openDesk(config: DeliveryConfig): Desk {
    return new LocalDesk(config, this.gate)
  }

  async close(): Promise<void> {}
}

/** Delivers in the thread it is made in. The gate tells it when another thread has ended the run. */
export class LocalDesk implements Desk {
  private readonly idle: ChunkDeliverer[] = []
  private readonly interruption = new AbortController()

  constructor(
    private readonly config: DeliveryConfig,
    private readonly gate: Gate
  ) {}

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

import type { BatchDeliverer } from './batch-deliverer'
import { abandonAll } from './batch-deliverer'
import type { Batch } from './batcher'
import type { Stop } from './result'

/** Sends batches, a limited number at a time. */
export class Dispatcher {
  private readonly running = new Set<Promise<void>>()
  /** Set once no further batch is sent. */
  stop?: Stop

  constructor(
    private readonly limit: number,
    private readonly createDeliverer: () => BatchDeliverer
  ) {}

  get isIdle(): boolean {
    return this.running.size === 0
  }

  private get isFull(): boolean {
    return this.running.size >= this.limit
  }

  /** Resolves when another batch can be sent at once. */
  async slot(): Promise<void> {
    while (this.isFull) await this.nextEnd()
  }

  /** Resolves when a batch in flight has ended, or at once if there is none. */
  async nextEnd(): Promise<void> {
    if (!this.isIdle) await Promise.race(this.running)
  }

  /**
   * Sends a batch, or abandons it after a stop. Resolves when it is in flight.
   * @param ended called when all of its events are settled or abandoned; it must not throw
   */
  async dispatch(batch: Batch, ended: (stop?: Stop) => void): Promise<void> {
    // Awaiting `slot` would let another batch take the place before this one does.
    while (this.isFull) await this.nextEnd()
    if (this.stop !== undefined) {
      abandonAll(batch.events, this.stop)
      ended()
      return
    }
    const delivery = this.deliver(batch).then((stop) => {
      this.running.delete(delivery)
      ended(stop)
    })
    this.running.add(delivery)
  }

  /** Never rejects: an internal error is reported to the chunks of the events. */
  private async deliver(batch: Batch): Promise<Stop | undefined> {
    try {
      return await this.createDeliverer().deliver(batch)
    } catch (error) {
      for (const { recorder } of batch.events) recorder.fail(error)
      return undefined
    }
  }
}

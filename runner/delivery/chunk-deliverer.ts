import type { Chunk } from '../sources/chunk'
import type { EventLine } from '../sources/lines'
import { readLines } from '../sources/lines'
import type { Transformation } from '../transform/lines'
import { createRoutes } from '../transform/match'
import type { DeliveryListener } from './batch-deliverer'
import { abandonAll } from './batch-deliverer'
import type { Batch } from './batcher'
import { Batcher } from './batcher'
import type { DeliveryConfig } from './config'
import { Dispatcher } from './dispatcher'
import type { EncodedLine } from './encoder'
import { encodeLines } from './encoder'
import type { RateLimiter } from './rate-limiter'
import { Recorder } from './recorder'
import type { ChunkResult, Stop } from './result'

/** Limits of one deliverer. */
export interface Capacity {
  /** Batches at a time. */
  batches: number
  /** Weight of the events that are not settled, in bytes. */
  weight: number
}

/** Weight of a chunk that is not settled, beside its events: an input of small files has a chunk for each of them. */
const CHUNK_WEIGHT = 8 * 1024

/**
 * Delivers chunks in batches that may hold events of several mappings and chunks. A batch goes out when it is full, or
 * when it is flushed.
 */
export class ChunkDeliverer {
  private readonly transformation: Transformation
  private readonly batcher = new Batcher()
  private readonly dispatcher: Dispatcher
  /** Bytes of the events and chunks that are not settled. */
  private weight = 0
  private routing: Promise<unknown> = Promise.resolve()

  /** @param signal ends the wait for another attempt; requests in flight are finished */
  constructor(
    private readonly config: DeliveryConfig,
    private readonly capacity: Capacity,
    rateLimiter: RateLimiter,
    signal: AbortSignal,
    listener: DeliveryListener
  ) {
    const { endpoint: settings, optOut } = config
    const asksSegment = settings.kind === 'dry-run'
    this.transformation = {
      routes: createRoutes(config.mappings),
      settings,
      optOut,
      now: () => Date.now(),
      asksSegment
    }
    this.dispatcher = new Dispatcher(capacity.batches, config, rateLimiter, signal, listener)
  }

  /** Resolves when another chunk can be delivered; the bytes of all chunks before are no longer needed then. */
  async ready(): Promise<void> {
    await this.routing
    await this.dispatcher.slot()
  }

  /** @param lastListedLine the last line whose result is to be listed */
  deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    const recorder = new Recorder(chunk, lastListedLine, this.config.keepsRequests)
    this.weight += CHUNK_WEIGHT
    const lighten = () => {
      this.weight -= CHUNK_WEIGHT
    }
    recorder.result.then(lighten, lighten)
    this.routing = this.routing.then(() => this.route(chunk, recorder)).catch((error) => recorder.fail(error))
    return recorder.result
  }

  /** Sends the batches that are not full. */
  async flush(): Promise<void> {
    await this.routing
    for (const batch of this.batcher.takeAll()) await this.dispatch(batch)
  }

  /** Abandons the events of all batches that are not in flight. */
  abandon(stop: Stop): void {
    this.dispatcher.stop = stop
    for (const batch of this.batcher.takeAll()) {
      this.weight -= batch.weight
      abandonAll(batch.events, stop)
    }
  }

  private async route(chunk: Chunk, recorder: Recorder): Promise<void> {
    for (const group of encodeLines(readLines(chunk), this.transformation, recorder)) {
      for (const encoded of group) {
        const full = this.add(encoded, recorder)
        if (full !== undefined) await this.dispatch(full)
        while (this.weight > this.capacity.weight) await this.makeRoom()
      }
    }
    recorder.close()
  }

  /** @returns the batch that the event has filled */
  private add(event: EncodedLine<EventLine>, recorder: Recorder): Batch | undefined {
    const { encoded, error, route, leftOut, segmentError } = event
    const line = recorder.expect(event.line)
    const { stop } = this.dispatcher
    if (encoded === undefined) recorder.settle(line, 'rejected', route, 1, error)
    else if (stop !== undefined) recorder.abandon(stop)
    else {
      this.weight += encoded.weight
      return this.batcher.add({ encoded, line, route, leftOut, segmentError, recorder })
    }
    return undefined
  }

  /** Waits for a batch in flight. If there is none, the batches that are not full take up the room. */
  private async makeRoom(): Promise<void> {
    if (this.dispatcher.isIdle) for (const batch of this.batcher.takeAll()) await this.dispatch(batch)
    await this.dispatcher.nextEnd()
  }

  private dispatch(batch: Batch): Promise<void> {
    return this.dispatcher.dispatch(batch, (stop) => {
      this.weight -= batch.weight
      if (stop?.isUnauthorized) this.abandon(stop)
    })
  }
}

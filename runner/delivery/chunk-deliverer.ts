import type { SegmentEvent } from '@segment/actions-core'
import { LeftOutList } from '../../src/reportWebEvent/left-out'
import type { Chunk } from '../sources/chunk'
import type { EventLine } from '../sources/lines'
import { readLines } from '../sources/lines'
import { BatchDeliverer } from './batch-deliverer'
import type { Batch } from './batcher'
import { Batcher, weightOf } from './batcher'
import type { DeliveryConfig } from './config'
import { fitPayload } from './fit'
import type { DeliveryListener } from './listener'
import { findOptOut } from './opt-out'
import type { RateLimiter } from './rate-limiter'
import type { SentLine } from './recorder'
import { Recorder } from './recorder'
import type { ChunkResult, Stop } from './result'
import type { Route } from './router'
import { createRoutes, routesFor } from './router'
import { toResult } from './transport'

export const MAPPING_IS_GONE = {
  class: 'PayloadValidationError',
  status: 400,
  message: 'its mapping is not among those of this run'
}

/** Limits of one deliverer. */
export interface Capacity {
  /** Batches at a time. */
  batches: number
  /** Weight of the events that are not settled, in bytes. */
  weight: number
}

/**
 * Delivers chunks in batches that may hold events of several mappings and chunks. A batch goes out when it is full, or
 * when it is flushed.
 */
export class ChunkDeliverer {
  private readonly routes: Route[]
  private readonly batcher = new Batcher()
  private readonly idle: BatchDeliverer[] = []
  /** Batches in flight. */
  private readonly running = new Set<Promise<void>>()
  /** Of the events that are not settled. */
  private weight = 0
  private routing: Promise<unknown> = Promise.resolve()
  private stop?: Stop

  /** @param signal ends the wait for another attempt; requests in flight are finished */
  constructor(
    private readonly config: DeliveryConfig,
    private readonly capacity: Capacity,
    private readonly rateLimiter: RateLimiter,
    private readonly signal: AbortSignal,
    private readonly listener: DeliveryListener
  ) {
    this.routes = createRoutes(config.mappings)
  }

  /** Resolves when another chunk can be delivered; the bytes of all chunks before are no longer needed then. */
  async ready(): Promise<void> {
    await this.routing
    await this.slot()
  }

  /** @param lastListedLine the last line whose result is to be listed */
  deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    const recorder = new Recorder(chunk, lastListedLine, this.config.keepsRequests)
    this.routing = this.route(chunk, recorder).catch((error) => recorder.fail(error))
    return recorder.result
  }

  /** Sends the batches that are not full. */
  async flush(): Promise<void> {
    await this.routing
    for (const batch of this.batcher.takeAll()) await this.dispatch(batch)
  }

  /** Abandons the events of all batches that are not in flight. */
  abandon(stop: Stop): void {
    this.stop = stop
    for (const batch of this.batcher.takeAll()) this.abandonBatch(batch, stop)
  }

  private async route(chunk: Chunk, recorder: Recorder): Promise<void> {
    for (const line of readLines(chunk)) {
      if ('problem' in line) {
        recorder.unreadable(line)
        continue
      }
      const optOut = findOptOut(line.event, this.config.optOut ?? {})
      if (optOut !== undefined) {
        recorder.optedOut(line, optOut)
        continue
      }
      const routes = routesFor(line, this.routes)
      if (routes.length === 0) recordUnmatched(line, recorder)
      const sent = recorder.reduce(line)
      for (const route of routes) await this.add(line.event, sent, route, recorder)
    }
    recorder.close()
  }

  private async add(event: SegmentEvent, line: SentLine, route: Route, recorder: Recorder): Promise<void> {
    recorder.expect()
    const leftOut = new LeftOutList()
    let payload: unknown
    try {
      payload = fitPayload(route.partnerAction, route.map(event), leftOut.warn)
    } catch (error) {
      const { status, errortype = '', errormessage = '' } = toResult(error as Error)
      recorder.settle(line, 'rejected', route, 1, { class: errortype, status, message: errormessage })
      return
    }
    if (this.stop !== undefined) {
      recorder.abandon(this.stop)
      return
    }
    const pending = { line, route, payload, leftOut: leftOut.list, recorder }
    this.weight += weightOf(pending)
    const full = this.batcher.add(pending)
    if (full !== undefined) await this.dispatch(full)
    while (this.weight > this.capacity.weight) await this.makeRoom()
  }

  /** Waits for a batch in flight. Where there is none, the batches that are not full take up the room. */
  private async makeRoom(): Promise<void> {
    if (this.running.size === 0) for (const batch of this.batcher.takeAll()) await this.dispatch(batch)
    await Promise.race(this.running)
  }

  private async slot(): Promise<void> {
    while (this.running.size >= this.capacity.batches) await Promise.race(this.running)
  }

  /** Resolves when the batch is in flight. */
  private async dispatch(batch: Batch): Promise<void> {
    await this.slot()
    if (this.stop !== undefined) return this.abandonBatch(batch, this.stop)
    const delivery = this.deliverBatch(batch).finally(() => {
      this.running.delete(delivery)
      this.weight -= batch.weight
    })
    this.running.add(delivery)
  }

  private async deliverBatch(batch: Batch): Promise<void> {
    const { config, rateLimiter, signal, listener } = this
    const deliverer = this.idle.pop() ?? new BatchDeliverer(config, rateLimiter, signal, listener)
    try {
      const stop = await deliverer.deliver(batch)
      if (stop?.isUnauthorized) this.abandon(stop)
    } catch (error) {
      for (const { recorder } of batch.events) recorder.fail(error)
    } finally {
      this.idle.push(deliverer)
    }
  }

  private abandonBatch(batch: Batch, stop: Stop): void {
    this.weight -= batch.weight
    for (const { recorder } of batch.events) recorder.abandon(stop)
  }
}

/** An event that failed in an earlier run is never unmatched, even if its mapping is gone. */
function recordUnmatched(line: EventLine, recorder: Recorder): void {
  if (line.mapping === undefined) {
    recorder.unmatched(line)
    return
  }
  recorder.expect()
  recorder.settle(line, 'rejected', { name: line.mapping, mapping: {} }, 0, MAPPING_IS_GONE)
}

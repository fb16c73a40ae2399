import type { Chunk } from '../sources/chunk'
import type { EventLine } from '../sources/lines'
import { readLines } from '../sources/lines'
import { BatchDeliverer, Unauthorized } from './batch'
import type { DeliveryConfig } from './config'
import { findOptOut } from './opt-out'
import type { RateLimiter } from './rate-limiter'
import type { ChunkResult, PendingEvent } from './result'
import { ResultRecorder } from './result'
import type { Route } from './router'
import { createRoutes, routesFor } from './router'
import { Transport } from './transport'

const MAPPING_IS_GONE = {
  class: 'PayloadValidationError',
  status: 400,
  message: 'its mapping is not among those of this run'
}

/** Delivers chunks, one at a time. Several deliverers work side by side and share the rate limiter. */
export class ChunkDeliverer {
  private readonly routes: Route[]
  private readonly batchDeliverer: BatchDeliverer

  /** @param signal ends the wait for another attempt; requests in flight are finished */
  constructor(
    private readonly config: DeliveryConfig,
    rateLimiter: RateLimiter,
    private readonly signal: AbortSignal
  ) {
    this.routes = createRoutes(config.mappings)
    this.batchDeliverer = new BatchDeliverer(config, new Transport(config, rateLimiter, signal), signal)
  }

  /** @param lastListedLine the last line whose result is to be listed */
  async deliver(chunk: Chunk, lastListedLine: number): Promise<ChunkResult> {
    const recorder = new ResultRecorder(chunk, lastListedLine, this.config.keepsRequests)
    try {
      const batches = this.route(chunk, recorder)
      for (const [route, batch] of batches) {
        // Settled events need not stay in memory.
        batches.delete(route)
        if (this.signal.reason instanceof Unauthorized) throw this.signal.reason
        await this.batchDeliverer.deliver(batch, route, recorder)
      }
    } catch (error) {
      const isUnauthorized = error instanceof Unauthorized
      if (!isUnauthorized && !this.signal.aborted) throw error
      return recorder.finish({ isUnauthorized, stop: isUnauthorized ? error.message : 'interrupted' })
    }
    return recorder.finish()
  }

  /** Sorts the events of a chunk by their mappings, and records the lines that have none. */
  private route(chunk: Chunk, recorder: ResultRecorder): Map<Route, PendingEvent[]> {
    const batches = new Map<Route, PendingEvent[]>()
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
      for (const route of routes) {
        const batch = batches.get(route) ?? []
        batch.push(line)
        batches.set(route, batch)
      }
      if (routes.length === 0) recordUnmatched(line, recorder)
    }
    return batches
  }
}

/** An event that failed in an earlier run is never unmatched, even if its mapping is gone. */
function recordUnmatched(line: EventLine, recorder: ResultRecorder): void {
  if (line.mapping === undefined) recorder.unmatched(line)
  else recorder.settle({ ...line, error: MAPPING_IS_GONE }, 'rejected', { name: line.mapping, mapping: {} }, 0)
}

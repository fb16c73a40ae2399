import type { SegmentEvent } from '@segment/actions-core'
import type { Batch } from '../../delivery/batcher'
import { Batcher } from '../../delivery/batcher'
import { MAPPING_IS_GONE } from '../../delivery/chunk-deliverer'
import type { DeliveryConfig } from '../../delivery/config'
import { fitPayload } from '../../delivery/fit'
import { findOptOut } from '../../delivery/opt-out'
import type { Route } from '../../delivery/router'
import { createRoutes } from '../../delivery/router'
import { Transport, toResult } from '../../delivery/transport'
import type { Claim, Store, StoredEvent } from '../store/store'
import type { ClaimedPair } from './claim-recorder'
import { ClaimRecorder } from './claim-recorder'
import { StoreRateLimiter } from './store-rate-limiter'

export interface ClaimResult {
  recorder: ClaimRecorder
  /** Events without a matching mapping, or that opted out. */
  skipped: number
  /** Whether a pause, the credentials or the end of the process left some events untried. */
  isInterrupted: boolean
}

/** Sends the events of one claim at a time, once each. The store holds what has to be tried again. */
export class ClaimDeliverer {
  private readonly routes: Route[]
  private readonly transport: Transport
  private isPaused = false

  /** @param signal ends the wait for a turn; requests in flight are finished */
  constructor(
    private readonly config: DeliveryConfig,
    store: Store,
    private readonly signal: AbortSignal
  ) {
    this.routes = createRoutes(config.mappings)
    const onPause = () => {
      this.isPaused = true
    }
    const rateLimiter = new StoreRateLimiter(store, config.rate, config.retryDelay, onPause)
    this.transport = new Transport(config, rateLimiter, signal)
  }

  async deliver({ events }: Claim): Promise<ClaimResult> {
    const recorder = new ClaimRecorder()
    const batcher = new Batcher<ClaimedPair>()
    const batches: Batch<ClaimedPair>[] = []
    let skipped = 0
    for (const stored of events) {
      const pairs = this.map(stored, recorder)
      if (pairs === undefined) skipped++
      for (const pair of pairs ?? []) {
        const full = batcher.add(pair)
        if (full !== undefined) batches.push(full)
      }
    }
    this.isPaused = false
    for (const batch of [...batches, ...batcher.takeAll()]) {
      if (this.mustStop(recorder)) break
      const results = await this.transport.execute(batch.action, batch.events)
      for (const [index, pair] of batch.events.entries()) recorder.settle(pair, results[index])
    }
    return { recorder, skipped, isInterrupted: this.mustStop(recorder) }
  }

  private mustStop({ unauthorized, isThrottled }: ClaimRecorder): boolean {
    return this.isPaused || isThrottled || this.signal.aborted || unauthorized !== undefined
  }

  /** @returns `undefined` for an event that is not to be sent */
  private map(stored: StoredEvent, recorder: ClaimRecorder): ClaimedPair[] | undefined {
    const segmentEvent = JSON.parse(stored.event) as SegmentEvent
    const event = recorder.begin(stored, String(segmentEvent.messageId))
    if (findOptOut(segmentEvent, this.config.optOut ?? {}) !== undefined) return undefined

    const routes = this.routesFor(segmentEvent, stored.mappings)
    const gone = stored.mappings?.filter((name) => routes.every((route) => route.name !== name)) ?? []
    for (const name of gone) recorder.reject(event, name, MAPPING_IS_GONE)
    if (routes.length === 0 && gone.length === 0) return undefined

    return routes.flatMap((route) => {
      event.left.add(route.name)
      try {
        const payload = fitPayload(route.partnerAction, route.map(segmentEvent), () => undefined)
        return [{ event, route, payload, recorder, line: { bytes: stored.event.length } }]
      } catch (error) {
        const { status, errortype = '', errormessage = '' } = toResult(error as Error)
        recorder.reject(event, route.name, { class: errortype, status, message: errormessage })
        return []
      }
    })
  }

  private routesFor(event: SegmentEvent, mappings: readonly string[] | undefined): Route[] {
    if (mappings !== undefined) return this.routes.filter(({ name }) => mappings.includes(name))
    return this.routes.filter(({ matches }) => matches(event))
  }
}

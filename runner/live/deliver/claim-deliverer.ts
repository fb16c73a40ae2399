import type { SegmentEvent } from '@segment/actions-core'
import type { Batch } from '../../delivery/batcher'
import { Batcher } from '../../delivery/batcher'
import type { DeliveryConfig } from '../../delivery/config'
import type { EncodedEvent } from '../../delivery/encoder'
import { encodeInGroups } from '../../delivery/encoder'
import { Transport } from '../../delivery/transport'
import { MAPPING_IS_GONE, UNMAPPABLE } from '../../delivery-error'
import type { Route } from '../../transform/match'
import { applyMapping, createRoutes } from '../../transform/match'
import { findOptOut } from '../../transform/opt-out'
import type { Claim, Store, StoredEvent } from '../store/store'
import type { ClaimedPair } from './claim-recorder'
import { ClaimRecorder } from './claim-recorder'
import { StoreRateLimiter } from './store-rate-limiter'

export interface ClaimResult {
  recorder: ClaimRecorder
  /** Whether a pause, the credentials or the end of the process left some events untried. */
  isInterrupted: boolean
}

/** An event as it is sent for one of its mappings. */
interface SendablePair {
  encoded: EncodedEvent
  pair: ClaimedPair
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
    const batches = this.fillBatches(events, recorder)
    this.isPaused = false
    for (const batch of batches) {
      if (this.mustStop(recorder)) break
      const encoded = batch.events.map((event) => event.encoded)
      const errors = await this.transport.execute(encoded, recorder)
      for (const [index, { pair }] of batch.events.entries()) recorder.settle(pair, errors[index])
    }
    return { recorder, isInterrupted: this.mustStop(recorder) }
  }

  private fillBatches(events: readonly StoredEvent[], recorder: ClaimRecorder): Batch<SendablePair>[] {
    const batcher = new Batcher<SendablePair>()
    const batches: Batch<SendablePair>[] = []
    for (const group of encodeInGroups(this.mapAll(events, recorder), this.config.endpoint)) {
      for (const { mapped, encoded, error = UNMAPPABLE } of group) {
        if (encoded === undefined) recorder.reject(mapped.event, mapped.route.name, error)
        else {
          const full = batcher.add({ encoded, pair: mapped })
          if (full !== undefined) batches.push(full)
        }
      }
    }
    return [...batches, ...batcher.takeAll()]
  }

  private mustStop({ unauthorized, isThrottled }: ClaimRecorder): boolean {
    return this.isPaused || isThrottled || this.signal.aborted || unauthorized !== undefined
  }

  private *mapAll(events: readonly StoredEvent[], recorder: ClaimRecorder): Generator<ClaimedPair> {
    for (const stored of events) {
      yield* this.map(stored, recorder)
    }
  }

  private map(stored: StoredEvent, recorder: ClaimRecorder): ClaimedPair[] {
    const segmentEvent = JSON.parse(stored.event) as SegmentEvent
    const event = recorder.begin(stored, String(segmentEvent.messageId))
    if (findOptOut(segmentEvent, this.config.optOut ?? {}) !== undefined)
      return recorder.skip(event, 'opted_out', segmentEvent)

    const routes = this.routesFor(segmentEvent, stored.mappings)
    const gone = stored.mappings?.filter((name) => routes.every((route) => route.name !== name)) ?? []
    for (const name of gone) recorder.reject(event, name, MAPPING_IS_GONE)
    if (routes.length === 0 && gone.length === 0) return recorder.skip(event, 'unmatched', segmentEvent)

    return routes.flatMap((route) => {
      event.left.add(route.name)
      const payload = applyMapping(route, segmentEvent)
      if (payload !== undefined) {
        return [{ event, route, payload: withEventId(payload, event.messageId), bytes: stored.event.length }]
      }
      recorder.reject(event, route.name, UNMAPPABLE)
      return []
    })
  }

  private routesFor(event: SegmentEvent, mappings: readonly string[] | undefined): Route[] {
    if (mappings !== undefined) return this.routes.filter(({ name }) => mappings.includes(name))
    return this.routes.filter(({ matches }) => matches(event))
  }
}

/** An event that goes out twice, as after an answer that was lost, would count twice without an event id. */
function withEventId(payload: object, messageId: string): object {
  const { event_id: id } = payload as { event_id?: unknown }
  const isBlank = id === undefined || id === null || String(id).trim() === ''
  return isBlank ? { ...payload, event_id: messageId } : payload
}

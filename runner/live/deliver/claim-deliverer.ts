import { setImmediate } from 'node:timers/promises'
import type { SegmentEvent } from '@segment/actions-core'
import type { Batch } from '../../delivery/batcher'
import { Batcher } from '../../delivery/batcher'
import type { DeliveryConfig } from '../../delivery/config'
import type { EncodedEvent } from '../../delivery/encoder'
import { encodeLines } from '../../delivery/encoder'
import { Transport } from '../../delivery/transport'
import { UNMAPPABLE } from '../../delivery-error'
import type { Transformation } from '../../transform/lines'
import { createRoutes } from '../../transform/match'
import type { Claim, Store, StoredEvent } from '../store/store'
import { ClaimGate } from './claim-gate'
import type { ClaimedLine, ClaimedPair } from './claim-recorder'
import { ClaimRecorder } from './claim-recorder'
import type { LeaseKeeper } from './lease-keeper'
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
  private readonly transformation: Transformation
  private readonly transport: Transport
  private readonly gate: ClaimGate

  /** @param signal ends the wait for a turn; requests in flight are finished */
  constructor(
    config: DeliveryConfig,
    store: Store,
    private readonly signal: AbortSignal
  ) {
    const { endpoint: settings, mappings, optOut } = config
    this.transformation = { routes: createRoutes(mappings), settings, optOut, now: () => Date.now() }
    this.gate = new ClaimGate(new StoreRateLimiter(store, config.rate, config.retryDelay))
    this.transport = new Transport(config, this.gate, signal)
  }

  /** @param lease looked at before each request */
  async deliver({ events }: Pick<Claim, 'events'>, lease?: LeaseKeeper): Promise<ClaimResult> {
    const recorder = new ClaimRecorder()
    this.gate.open(lease)
    for (const batch of await this.fillBatches(events, recorder)) {
      if (this.mustStop(recorder)) break
      const encoded = batch.events.map((event) => event.encoded)
      const errors = await this.transport.execute(encoded, recorder)
      recorder.unreachable ??= this.transport.unreachable
      for (const [index, { pair }] of batch.events.entries()) recorder.settle(pair, errors[index])
    }
    return { recorder, isInterrupted: this.mustStop(recorder) }
  }

  /** Timers of the process, such as the timer of the lease, run between two groups of events. */
  private async fillBatches(events: readonly StoredEvent[], recorder: ClaimRecorder): Promise<Batch<SendablePair>[]> {
    const batcher = new Batcher<SendablePair>()
    const batches: Batch<SendablePair>[] = []
    for (const group of encodeLines(readStored(events, recorder), this.transformation, recorder)) {
      for (const { line, route, encoded, error = UNMAPPABLE } of group) {
        const { claimed } = line
        claimed.left.add(route.name)
        if (encoded === undefined) recorder.reject(claimed, route.name, error)
        else {
          const full = batcher.add({ encoded, pair: { claimed, route } })
          if (full !== undefined) batches.push(full)
        }
      }
      await setImmediate()
    }
    return [...batches, ...batcher.takeAll()]
  }

  private mustStop({ unauthorized, isThrottled }: ClaimRecorder): boolean {
    return this.gate.isClosed || isThrottled || this.signal.aborted || unauthorized !== undefined
  }
}

/** The events of a claim as lines; an event that is left with some of its mappings is a line for each of these. */
function* readStored(events: readonly StoredEvent[], recorder: ClaimRecorder): Generator<ClaimedLine> {
  for (const stored of events) {
    const event = JSON.parse(stored.event) as SegmentEvent
    const claimed = recorder.begin(stored, String(event.messageId))
    const bytes = stored.event.length
    // An event that goes out twice, as after an answer that was lost, would count twice without an event ID.
    const line = { event, bytes, claimed, eventId: claimed.messageId }
    for (const mapping of stored.mappings ?? [undefined]) yield { ...line, mapping }
  }
}

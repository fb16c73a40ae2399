import { setTimeout as wait } from 'node:timers/promises'
import { ExponentialBackoff, fullJitterGenerator } from 'cockatiel'
import type { DeliveryConfig } from './config'
import { MAX_PAUSE } from './rate-limiter'
import type { PendingEvent, ResultRecorder } from './result'
import type { Route } from './router'
import type { EventResult, Transport } from './transport'

/** Reports that TikTok rejected the credentials: nothing else can be delivered either. */
export class Unauthorized extends Error {}

const ERROR_CLASSES: Record<string, string> = {
  PAYLOAD_VALIDATION_FAILED: 'PayloadValidationError',
  RETRYABLE_ERROR: 'RetryableError',
  INVALID_AUTHENTICATION: 'InvalidAuthenticationError'
}

/** Tries batches until each of their events is delivered, rejected or given up. */
export class BatchDeliverer {
  private readonly firstBackoff: ExponentialBackoff<number>

  /** @param signal ends the wait for another attempt; requests in flight are finished */
  constructor(
    private readonly config: DeliveryConfig,
    private readonly transport: Transport,
    private readonly signal: AbortSignal
  ) {
    this.firstBackoff = new ExponentialBackoff({
      generator: fullJitterGenerator,
      initialDelay: config.retryDelay,
      maxDelay: MAX_PAUSE
    })
  }

  /** @throws Unauthorized, or the signal's reason; what is settled by then is recorded */
  async deliver(batch: readonly PendingEvent[], route: Route, recorder: ResultRecorder): Promise<void> {
    let pending = batch
    let backoff = this.firstBackoff.next()
    for (let attempts = 1; ; attempts++) {
      const tried = pending.length
      const results = await this.transport.execute(pending, route, recorder)
      pending = settleAll(pending, results, route, recorder, attempts)
      if (pending.length === 0) return
      this.signal.throwIfAborted()
      // Finding the bad events of a batch may take several rounds.
      if (pending.length < tried) {
        attempts = 0
        backoff = this.firstBackoff.next()
      }
      if (attempts >= this.config.maxAttempts) {
        for (const event of pending) recorder.settle(event, 'gaveUp', route, attempts)
        return
      }
      await wait(backoff.duration, undefined, { signal: this.signal })
      backoff = backoff.next(undefined)
      recorder.retry()
    }
  }
}

/** @returns the events to try again. @throws Unauthorized after the others are settled */
function settleAll(
  batch: readonly PendingEvent[],
  results: readonly EventResult[],
  route: Route,
  recorder: ResultRecorder,
  attempts: number
): PendingEvent[] {
  const retryable: PendingEvent[] = []
  let unauthorized: Unauthorized | undefined
  for (const [index, pending] of batch.entries()) {
    const { status, errortype = '', errormessage = '' } = results[index]
    const error = { class: ERROR_CLASSES[errortype] ?? errortype, status, message: errormessage }
    if (status === 200) recorder.settle({ ...pending, error: undefined }, 'delivered', route, attempts)
    else if (status === 401) unauthorized = new Unauthorized(errormessage)
    else if (isRetryable(status)) retryable.push({ ...pending, error })
    else recorder.settle({ ...pending, error }, 'rejected', route, attempts)
  }
  if (unauthorized !== undefined) throw unauthorized
  return retryable
}

function isRetryable(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

import { setTimeout as wait } from 'node:timers/promises'
import type { DeliveryError } from '../delivery-error'
import { isRetryable, TOO_MANY_REQUESTS, UNAUTHORIZED } from '../delivery-error'
import { firstBackoff } from './backoff'
import type { Batch, PendingEvent } from './batcher'
import type { DeliveryConfig } from './config'
import type { RateLimiter } from './rate-limiter'
import type { Stop } from './result'
import { Transport } from './transport'

/** A batch that waits for its next attempt. */
export interface Wait {
  /** The reason why the last attempt failed. */
  reason: string
  /** Whether TikTok limits the rate of requests, which does not count as a failed attempt. */
  isRateLimit: boolean
  /** The failed attempts so far; 0 after an attempt that settled some events of the batch. */
  attempt: number
  maxAttempts: number
  /** Milliseconds. */
  pause: number
}

/** Hears of what happens while batches are delivered. */
export interface DeliveryListener {
  waiting(wait: Wait): void
}

const INTERRUPTED: Stop = { reason: 'interrupted', isUnauthorized: false }

/** Tries batches, one at a time, until each of their events is delivered, rejected, failed after retries or abandoned. */
export class BatchDeliverer {
  private readonly transport: Transport

  /** @param signal ends the wait for another attempt; requests in flight are finished */
  constructor(
    private readonly config: DeliveryConfig,
    private readonly rateLimiter: RateLimiter,
    private readonly signal: AbortSignal,
    private readonly listener: DeliveryListener
  ) {
    this.transport = new Transport(config, rateLimiter, signal)
  }

  /** @returns why the run cannot go on, if it cannot */
  async deliver({ events }: Batch): Promise<Stop | undefined> {
    let pending = events
    let attempts = 0
    let backoff = firstBackoff(this.config.retryDelay)
    for (;;) {
      const tried = pending.length
      const encoded = pending.map((event) => event.encoded)
      const errors = await this.transport.execute(encoded, pending[0].recorder)
      const round = settleAll(pending, errors, attempts + 1)
      pending = round.retryable
      if (round.stop !== undefined) return abandonAll(pending, round.stop)
      if (pending.length === 0) return undefined
      if (this.signal.aborted) return abandonAll(pending, INTERRUPTED)

      // A rate limit is not a failed attempt, and neither is a round that has settled some events.
      if (!round.isThrottled) attempts++
      if (pending.length < tried) {
        attempts = 0
        backoff = firstBackoff(this.config.retryDelay)
      }
      if (attempts >= this.config.maxAttempts) {
        for (const { line, route, recorder, error } of pending) recorder.settle(line, 'gaveUp', route, attempts, error)
        return undefined
      }
      if (!(await this.pause(round, backoff.duration, attempts))) {
        return abandonAll(pending, INTERRUPTED)
      }
      if (!round.isThrottled) backoff = backoff.next(undefined)
    }
  }

  /** @returns whether the pause ended by itself */
  private async pause({ isThrottled, retryable }: Round, backoff: number, attempt: number): Promise<boolean> {
    const [{ recorder }] = retryable
    // After a rate limit, the rate limiter holds the next attempt back.
    const delay = isThrottled ? 0 : backoff
    recorder.retry()
    this.listener.waiting({
      reason: this.transport.trouble,
      isRateLimit: isThrottled,
      attempt,
      maxAttempts: this.config.maxAttempts,
      pause: Math.max(delay, this.rateLimiter.pauseLeft)
    })
    return wait(delay, true, { signal: this.signal }).catch(() => false)
  }
}

interface Round {
  /** Events to try again. */
  retryable: PendingEvent[]
  isThrottled: boolean
  stop?: Stop
}

/** @param errors the error of each event, at its position; `undefined` for a delivered one */
function settleAll(batch: readonly PendingEvent[], errors: readonly (DeliveryError | undefined)[], attempts: number) {
  const round: Round = { retryable: [], isThrottled: false }
  for (const [index, event] of batch.entries()) {
    const { line, route, recorder, leftOut = [], segmentError } = event
    const error = errors[index]
    if (error === undefined) {
      recorder.warn(line, leftOut)
      recorder.deliver(line, route, attempts, segmentError)
    } else if (isRetryable(error)) round.retryable.push({ ...event, error })
    else if (error.status !== UNAUTHORIZED) recorder.settle(line, 'rejected', route, attempts, error)
    else {
      round.stop = { reason: error.message, isUnauthorized: true }
      round.retryable.push(event)
    }
    if (error?.status === TOO_MANY_REQUESTS) round.isThrottled = true
  }
  return round
}

export function abandonAll(events: readonly PendingEvent[], stop: Stop): Stop {
  for (const { recorder } of events) recorder.abandon(stop)
  return stop
}

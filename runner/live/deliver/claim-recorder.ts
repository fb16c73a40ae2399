import type { Answer } from '../../../src/reportWebEvent/response'
import { MAX_PAUSE } from '../../delivery/rate-limiter'
import type { RequestRecorder } from '../../delivery/transport'
import type { DeliveryError } from '../../delivery-error'
import { isRetryable, MAPPING_IS_GONE, TOO_MANY_REQUESTS, UNAUTHORIZED } from '../../delivery-error'
import { newDictionary } from '../../json'
import { nameOf } from '../../names'
import type { InputLine, LineHandler } from '../../transform/lines'
import type { Route } from '../../transform/match'
import { UNMATCHED_CLASS } from '../store/dead-letters'
import type { ClaimSettlement, Done, EventFailure, Retry, SkipReason, StoredEvent } from '../store/store'
import type { ClaimReport } from './report'
import { nameOfCode } from './report'

/** An event of a claim, and the mappings that it still has to go through. */
export interface ClaimedEvent {
  stored: StoredEvent
  left: Set<string>
  messageId: string
  /** Mappings that it went through. */
  delivered: string[]
  /** Whether it is settled for one of its mappings. */
  hasProgress: boolean
  /** Why it is not sent. */
  skipped?: SkipReason
  /** The last error that may pass. */
  error?: DeliveryError
}

/** A claimed event as a line. */
export interface ClaimedLine extends InputLine {
  claimed: ClaimedEvent
}

/** A claimed event on its way through one mapping. */
export interface ClaimedPair {
  claimed: ClaimedEvent
  route: Route
}

export interface RetryRules {
  maxAttempts: number
  /** Milliseconds at most before the second attempt; they double with each further one. */
  retryDelay: number
  /** Whether events that no mapping matches become dead letters. */
  keepsUnmatched?: boolean
}

const UNMATCHED: DeliveryError = { class: UNMATCHED_CLASS, status: 400, message: 'No mapping matches the event.' }

/** A stored event whose mappings may not be known. */
type AbandonedEvent = Pick<StoredEvent, 'id' | 'attempts'> & { mappings?: readonly (string | undefined)[] }

/** Collects the results of one claim. */
export class ClaimRecorder implements RequestRecorder, LineHandler<ClaimedLine> {
  readonly events: ClaimedEvent[] = []
  /** TikTok's reason for not taking the credentials. */
  unauthorized?: string
  isThrottled = false
  /** Why a request got no answer, in words. */
  unreachable?: string
  /** Events that are not sent, by reason. */
  private readonly skipped: Partial<Record<SkipReason, number>> = {}
  /** Names of events that no mapping matches, and their numbers. */
  private readonly unmatchedNames = newDictionary<number>()
  /** Events that are not tried any more. */
  private abandoned = 0
  private requests = 0
  /** When the oldest event came that was delivered, in Unix milliseconds. */
  private oldest = Number.POSITIVE_INFINITY
  private readonly failures: EventFailure[] = []
  private readonly delivered = newDictionary<number>()
  private readonly answers = newDictionary<number>()

  begin(stored: StoredEvent, messageId: string): ClaimedEvent {
    const event = { stored, messageId, left: new Set<string>(), delivered: [], hasProgress: false }
    this.events.push(event)
    return event
  }

  /** Every stored event can be read. */
  unreadable(): void {}

  optedOut({ claimed }: ClaimedLine): void {
    this.skip(claimed, 'opted_out')
  }

  unmatched({ claimed, event }: ClaimedLine): void {
    this.skip(claimed, 'unmatched')
    const name = nameOf(event)
    this.unmatchedNames[name] = (this.unmatchedNames[name] ?? 0) + 1
  }

  mappingMissing({ claimed }: ClaimedLine, mapping: string): void {
    this.reject(claimed, mapping, MAPPING_IS_GONE)
  }

  private skip(event: ClaimedEvent, reason: SkipReason): void {
    // An event that is left with several mappings is a line for each.
    if (event.skipped !== undefined) return
    event.skipped = reason
    this.skipped[reason] = (this.skipped[reason] ?? 0) + 1
  }

  request(): void {
    this.requests++
  }

  answered({ code }: Answer): void {
    const name = nameOfCode(code)
    this.answers[name] = (this.answers[name] ?? 0) + 1
  }

  /** @param error `undefined` if the event is delivered */
  settle({ claimed: event, route: { name } }: ClaimedPair, error: DeliveryError | undefined): void {
    if (error === undefined) {
      this.finish(event, name)
      event.delivered.push(name)
      this.delivered[name] = (this.delivered[name] ?? 0) + 1
      this.oldest = Math.min(this.oldest, event.stored.receivedAt)
    } else if (error.status === UNAUTHORIZED) this.unauthorized = error.message
    else if (!isRetryable(error)) this.reject(event, name, error)
    else {
      event.error = error
      if (error.status === TOO_MANY_REQUESTS) this.isThrottled = true
    }
  }

  reject(event: ClaimedEvent, mapping: string, error: DeliveryError): void {
    this.finish(event, mapping)
    this.failures.push({ id: event.stored.id, mapping, error, attempts: event.stored.attempts })
  }

  /** Makes a dead letter of an event that is not tried any more, for the mappings it still had to go through. */
  abandon({ id, attempts, mappings = [undefined] }: AbandonedEvent, error: DeliveryError): void {
    this.abandoned++
    for (const mapping of mappings) this.failures.push({ id, mapping, error, attempts })
  }

  /**
   * The results of all events, for one transaction.
   * @param isInterrupted whether events that are left were not tried to the end: those that made no step are not named,
   * so that they can be released
   */
  toSettlement(isInterrupted: boolean, rules: RetryRules): Required<ClaimSettlement> {
    const delivered: number[] = []
    const retry: Retry[] = []
    const givenUp: EventFailure[] = []
    const unmatched: EventFailure[] = []
    for (const event of this.events) {
      const { stored, left, hasProgress, error } = event
      const { id, attempts } = stored
      // An event that made no step goes through the mappings of the day when it is tried again.
      const mappings = hasProgress ? [...left] : stored.mappings
      if (event.skipped === 'unmatched' && rules.keepsUnmatched === true)
        unmatched.push({ id, error: UNMATCHED, attempts })
      else if (left.size === 0) delivered.push(id)
      else if (isInterrupted || error === undefined) {
        if (hasProgress) retry.push({ id, delayMs: 0, mappings })
      } else if (attempts < rules.maxAttempts) {
        retry.push({ id, delayMs: backoff(attempts, rules), mappings })
      } else for (const mapping of left) givenUp.push({ id, mapping, error, attempts })
    }
    return { delivered, retry, dead: [...this.failures, ...givenUp, ...unmatched], done: this.listDone() }
  }

  toReport({ retry, dead }: Required<ClaimSettlement>, milliseconds: number): ClaimReport {
    const { delivered, skipped, unmatchedNames: unmatched, requests, answers, isThrottled, unreachable } = this
    const classes = newDictionary<number>()
    // Those that are kept for a look are counted as skipped.
    for (const { error } of dead) if (error !== UNMATCHED) classes[error.class] = (classes[error.class] ?? 0) + 1
    const retried = retry.length
    // The clock of the store may be ahead.
    const lag = Number.isFinite(this.oldest) ? Math.max(0, Math.round(Date.now() - this.oldest)) : undefined
    return {
      events: this.events.length + this.abandoned,
      delivered,
      dead: classes,
      retried,
      skipped,
      unmatched,
      requests,
      answers,
      isThrottled,
      unreachable,
      lag,
      milliseconds
    }
  }

  private listDone(): Done[] {
    return this.events.flatMap(({ stored: { source }, messageId, left, delivered, skipped }) => {
      const outcome = skipped ?? (delivered.length > 0 && left.size === 0 ? 'delivered' : undefined)
      return outcome === undefined ? [] : [{ source, messageId, outcome }]
    })
  }

  private finish(event: ClaimedEvent, mapping: string): void {
    event.left.delete(mapping)
    event.hasProgress = true
  }
}

/** Milliseconds, with full jitter. */
function backoff(attempts: number, { retryDelay }: RetryRules): number {
  return Math.round(Math.random() * Math.min(MAX_PAUSE, retryDelay * 2 ** (attempts - 1)))
}

import { RETURN_CODES } from '../../../src/reportWebEvent/codes'
import type { SkipReason } from '../store/store'

/** The result of one claim, in counts. One event counts once for each of its mappings, as each is a delivery. */
export interface ClaimReport {
  /** Events that were claimed. */
  events: number
  /** Deliveries, by mapping. */
  delivered: Record<string, number>
  /** Dead letters, by the class of their error. */
  dead: Record<string, number>
  /** Events that are due again later. */
  retried: number
  /** Events that are not sent, by reason. */
  skipped: Partial<Record<SkipReason, number>>
  /** Names of events that no mapping matches, without identifiers, and their numbers. */
  unmatched: Record<string, number>
  requests: number
  /** Answers, by TikTok's return code. `other` stands for codes that are not known, and `none` for answers without one. */
  answers: Record<string, number>
  isThrottled: boolean
  /** Why a request got no answer, in words. */
  unreachable?: string
  /** Milliseconds from the arrival of the oldest event that was delivered; absent if none was. */
  lag?: number
  milliseconds: number
}

/** The result of one attempt to deliver an event. Its message id could be personal: it is for the studio alone. */
export interface EventOutcome {
  source: string
  messageId: string
  results: readonly MappingResult[]
}

/** The result of an event with one mapping. */
export interface MappingResult {
  mapping: string
  /** `waiting` is tried again later. */
  status: 'delivered' | 'rejected' | 'gaveUp' | 'waiting'
  /** Why it is not delivered, without anything personal. */
  reason?: string
}

/** Hears of what a deliverer does. Its arguments are plain data, and hold nothing personal but message ids. */
export interface DelivererListener {
  claimed(report: ClaimReport): void
  /** @param problem why nothing is claimed; absent once that is over */
  stopped(problem?: string): void
  /** @param code of an error of the store, which is tried again */
  storeFailed(code: string): void
  /** Handles the first success of the store after a failure. */
  storeRecovered?(): void
  /** The results of a claim, event by event. They are put together only if somebody listens. */
  settled?(outcomes: readonly EventOutcome[]): void
}

const KNOWN_CODES = new Set(RETURN_CODES.map(({ code }) => code))

/** The name of a return code in metrics. There is a limited number of them, whatever a server answers. */
export function nameOfCode(code: number | undefined): string {
  if (code === undefined) return 'none'
  return KNOWN_CODES.has(code) ? String(code) : 'other'
}

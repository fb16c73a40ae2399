import type { DeliveryError } from '../../delivery-error'

export const LISTED_LETTERS = 100

/** An event that was rejected before it had a mapping. */
export interface NewLetter {
  source: string
  event: string
  error: DeliveryError
}

/** An event that was rejected or failed after retries, in the shape of the file of failed events. */
export interface DeadLetter {
  id: number
  at: number
  source: string
  /** Absent if the intake rejected it. */
  destination?: string
  /** JSON text. */
  event: string
  /** Absent if the event failed before it had one. */
  mapping?: string
  error: DeliveryError
  attempts: number
}

/** The class of an event that no mapping matches, if it is kept. */
export const UNMATCHED_CLASS = 'UnmatchedEvent'

export interface DeadLetterFilter {
  /** A part of the message, or the class of the error, in any case. */
  reason?: string
  source?: string
  mapping?: string
  destination?: string
  /** Unix milliseconds; letters from then on. */
  since?: number
  /** Whether unmatched events are meant, which are not listed with the others. */
  unmatched?: boolean
}

export interface DeadLetterQuery extends DeadLetterFilter {
  after?: number
  limit?: number
}

export interface DeadLetters {
  /** The oldest first, those behind the id `after`. */
  list(query?: DeadLetterQuery): Promise<DeadLetter[]>
  /** The oldest letters of all kinds, with their bytes. */
  oldest(limit: number): Promise<{ id: number; bytes: number }[]>
  get(id: number): Promise<DeadLetter | undefined>
  /** Queues letters again, for their mapping only. Events that the intake rejected stay. @returns how many were queued */
  send(ids: readonly number[]): Promise<number>
  /** @returns how many were removed */
  drop(ids: readonly number[]): Promise<number>
}

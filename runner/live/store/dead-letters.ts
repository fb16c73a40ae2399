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
  /** JSON text. */
  event: string
  /** Absent where the event was rejected by the intake. */
  mapping?: string
  error: DeliveryError
  attempts: number
}

export interface DeadLetters {
  /** The oldest first, those behind the id `after`. */
  list(query?: { after?: number; limit?: number }): Promise<DeadLetter[]>
  get(id: number): Promise<DeadLetter | undefined>
  /** Queues letters again, for their mapping only. Those without one stay. @returns how many were queued */
  send(ids: readonly number[]): Promise<number>
  /** @returns how many were removed */
  drop(ids: readonly number[]): Promise<number>
}

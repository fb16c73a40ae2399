import type { DeliveryError } from '../../delivery-error'
import type { DeadLetters, NewLetter } from './dead-letters'

/** A durable queue of events. Several processes may use one store at once. Times and durations are in milliseconds. */
export interface Store {
  /** Writes events and dead letters in one transaction. It resolves when the disk has them. */
  append(batch: Batch): Promise<Appended>
  /** Leases up to `limit` of the events that are due, the longest due first. Each claim counts as an attempt. */
  claim(limit: number, leaseMs: number): Promise<Claim>
  /** Begins the lease anew. @returns the number of events that the claim still holds */
  renew(claim: Claim, leaseMs: number): Promise<number>
  /** Records the results of claimed events in one transaction. Events whose lease passed to another claim are left alone. */
  settle(claim: Claim, settlement: Settlement): Promise<void>
  /** Hands back events that were not settled, at once and without counting an attempt. */
  release(claim: Claim): Promise<void>
  /** Reserves the next request of all processes. @returns milliseconds to wait for it */
  takeTurn(gapMs: number): Promise<number>
  /** Moves all further turns behind a pause. It doubles with each pause in a row; during one it does nothing. */
  pause(firstMs: number, maxMs: number): Promise<void>
  /** Ends the row of pauses: TikTok takes requests again. */
  resume(): Promise<void>
  counts(): Promise<Counts>
  dead: DeadLetters
  /** Removes dead letters and the message ids of settled events once they are old enough. */
  prune(limits: { keepDead: number; keepDelivered?: number }): Promise<void>
  /** Writes something small. @throws an Error where the store cannot be written */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface Batch {
  /** An event whose message id its source has sent before is dropped. */
  events: readonly NewEvent[]
  letters?: readonly NewLetter[]
}

export interface NewEvent {
  source: string
  messageId: string
  /** JSON text. */
  event: string
}

export interface Appended {
  /** Events that were new; the others are repeats. */
  added: number
}

export interface Claim {
  /** Told apart from the leases of all other claims. */
  lease: number
  events: readonly StoredEvent[]
}

export interface StoredEvent {
  id: number
  source: string
  /** JSON text. */
  event: string
  /** When the store took it. */
  receivedAt: number
  /** The number of claims, this one included. */
  attempts: number
  /** The mappings that it still has to go through; all that match where absent. */
  mappings?: readonly string[]
}

/** The results of claimed events. An event that is not named in it stays leased. */
export interface Settlement {
  /** Events with nothing left to do: delivered, or unmatched. */
  delivered?: readonly number[]
  /** Events that are due again after a delay, for the mappings that are left. */
  retry?: readonly Retry[]
  /** Failures of one mapping each. An event with failures is done, unless it is to be retried as well. */
  dead?: readonly Failure[]
}

export interface Retry {
  id: number
  delayMs: number
  mappings?: readonly string[]
}

export interface Failure {
  id: number
  mapping: string
  error: DeliveryError
  attempts: number
}

export interface Counts {
  /** Events that are not settled, leased ones included. */
  backlog: number
  leased: number
  dead: number
  /** Age of the oldest event that is not settled; 0 where there is none. */
  oldestMs: number
  /** Time left of a pause. */
  pausedMs: number
}

/** Message ids are kept as long as TikTok itself drops repeats. */
export const KEEP_DELIVERED = 48 * 60 * 60 * 1000

/**
 * No store sets a time further ahead. A time that is comes from a clock that was wrong, and counts as past: an event
 * would otherwise wait for years after a clock was set back.
 */
export const MAX_AHEAD = 60 * 60 * 1000

/** Neither engine keeps a NUL character within a text; JSON escapes it. */
export function toStoredText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text
}

/** The events that leave the queue: those that are retried stay in it. */
export function removedIds({ delivered = [], retry = [], dead = [] }: Settlement): number[] {
  const kept = new Set(retry.map(({ id }) => id))
  return [...new Set([...delivered, ...dead.map(({ id }) => id)])].filter((id) => !kept.has(id))
}

import type { DeliveryError } from '../../delivery-error'
import type { DeadLetters, NewLetter } from './dead-letters'

/** The reason why an event is not sent. */
export type SkipReason = 'opted_out' | 'unmatched'

/** A durable queue of events. Several processes may use one store at once. Times and durations are in milliseconds. */
export interface Store {
  /**
   * The same store for another destination: its claims, turns and pauses are apart. Closing it does nothing.
   * @param destination `default` for events that name none
   */
  forDestination(destination: string): Store
  /** Writes events and dead letters in one transaction. It resolves when the disk has them. */
  append(batch: EventBatch): Promise<Appended>
  /**
   * Leases events that are due, the longest due first: up to `limit`, and up to `maxBytes` of them, but one at least. An
   * event whose last attempts never ended is claimed alone. Each claim counts as an attempt.
   * @param maxBytes 4 MB by default
   */
  claim(limit: number, leaseMs: number, maxBytes?: number): Promise<Claim>
  /** Names the destinations that have due events, by one statement. */
  dueAmong(destinations: readonly string[]): Promise<string[]>
  /** Begins the lease anew. @returns the number of events that the claim still holds */
  renew(claim: Claim, leaseMs: number): Promise<number>
  /** Records the results of claimed events in one transaction. Events whose lease passed to another claim are left alone. */
  settle(claim: Claim, settlement: ClaimSettlement): Promise<void>
  /** Hands back events that were not settled, at once and without counting an attempt. */
  release(claim: Claim): Promise<void>
  /** Notes that the attempts of a claim ended, though it has lost its lease: they do not count as ones that never ended. */
  noteEnded(claim: Claim): Promise<void>
  /**
   * Reserves the next request of all processes. After a pause, requests come one by one until TikTok accepts one.
   * @param maxWaitMs the longest wait that is of use; no limit by default
   * @returns milliseconds to wait for it; `Infinity` if the wait would be longer, and nothing is reserved
   */
  takeTurn(gapMs: number, maxWaitMs?: number): Promise<number>
  /** Moves all further turns behind a pause. It doubles with each pause in a row; during one it does nothing. */
  pause(firstMs: number, maxMs: number): Promise<void>
  /** Ends the row of pauses: TikTok accepts requests again. During a pause it does nothing. */
  resume(): Promise<void>
  /** Time left of a pause. */
  pausedMs(): Promise<number>
  counts(): Promise<StoreCounts>
  dead: DeadLetters
  waiting: WaitingEvents
  /** Finds out when events with a message id came, and what became of them. */
  find(messageId: string): Promise<FoundMessages>
  /** Removes dead letters and the message ids of settled events once they are old enough. */
  prune(limits: { keepDead: number; keepDelivered?: number }): Promise<void>
  /** Whether a commit waits until another machine has it too. Absent for a store that is always on one. */
  isReplicated?(): Promise<boolean>
  /** Writes something small. @throws an Error if the store cannot be written */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface EventBatch {
  /** An event whose message id its source has sent before is dropped. */
  events: readonly NewEvent[]
  letters?: readonly NewLetter[]
}

export interface NewEvent {
  source: string
  messageId: string
  /** JSON text. */
  event: string
  /** `default` alone if absent. It is queued for each of them. */
  destinations?: readonly string[]
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
  /** When the store accepted it. */
  receivedAt: number
  /** The number of claims, this one included. */
  attempts: number
  /** How many of the last attempts never ended: their process was gone, or hung. Absent if all ended. */
  unfinished?: number
  /** The mappings that it still has to go through. If absent, all that match. */
  mappings?: readonly string[]
}

/** The results of claimed events. An event that is not named in it stays leased. */
export interface ClaimSettlement {
  /** Events with nothing left to do: delivered, or unmatched. */
  delivered?: readonly number[]
  /** Events that are due again after a delay, for the mappings that are left. */
  retry?: readonly Retry[]
  /** Failures, of one mapping each. An event with failures is done, unless it is to be retried as well. */
  dead?: readonly EventFailure[]
  /** Events with nothing left to do, to be found by their message ids later. */
  done?: readonly Done[]
}

export interface Done {
  source: string
  messageId: string
  outcome: 'delivered' | SkipReason
}

export interface Retry {
  id: number
  delayMs: number
  mappings?: readonly string[]
}

export interface EventFailure {
  id: number
  /** Absent for an event that fails before its mappings are known. */
  mapping?: string
  error: DeliveryError
  attempts: number
}

export interface StoreCounts {
  /** Events that are not settled, leased ones included. */
  backlog: number
  leased: number
  dead: number
  /** Bytes of the events of all dead letters. */
  deadBytes: number
  /** Age of the oldest event that is not settled; 0 if there is none. */
  oldestMs: number
  /** Time left of the longest pause. */
  pausedMs: number
}

/** An event that is not settled, as operators see it. */
export interface WaitingEvent {
  id: number
  source: string
  destination: string
  /** JSON text. */
  event: string
  receivedAt: number
  due: number
  attempts: number
  /** Whether a claim holds it. */
  isLeased: boolean
}

export interface WaitingEvents {
  /** The oldest first, those behind the id `after`. */
  list(query: { after: number; limit: number }): Promise<WaitingEvent[]>
  /** @returns how many were removed */
  drop(ids: readonly number[]): Promise<number>
  /**
   * Makes events that wait for another attempt due within a time.
   * @param destination all of them if absent
   * @returns how many are due earlier now
   */
  hasten(query: { withinMs: number; destination?: string }): Promise<number>
  /** The number of events of each destination. */
  byDestination(): Promise<Record<string, number>>
}

export interface FoundMessages {
  /** When each source sent it. */
  received: readonly { source: string; at: number }[]
  settled: readonly { source: string; destination: string; outcome: Done['outcome']; at: number }[]
}

export const DEFAULT_DESTINATION = 'default'

/** Bytes of the events of a claim. What is built of them takes up to thirty times as much memory. */
export const MAX_CLAIM_BYTES = 4_000_000

/** Attempts that never ended after which an event is claimed alone. */
export const MAX_UNFINISHED_TOGETHER = 3

/** Milliseconds between requests after a pause, until TikTok accepts one. */
export const PROBE_GAP = 2000

/** Events that no mapping matches are kept for a day, if they are asked for. */
export const KEEP_UNMATCHED = 24 * 60 * 60 * 1000

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

/** The events that leave the queue. Retried ones stay in it. */
export function removedIds({ delivered = [], retry = [], dead = [] }: ClaimSettlement): number[] {
  const kept = new Set(retry.map(({ id }) => id))
  return [...new Set([...delivered, ...dead.map(({ id }) => id)])].filter((id) => !kept.has(id))
}

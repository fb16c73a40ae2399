import type { OptOutRules } from '../../transform/opt-out'

/** The stream of the events that a server accepts. */
export interface LiveFeed {
  /** Whether results of deliveries are reported: they are not if other processes deliver. */
  hasResults: boolean
  /** The statements of events against their delivery that the server honours. */
  optOut?: OptOutRules
  /** Asks for the changes since a place in the stream. Nothing is reported without being asked for. */
  changesSince(cursor: LiveCursor): Promise<LiveChanges>
}

/** A place in the stream; both begin with 0. */
export interface LiveCursor {
  /** The number of the next event. */
  next: number
  /** The number of results that were reported. */
  results: number
}

export interface LiveChanges {
  /** The number of the oldest event that is kept. */
  first: number
  /** New events, the oldest first. */
  added: readonly { number: number; text: string; results: readonly DeliveryResult[] }[]
  /** Results of earlier events. */
  settled: readonly { number: number; results: readonly DeliveryResult[] }[]
  cursor: LiveCursor
  /** Whether there was no more to report. */
  isComplete: boolean
}

/** The result of an event with one mapping. */
export interface DeliveryResult {
  mapping: string
  /** `waiting` is tried again. */
  status: 'delivered' | 'rejected' | 'gaveUp' | 'waiting'
  /** Why it is not delivered. */
  reason?: string
}

import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { FailedEvent } from '../delivery-error'
import type { Tally } from './tally'

/** The result of delivering a chunk. */
export interface ChunkResult {
  tally: Tally
  /** Events that were rejected or failed after retries. */
  failures: FailedLine[]
  /** The result of each line that is to be listed. */
  rows: ResultRow[]
  /** Requests that are to be shown. */
  requests: TikTokRequest[]
  /** Some names of events unmatched, each once. */
  unmatchedNames: string[]
  /** The reason why the run cannot go on: some events of the chunk are not settled. */
  stop?: Stop
}

/** An event and its failures. The event is held once, however many mappings it failed with. */
export interface FailedLine {
  /** The event as JSON. */
  event: string
  failures: Omit<FailedEvent, 'event'>[]
}

export interface Stop {
  reason: string
  /** Whether TikTok rejected the credentials, so that nothing else can be delivered either. */
  isUnauthorized: boolean
}

/** The result of one line with one mapping, for people. */
export interface ResultRow {
  line: number
  name: string
  mapping?: string
  tiktokEvent?: string
  status: RowStatus
  /** The reason why it is not delivered. */
  reason?: string
}

export type DeliveryStatus = 'delivered' | 'rejected' | 'gaveUp'

export type RowStatus = DeliveryStatus | 'unmatched' | 'optedOut' | 'unreadable'

/** Names that are kept to explain why no event matched. */
export const MAX_UNMATCHED_NAMES = 5

import type { Report } from '../../diagnose/report'
import type { TextFault } from '../../pasted'
import type { Json } from './mappings'

/** A file, pasted events, or the live stream of a server. */
export interface StudioSource {
  id: string
  /** Such as `events.ndjson`. It is not always unique. */
  name: string
  /**
   * Its origin; only uploads and pasted events can be removed. The values of a live stream stay hidden, whatever is asked
   * for. There is one source of pasted events, which grows.
   */
  origin: 'file' | 'example' | 'upload' | 'pasted' | 'live'
  state: 'reading' | 'ready'
  /** Bytes read, and bytes of the file. */
  bytesRead: number
  bytes: number
  /** Rows that can be asked for. While it is read, they grow. */
  rows: number
  counts: VerdictCounts
  /** The reason why it could not be read to its end. */
  error?: string
  /** The number of the mappings that it was counted with; `SessionMappings` has the same. */
  revision: number
  /** State of a live stream; absent for other sources. */
  live?: LiveState
}

/** What is read of a pasted text. */
export interface PasteCheck {
  /** JSON values in it. Each may hold several events. */
  values: number
  /** How it was read, if it is not plain JSON: sentences such as `Read as a curl command; 2 trailing commas dropped.` */
  notes: string[]
  /** Lines with a fault are left out. */
  faults: TextFault[]
}

export interface PasteAnswer extends PasteCheck {
  source: StudioSource
  /** The index of the first new row, and the number of new rows. */
  first: number
  count: number
}

/** The last events that a server has accepted. Older ones are forgotten. */
export interface LiveState {
  /** The index of the oldest event that is kept. */
  first: number
  /** It grows with each change. */
  version: number
  /** Whether the server delivers as well, so that verdicts are the results of delivery. */
  hasResults: boolean
}

/** Rows by verdict. A row with several mappings counts as the worst of them, and `warnings` counts besides. */
export interface VerdictCounts {
  delivered: number
  rejected: number
  unmatched: number
  optedOut: number
  unreadable: number
  warnings: number
  /** Counts that only a live stream has, if there are any. */
  waiting?: number
  gaveUp?: number
  deliverable?: number
}

/**
 * The outcome of an event: `delivered` if a request is made and the sandbox accepts it; `rejected` if not;
 * `unmatched` if no mapping wants it; `optedOut` if it opts out of this destination.
 *
 * Of a live stream, `delivered` and `rejected` are TikTok's answers. `waiting` if there is none yet, or another attempt
 * follows; `gaveUp` if there were too many; `deliverable` if another process delivers it, and the sandbox would accept it.
 */
export type RowVerdict = 'delivered' | 'rejected' | 'unmatched' | 'optedOut' | 'unreadable' | LiveVerdict

export type LiveVerdict = 'waiting' | 'gaveUp' | 'deliverable'

export type RowFilter = 'all' | RowVerdict | 'warnings'

/** One event of a source, or a line that holds none. */
export interface Row {
  /** Its position among the rows of the source, from 0; of a live stream, its number since the start. It names the event. */
  index: number
  /** Its line in the file, from 1. */
  line: number
  /** Unix milliseconds; absent if the event has no time. */
  time?: number
  /** The name of a track call, or else the type of the call. What looks personal in it is hidden. */
  name: string
  verdict: RowVerdict
  /** The reason why it is not delivered, if there is no mapping with a reason. */
  reason?: string
  /** The mappings that match it. */
  mappings: RowMapping[]
}

export interface RowMapping {
  mapping: string
  /** TikTok's event; absent if none can be built. */
  event?: string
  verdict: 'delivered' | 'rejected' | LiveVerdict
  reason?: string
  /** Values that are left out, such as `phone_number is not a valid phone number`. */
  warnings: string[]
  /** The error by which Segment rejects the event, although it is sent from here. */
  rejectedBySegment?: string
}

export interface RowPage {
  /** Rows that pass the filter. */
  total: number
  /** Position of the first row among these. */
  from: number
  rows: Row[]
  /** Whether `finding` could only be answered by its examples: it concerns several events together. */
  isExamples?: boolean
}

/** Figures of a source as a whole. */
export interface SourceOverview {
  /** Absent if no event has a time. */
  timeline?: Timeline
  /** Of the events that are or would be delivered, the most frequent currency first. Empty for a live stream: its values stay hidden. */
  amounts: CurrencyAmount[]
}

/** Events over time. */
export interface Timeline {
  /** Unix milliseconds of the first bar. */
  start: number
  /** Milliseconds that each bar stands for. */
  step: number
  bars: Partial<Record<RowVerdict, number>>[]
  /** Events without a time, or far from all others. */
  outside: number
}

export interface CurrencyAmount {
  currency: string
  events: number
  sum: number
}

export interface SourceEvent {
  index: number
  line: number
  event: Json
}

/** A path that events of a source have. */
export interface EventPath {
  /** Such as `$.properties.total`. Items of lists share a path: `$.properties.products.0.price`. */
  path: string
  /** Events that have it, of a sample: up to 50 from each of 20 parts of the source. */
  events: number
  /** Their share of the sample, from 0 to 1. */
  share: number
  /** Up to three different values; where values are masked, those that identify nobody. */
  samples: Json[]
}

export interface DiagnosisAnswer {
  /** Report on the events read so far. Its examples name the source and a line: `events.ndjson:12`. */
  report: Report
  /** By the rules of the findings: the fields of a mapping that each is about. */
  fields: Record<string, readonly string[]>
  /** Whether the source is read to its end. */
  isComplete: boolean
}

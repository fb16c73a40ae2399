import type { SegmentEvent } from '@segment/actions-core'
import { redact } from '../../src/reportWebEvent/redact'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { Chunk } from '../sources/chunk'
import type { FailedEvent } from '../sources/failed-event'
import type { EventLine, UnreadableLine } from '../sources/lines'
import type { Mapping } from './config'
import type { Tally } from './tally'
import { addReason, countMatchKeys, newTally } from './tally'

/** The result of delivering a chunk. */
export interface ChunkResult {
  tally: Tally
  /** Events that were rejected or given up, one JSON text each. */
  failures: string[]
  /** The result of each line that is to be listed. */
  rows: Row[]
  /** Requests that are to be shown. */
  requests: TikTokRequest[]
  /** Some names of events without a matching mapping, each once. */
  unmatchedNames: string[]
  /** Reason why the run cannot go on: some events of the chunk are not settled. */
  stop?: string
  /** Whether that reason is that TikTok rejected the credentials. */
  isUnauthorized?: boolean
}

/** The result of one line, for people. */
export interface Row {
  line: number
  name: string
  mapping?: string
  tiktokEvent?: string
  status: RowStatus
  /** Why, where it is not delivered. */
  reason?: string
}

export type RowStatus = 'delivered' | 'rejected' | 'gaveUp' | 'unmatched' | 'optedOut' | 'unreadable'

/** An event on its way through a mapping. */
export interface PendingEvent extends EventLine {
  error?: FailedEvent['error']
}

export type Outcome = 'delivered' | 'rejected' | 'gaveUp'

/** The longest name of an event that is shown. */
const MAX_NAME = 60

/** Names that are kept to explain why no event matched. */
export const MAX_UNMATCHED_NAMES = 5

const NOT_SAVED = 'an event is nested too deeply to be written to the file of failed events'

/** Collects the result of one chunk. */
export class ResultRecorder {
  private readonly result: ChunkResult = { tally: newTally(), failures: [], rows: [], requests: [], unmatchedNames: [] }

  /** @param lastListedLine the last line whose result is to be listed */
  constructor(
    private readonly chunk: Chunk,
    private readonly lastListedLine: number,
    private readonly keepsRequests: boolean
  ) {}

  unreadable({ line, problem }: UnreadableLine): void {
    this.result.tally.unreadable++
    addReason(this.result.tally, `a line ${problem}`, this.position(line))
    this.list({ line, name: '', status: 'unreadable', reason: problem })
  }

  unmatched({ line, event }: EventLine): void {
    this.result.tally.read++
    this.result.tally.unmatched++
    const name = nameOf(event)
    const { unmatchedNames } = this.result
    if (unmatchedNames.length < MAX_UNMATCHED_NAMES && !unmatchedNames.includes(name)) unmatchedNames.push(name)
    this.list({ line, name, status: 'unmatched' })
  }

  optedOut({ line, event }: EventLine, reason: string): void {
    this.result.tally.read++
    this.result.tally.optedOut++
    this.list({ line, name: nameOf(event), status: 'optedOut', reason })
  }

  settle(pending: PendingEvent, outcome: Outcome, mapping: Pick<Mapping, 'name' | 'mapping'>, attempts: number): void {
    const { line, event, error } = pending
    const { tally } = this.result
    tally.read++
    tally[outcome]++
    if (error !== undefined) {
      addReason(tally, error.message, this.position(line))
      this.save({ event, mapping: mapping.name, error, attempts }, line)
    }
    const tiktokEvent = eventNameIn(mapping.mapping)
    this.list({
      line,
      name: nameOf(event),
      mapping: mapping.name,
      tiktokEvent,
      status: outcome,
      reason: error?.message
    })
  }

  request(body: TikTokRequest): void {
    this.result.tally.requests++
    if (this.keepsRequests && this.chunk.start.line <= this.lastListedLine) this.result.requests.push(body)
  }

  accepted({ data }: TikTokRequest): void {
    for (const event of data) countMatchKeys(this.result.tally, event)
  }

  retry(): void {
    this.result.tally.retries++
  }

  /** @param stop why the run cannot go on */
  finish(stop?: Pick<ChunkResult, 'stop' | 'isUnauthorized'>): ChunkResult {
    this.result.rows.sort((a, b) => a.line - b.line)
    return { ...this.result, ...stop }
  }

  private save(failed: FailedEvent, line: number): void {
    const text = toText(failed)
    if (text === undefined) addReason(this.result.tally, NOT_SAVED, this.position(line))
    else this.result.failures.push(text)
  }

  private list(row: Row): void {
    if (row.line <= this.lastListedLine) this.result.rows.push(row)
  }

  private position(line: number): string {
    return `${this.chunk.path}:${line}`
  }
}

/** JavaScript can read objects that are nested more deeply than those it can write. */
function toText(failed: FailedEvent): string | undefined {
  try {
    return JSON.stringify(failed)
  } catch {
    return undefined
  }
}

/** The TikTok event of a mapping that names one. */
function eventNameIn({ event }: Mapping['mapping']): string | undefined {
  return typeof event === 'string' ? event : undefined
}

/** The name of a track call, or else the type of the call, without control characters and personal values. */
function nameOf({ type, event }: SegmentEvent): string {
  const name: unknown = type === 'track' ? event : type
  return typeof name === 'string' ? redact(name.replace(/\p{C}/gu, ''), '', []).slice(0, MAX_NAME) : 'no name'
}

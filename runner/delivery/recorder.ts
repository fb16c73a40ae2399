import type { LeftOut } from '../../src/reportWebEvent/left-out'
import type { Answer } from '../../src/reportWebEvent/response'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import { formatLine } from '../cursor'
import type { DeliveryError } from '../delivery-error'
import { MAPPING_IS_GONE, REJECTED_BY_SEGMENT } from '../delivery-error'
import type { Mapping } from '../mappings/mapping'
import { nameOf, tiktokEventOf } from '../names'
import type { Chunk } from '../sources/chunk'
import type { EventLine, UnreadableLine } from '../sources/lines'
import type { LineHandler } from '../transform/lines'
import type { EncodedEvent } from './encoder'
import { FailedLines } from './failed-lines'
import type { KeptText } from './line-texts'
import { LineTexts } from './line-texts'
import type { ChunkResult, DeliveryStatus, FailedLine, ResultRow, Stop } from './result'
import { MAX_UNMATCHED_NAMES } from './result'
import { addMatchKeys, addReason, addSegmentError, addWarning, newTally } from './tally'
import type { RequestRecorder } from './transport'

/** A line whose event is on its way. Of its event, what may be needed again is kept, in the least memory. */
export type SentLine = Pick<EventLine, 'line' | 'wrapped'> &
  Partial<Pick<EventLine, 'event'>> & {
    text?: KeptText
    /** Name of the event, if the line is to be listed. */
    name?: string
  }

type MappingName = Pick<Mapping, 'name' | 'mapping'>

/** Collects the result of one chunk, whose events may go out in several batches. */
export class Recorder implements RequestRecorder, LineHandler<EventLine> {
  /** Resolves when all lines are routed and all their events settled. */
  readonly result: Promise<ChunkResult>
  private resolve!: (result: ChunkResult) => void
  private reject!: (error: unknown) => void
  private readonly failedLines = new FailedLines()
  private readonly texts: LineTexts
  private readonly collected: ChunkResult = {
    tally: newTally(),
    failures: this.failedLines.list,
    rows: [],
    requests: [],
    unmatchedNames: []
  }
  /** Events that are not settled, and 1 for the routing. */
  private pending = 1
  /** The last line that was expected, which may go through several mappings. */
  private last?: { line: EventLine; sent: SentLine }

  /** @param lastListedLine the last line whose result is to be listed */
  constructor(
    private readonly chunk: Chunk,
    private readonly lastListedLine: number,
    private readonly keepsRequests: boolean
  ) {
    this.texts = new LineTexts(chunk.bytes.length)
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  unreadable({ line, problem }: UnreadableLine): void {
    this.collected.tally.unreadable++
    addReason(this.collected.tally, `a line ${problem}`, this.position(line))
    this.list({ line, name: '', status: 'unreadable', reason: problem })
  }

  unmatched({ line, event }: EventLine): void {
    this.collected.tally.read++
    this.collected.tally.unmatched++
    const name = nameOf(event)
    const { unmatchedNames } = this.collected
    if (unmatchedNames.length < MAX_UNMATCHED_NAMES && !unmatchedNames.includes(name)) unmatchedNames.push(name)
    this.list({ line, name, status: 'unmatched' })
  }

  optedOut({ line, event }: EventLine, reason: string): void {
    this.collected.tally.read++
    this.collected.tally.optedOut++
    this.list({ line, name: nameOf(event), status: 'optedOut', reason })
  }

  /** An event that failed in an earlier run is never unmatched. */
  mappingMissing(line: EventLine, name: string): void {
    this.settle(this.expect(line), 'rejected', { name, mapping: {} }, 0, MAPPING_IS_GONE)
  }

  /** Notes that an event goes out through a mapping; `settle` or `abandon` follows. @returns what is kept of the line */
  expect(line: EventLine): SentLine {
    this.pending++
    if (this.last?.line !== line) this.last = { line, sent: this.reduce(line) }
    return this.last.sent
  }

  /** The parts of a line that are needed until it is settled. Its event takes five times as much memory as its text. */
  private reduce({ line, text, wrapped, event }: EventLine): SentLine {
    const isKept = text === undefined && wrapped === undefined
    const name = this.isListed(line) ? nameOf(event) : undefined
    return {
      line,
      text: text === undefined ? undefined : this.texts.add(text),
      wrapped,
      name,
      event: isKept ? event : undefined
    }
  }

  /** Counts values that were left out of an event. */
  warn({ line }: SentLine, leftOut: readonly LeftOut[]): void {
    for (const each of leftOut) addWarning(this.collected.tally, each, this.position(line))
  }

  /** Settles a delivered event. @param segmentError the error by which Segment rejects it */
  deliver(line: SentLine, mapping: MappingName, attempts: number, segmentError?: string): void {
    const remark = segmentError && `${REJECTED_BY_SEGMENT}: ${segmentError}`
    if (segmentError !== undefined) addSegmentError(this.collected.tally, segmentError, this.position(line.line))
    this.settle(line, 'delivered', mapping, attempts, undefined, remark)
  }

  /** @param attempts 0 for an event that was not sent @param remark for the row, if there is no error */
  settle(
    line: SentLine,
    outcome: DeliveryStatus,
    mapping: MappingName,
    attempts: number,
    error?: DeliveryError,
    remark = error?.message
  ): void {
    const { tally } = this.collected
    tally.read++
    tally[outcome]++
    if (error !== undefined) {
      addReason(tally, error.message, this.position(line.line))
      this.save(line, { mapping: mapping.name, error, attempts })
    }
    if (line.name !== undefined) {
      const tiktokEvent = tiktokEventOf(mapping.mapping)
      const row = { line: line.line, name: line.name, mapping: mapping.name, tiktokEvent }
      this.list({ ...row, status: outcome, reason: remark })
    }
    this.advance()
  }

  /** Notes that an event is not settled, so that the chunk does not count as settled either. */
  abandon(stop: Stop): void {
    if (this.collected.stop === undefined || stop.isUnauthorized) this.collected.stop = stop
    this.advance()
  }

  /** Notes that all lines are routed. */
  close(): void {
    this.last = undefined
    this.texts.shrink()
    this.advance()
  }

  /** Ends the run with an internal error. */
  fail(error: unknown): void {
    this.reject(error)
  }

  request(body: TikTokRequest): void {
    this.collected.tally.requests++
    if (this.keepsRequests && this.chunk.start.line <= this.lastListedLine) this.collected.requests.push({ ...body })
  }

  answered({ verdict }: Answer, events: readonly EncodedEvent[]): void {
    if (verdict !== 'accepted') return
    for (const { name, matchKeys } of events) addMatchKeys(this.collected.tally, name, matchKeys)
  }

  retry(): void {
    this.collected.tally.retries++
  }

  private advance(): void {
    this.pending--
    if (this.pending > 0) return
    this.texts.release()
    this.collected.rows.sort((a, b) => a.line - b.line)
    this.resolve(this.collected)
  }

  private isListed(line: number): boolean {
    return line <= this.lastListedLine
  }

  private save(line: SentLine, failure: FailedLine['failures'][number]): void {
    const text = line.text && this.texts.read(line.text)
    const problem = this.failedLines.add(line, failure, text)
    if (problem !== undefined) addReason(this.collected.tally, problem, this.position(line.line))
  }

  private list(row: ResultRow): void {
    if (this.isListed(row.line)) this.collected.rows.push(row)
  }

  private position(line: number): string {
    return formatLine(this.chunk.path, line)
  }
}

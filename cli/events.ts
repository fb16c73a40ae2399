import type { SegmentEvent } from '@segment/actions-core'
import { toUnixSeconds } from '../src/reportWebEvent/timestamp'
import type { Chunk } from './input'
import { NEWLINE } from './input'

/** A line that holds an event. */
export interface EventLine {
  line: number
  event: SegmentEvent
  /** The only mapping it is for, if it failed in an earlier run with that one. */
  mapping?: string
}

/** A line that holds none. */
export interface BrokenLine {
  line: number
  problem: string
}

/** An event that was refused or given up, as it is kept for another run. */
export interface FailedEvent {
  event: SegmentEvent
  mapping: string
  error: { class: string; status: number; message: string }
  attempts: number
}

/** The lines of a chunk; blank ones are passed over. */
export function* readLines({ start, bytes, ...chunk }: Chunk): Generator<EventLine | BrokenLine> {
  const tooLong = new Set(chunk.tooLong)
  for (const [index, text] of splitLines(bytes)) {
    const line = start.line + index
    if (tooLong.has(index)) yield { line, problem: 'is longer than 1 MiB' }
    else if (text.trim() !== '') yield { line, ...parseLine(text.replace(/^\uFEFF/, '')) }
  }
}

/** One line after the other: all of them as one text would be large, and large objects stay long. */
function* splitLines({ buffer, byteOffset, byteLength }: Uint8Array): Generator<[index: number, text: string]> {
  const bytes = Buffer.from(buffer, byteOffset, byteLength)
  let begin = 0
  for (let index = 0; begin < bytes.length; index++) {
    const newline = bytes.indexOf(NEWLINE, begin)
    const end = newline < 0 ? bytes.length : newline
    yield [index, bytes.toString('utf8', begin, end)]
    begin = end + 1
  }
}

/** The parser's own message would quote the line, and so perhaps a person. */
function parseLine(text: string): Omit<EventLine, 'line'> | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'is not valid JSON: one event is expected on each line' }
  }
  if (!isObject(value)) return { problem: 'is not a JSON object, as a Segment event is' }
  if (!isFailedEvent(value)) return { event: withReadableContext(value as unknown as SegmentEvent) }
  return { event: withReadableContext(value.event), mapping: value.mapping }
}

/** A Segment event has a name where a failed one has the event itself. */
function isFailedEvent(value: object): value is FailedEvent {
  const { event, mapping, error } = value as Partial<FailedEvent>
  return isObject(event) && typeof mapping === 'string' && isObject(error)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** actions-core looks into an event's context and into its personas, and fails where they are `null`. */
function withReadableContext(event: SegmentEvent): SegmentEvent {
  if (event.context === null) event.context = {}
  if (event.context?.personas === null) event.context.personas = undefined
  return event
}

/** Whether the time of the event on a line lies between two times, in Unix milliseconds; the later one is excluded. */
export function isBetween(text: string, since: number, until: number): boolean {
  const parsed = parseLine(text)
  const seconds = 'problem' in parsed ? undefined : timeOf(parsed.event)
  // What has no time that can be read is to be reported, not passed over.
  return seconds === undefined || (seconds * 1000 >= since && seconds * 1000 < until)
}

/** @returns Unix seconds, as the destination reads them */
function timeOf({ timestamp }: SegmentEvent): number | undefined {
  try {
    return toUnixSeconds(String(timestamp))
  } catch {
    return undefined
  }
}

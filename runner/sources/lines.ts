import type { SegmentEvent } from '@segment/actions-core'
import type { Chunk } from './chunk'
import { NEWLINE } from './chunk'
import { isFailedEvent, isObject } from './failed-event'

/** A line that holds an event. */
export interface EventLine {
  line: number
  event: SegmentEvent
  /** Bytes of the line. */
  bytes: number
  /** The JSON of the event, where the line is just that. */
  text?: string
  /** Name of the only mapping for it, where it failed with that one in an earlier run. */
  mapping?: string
}

/** A line that does not hold an event. */
export interface UnreadableLine {
  line: number
  problem: string
}

/** Reads the lines of a chunk; blank ones are skipped. */
export function* readLines({ start, bytes, ...chunk }: Chunk): Generator<EventLine | UnreadableLine> {
  const tooLong = new Set(chunk.tooLong)
  for (const [index, text] of splitLines(bytes)) {
    const line = start.line + index
    if (tooLong.has(index)) yield { line, problem: 'is longer than 1 MiB' }
    else if (text.trim() !== '') yield { line, bytes: text.length, ...parseLine(text.replace(/^\uFEFF/, '')) }
  }
}

/** Decodes one line after the other: the text of all lines would be a large object, which stays in memory long. */
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

/** Parses a line. The parser's own message would quote the line, which may hold personal values. */
export function parseLine(text: string): Pick<EventLine, 'event' | 'text' | 'mapping'> | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'is not valid JSON: one event is expected on each line' }
  }
  if (!isObject(value)) return { problem: 'is not a JSON object, as a Segment event is' }
  if (!isFailedEvent(value)) return { event: value as unknown as SegmentEvent, text }
  return { event: value.event, mapping: value.mapping }
}

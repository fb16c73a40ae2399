import { isUtf8 } from 'node:buffer'
import type { SegmentEvent } from '@segment/actions-core'
import type { Chunk } from './chunk'
import { NEWLINE } from './chunk'
import { DocumentSplitter } from './document-splitter'
import { hasLoneSurrogate, LONE_SURROGATE, readJson } from './json-reader'
import type { Unwrapped, Wrapped } from './wrappers'
import { complete, findEvents } from './wrappers'

/** A line that holds an event. */
export interface EventLine {
  line: number
  event: SegmentEvent
  /** Bytes of the line that the event takes. */
  bytes: number
  /** The JSON of the event, if the line is just that. */
  text?: string
  /** The event of a wrapper, which takes up little memory without what the wrapper has for all of its events. */
  wrapped?: WrappedEvent
  /** Name of the only mapping for it, if it failed with that one in an earlier run. */
  mapping?: string
}

export interface WrappedEvent {
  own: SegmentEvent
  /** Makes the whole event again. */
  complete: () => SegmentEvent
}

/** A line that does not hold an event. */
export interface UnreadableLine {
  line: number
  problem: string
}

/** Reads the lines of a chunk; blank ones are skipped. */
export function* readLines({ start, bytes, ...chunk }: Chunk): Generator<EventLine | UnreadableLine> {
  const tooLong = new Set(chunk.tooLong)
  for (const [index, text] of splitLines(bytes, tooLong)) {
    const line = start.line + index
    if (tooLong.has(index)) yield { line, problem: 'is longer than 1 MiB' }
    else if (text === undefined) yield { line, problem: 'is not valid UTF-8' }
    else if (text.trim() !== '') {
      const all = findInLine(text.startsWith('\uFEFF') ? text.slice(1) : text)
      const bytes = Math.ceil(text.length / all.length)
      for (const each of all) yield toLine(line, bytes, each)
    }
  }
}

function toLine(line: number, bytes: number, each: FoundInLine): EventLine | UnreadableLine {
  const { found, wrappers } = each
  if ('problem' in found) return { line, problem: found.problem }
  if (wrappers.length === 0) return { line, bytes, ...found }
  const wrapped = { own: found.event, complete: () => (complete(each) as { event: SegmentEvent }).event }
  return { line, bytes, ...found, event: wrapped.complete(), wrapped }
}

/**
 * Decodes one line after the other: the text of all lines would be a large object, which stays in memory long. Bytes
 * that are not UTF-8 give no text: they would all be decoded as the same character, which makes different people one.
 */
function* splitLines(
  { buffer, byteOffset, byteLength }: Uint8Array,
  tooLong: ReadonlySet<number>
): Generator<[index: number, text?: string]> {
  const bytes = Buffer.from(buffer, byteOffset, byteLength)
  const isValid = isUtf8(bytes)
  let begin = 0
  for (let index = 0; begin < bytes.length; index++) {
    // A line that is too long is empty in its chunk.
    if (bytes[begin] === NEWLINE && !tooLong.has(index)) {
      begin++
      continue
    }
    const newline = bytes.indexOf(NEWLINE, begin)
    const end = newline < 0 ? bytes.length : newline
    if (isValid || isUtf8(bytes.subarray(begin, end))) yield [index, bytes.toString('utf8', begin, end)]
    else yield [index]
    begin = end + 1
  }
}

const NOT_JSON: Wrapped = { found: { problem: 'is not valid JSON: one event is expected on each line' }, wrappers: [] }

type Parsed = Unwrapped & Pick<EventLine, 'text'>

type FoundInLine = Wrapped & { found: Parsed }

/** Parses a line, which may hold several events: in a list or a wrapper, or one behind the other. */
export function parseLine(text: string): Parsed[] {
  return [...parseEvents(text)]
}

/** Parses the events of a line one by one, as a wrapper may hold thousands of them. */
export function* parseEvents(text: string): Generator<Parsed> {
  for (const each of findInLine(text)) yield complete(each)
}

/** The parser's own message would quote the line, which may hold personal values. */
function findInLine(text: string): FoundInLine[] {
  const problem = problemIn(text) ?? (hasLoneSurrogate(text) ? LONE_SURROGATE : undefined)
  if (problem !== undefined) return [{ found: { problem }, wrappers: [] }]
  const whole = parse(text)
  if (whole === undefined) {
    return parseEach(text).flatMap((value) => (value === undefined ? [NOT_JSON] : findEvents(value)))
  }
  const all = findEvents(whole.value)
  const [{ found, wrappers }] = all
  return 'event' in found && found.event === whole.value ? [{ found: { ...found, text }, wrappers }] : all
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: readJson(text) }
  } catch {
    return undefined
  }
}

/** Parses values that follow one another without line ends. @returns `undefined` for each that is not valid JSON */
function parseEach(text: string): unknown[] {
  if (!text.trimStart().startsWith('{')) return [undefined]
  const splitter = new DocumentSplitter()
  const pieces = `${splitter.split(Buffer.from(text))}${splitter.end()}`.split('\n').filter((piece) => piece !== '')
  const values = pieces.map((piece) => parse(piece)?.value)
  return values[0] === undefined ? [undefined] : values
}

/** Problems of the rows of a table. */
const ROW_PROBLEMS = {
  columns: 'has another number of columns than the header',
  encoding: 'is not valid UTF-8',
  quotes: 'has a quotation mark that is not doubled or not closed, so that the rows behind it may be part of it'
}

/** JSON cannot begin with it. */
const MARK = '\0'

/** Writes a problem as a line, in the place of the row. */
export function toProblemLine(problem: keyof typeof ROW_PROBLEMS): string {
  return MARK + problem
}

/** Reads the problem that a line names, if it does. */
function problemIn(line: string): string | undefined {
  return line.startsWith(MARK) ? ROW_PROBLEMS[line.slice(1).trim() as keyof typeof ROW_PROBLEMS] : undefined
}

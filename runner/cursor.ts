/** A position between two lines of the input. */
export interface Cursor {
  /** Index of the file. */
  file: number
  /** Bytes into the file, decompressed. */
  offset: number
  /** Number of the next line, from 1. */
  line: number
  /** Events selected so far, for a limit. */
  selected: number
}

/** Whether a position comes before another one. */
export function isBefore(first: Cursor, second: Cursor): boolean {
  return first.file < second.file || (first.file === second.file && first.offset < second.offset)
}

/** A line of a file as a text that editors open, such as `events.ndjson:12`. */
export function formatLine(path: string, line: number): string {
  return `${path}:${line}`
}

/** Position of the first line. */
export const START: Readonly<Cursor> = { file: 0, offset: 0, line: 1, selected: 0 }

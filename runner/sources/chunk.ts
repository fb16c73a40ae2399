import { MAX_EVENTS_PER_REQUEST } from '../../src/reportWebEvent/constants'
import type { Cursor } from '../cursor'

/** Some lines of a file, which are delivered together: the unit of work. */
export interface Chunk {
  path: string
  start: Cursor
  end: Cursor
  /** The lines. Those that were not selected are blank. */
  bytes: Uint8Array
  /** Indexes of lines that were too long to keep; the first line of the chunk is 0. */
  tooLong: number[]
}

/** Provides memory for a chunk. */
export type Allocate = (bytes: number) => Buffer

/** A chunk ends when its lines, without blank ones, fill one request, or when it reaches the size that fits into memory several times. */
export const MAX_CHUNK_LINES = MAX_EVENTS_PER_REQUEST
export const MAX_CHUNK_BYTES = 512 * 1024

/** A longer line is not an event: Segment's own limit is 32 KB. */
export const MAX_LINE_BYTES = 1024 * 1024

/** Bytes of the longest line end, which Windows has. */
export const MAX_LINE_END_BYTES = 2

/** The size of the largest possible chunk, in bytes. */
export const CHUNK_CAPACITY = MAX_CHUNK_BYTES + MAX_LINE_BYTES + MAX_LINE_END_BYTES

export const NEWLINE = 0x0a

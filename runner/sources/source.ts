import { constants } from 'node:fs'

/** Opens a file for reading. A pipe is opened at once, rather than when a program begins to write to it. */
export const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Bytes read at a time. Larger buffers would wait longer to be freed, and smaller ones cost 6 % of the CPU of an order. */
export const READ_BYTES = 64 * 1024

/** The bytes of one input. */
export interface Source {
  /** Bytes read so far. */
  readonly bytesRead: number
  /** Yields the bytes. It ends early once the source is closed. */
  pieces(): AsyncGenerator<Buffer>
  /** Reads the bytes once more, from an offset on; absent if that is not possible. It ends early once it is stopped. */
  piecesFrom?: (offset: number) => AsyncGenerator<Buffer>
  /** @throws ChangedFile if the bytes read so far may come from another input than the one found at the start */
  verify(): Promise<void>
  /** Describes what has taken the place of an input that was read to its end; `undefined` for nothing. */
  replacement(): Promise<string | undefined>
  /** Ends the reading, even while it waits for bytes that never come. */
  stop(): void
  close(): Promise<void>
}

/** Reports a file that has changed since the run began: it cannot be read as it was. The message names the file. */
export class ChangedFile extends Error {}

import { isDocument } from './document-detection'
import { DocumentSplitter } from './document-splitter'
import { isBlank } from './json-bytes'
import { findDelimiter } from './table-detection'

/** Turns bytes into lines of one JSON value each. */
interface Splitter {
  split(bytes: Buffer): Buffer
  end(): Buffer
}

const NEWLINE = 0x0a

const NO_BYTES = Buffer.alloc(0)

/** Input that has such lines already stays as it is. */
const LINES: Splitter = { split: (bytes) => bytes, end: () => NO_BYTES }

/**
 * Gives the bytes of an input as lines of one JSON value each.
 * @param path the name of the input, which may name a table
 * @throws ForeignFile for a table that is none of events
 */
export async function* asLines(source: AsyncIterable<Buffer>, path = ''): AsyncGenerator<Buffer> {
  let head = NO_BYTES
  let undecided: Buffer[] = []
  let undecidedBytes = 0
  let splitter: Splitter | undefined
  try {
    for await (const bytes of source) {
      if (splitter !== undefined) {
        yield splitter.split(bytes)
        continue
      }
      undecided.push(bytes)
      undecidedBytes += bytes.length
      // Looking at a long first line again for each piece would take time that grows with the square of its length.
      if (undecidedBytes < head.length && !bytes.includes(NEWLINE)) continue
      head = Buffer.concat([head, ...undecided])
      undecided = []
      undecidedBytes = 0
      const blankBytes = countBlank(head)
      // Blank bytes decide nothing, and an input may hold any number of them.
      if (blankBytes > 0) yield head.subarray(0, blankBytes)
      head = head.subarray(blankBytes)
      splitter = await chooseSplitter(head, false, path)
      if (splitter !== undefined) yield splitter.split(splitter === LINES ? head : withoutMark(head))
    }
  } catch (error) {
    // The bytes before a damage are given out.
    if (splitter === undefined) yield* splitWhole(Buffer.concat([head, ...undecided]), path, false)
    throw error
  }
  if (splitter === undefined) yield* splitWhole(Buffer.concat([head, ...undecided]), path, true)
  else yield splitter.end()
}

/** @param isEnd whether the input ends behind these bytes, which may be in the middle of a value otherwise */
async function* splitWhole(head: Buffer, path: string, isEnd: boolean): AsyncGenerator<Buffer> {
  const splitter = (await chooseSplitter(head, true, path)) ?? LINES
  yield splitter.split(splitter === LINES ? head : withoutMark(head))
  if (isEnd) yield splitter.end()
}

/** @returns `undefined` if more bytes are needed; never for the whole input */
async function chooseSplitter(head: Buffer, isWhole: boolean, path: string): Promise<Splitter | undefined> {
  const decision = isDocument(head, isWhole)
  if (decision === undefined) return undefined
  if (decision) return new DocumentSplitter()
  const delimiter = isJson(head) ? false : findDelimiter(head, isWhole)
  if (delimiter === undefined) return undefined
  if (delimiter === false) return LINES
  // Few inputs are tables, and loading their parser takes time.
  const { TableSplitter } = await import('./table-splitter')
  return new TableSplitter(delimiter, path)
}

function isJson(head: Buffer): boolean {
  return /^(?:\xEF\xBB\xBF)?\s*(?:[{[]|$)/.test(head.toString('latin1', 0, 1024))
}

/** @returns the number of blank bytes at the beginning */
function countBlank(bytes: Buffer): number {
  let count = 0
  while (count < bytes.length && isBlank(bytes[count])) count++
  return count
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

function withoutMark(head: Buffer): Buffer {
  const isMarked = head.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
  return isMarked ? head.subarray(BYTE_ORDER_MARK.length) : head
}

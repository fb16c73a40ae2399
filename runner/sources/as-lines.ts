import { isDocument } from './document-detection'
import { DocumentSplitter } from './document-splitter'

/** Gives the bytes of an input as lines of one JSON value each. Input that has such lines already stays as it is. */
export async function* asLines(source: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0)
  let splitter: DocumentSplitter | undefined
  let isDecided = false
  for await (const bytes of source as AsyncIterable<Buffer>) {
    if (isDecided) {
      yield splitter?.split(bytes) ?? bytes
      continue
    }
    head = Buffer.concat([head, bytes])
    const decision = isDocument(head, false)
    if (decision === undefined) continue
    isDecided = true
    splitter = decision ? new DocumentSplitter() : undefined
    yield splitter?.split(withoutMark(head)) ?? head
  }
  if (!isDecided && isDocument(head, true)) {
    splitter = new DocumentSplitter()
    yield splitter.split(withoutMark(head))
  } else if (!isDecided) yield head
  if (splitter !== undefined) yield splitter.end()
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF')

function withoutMark(head: Buffer): Buffer {
  const isMarked = head.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
  return isMarked ? head.subarray(BYTE_ORDER_MARK.length) : head
}

import { Gunzip } from './gunzip'

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b])

export function isGzip(head: Buffer): boolean {
  return head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)
}

/**
 * Decompresses bytes where the first ones say that they are compressed.
 * @throws Error for damaged data, when the bytes before the damage were given out
 */
export async function* decompress(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  /** The first bytes, until there are enough of them to decide. */
  let head: Buffer | undefined = Buffer.alloc(0)
  let gunzip: Gunzip | undefined
  for await (const next of source) {
    let bytes = next
    if (head !== undefined) {
      bytes = Buffer.concat([head, next])
      head = bytes.length < GZIP_MAGIC.length ? bytes : undefined
      if (head !== undefined) continue
      if (isGzip(bytes)) gunzip = new Gunzip()
    }
    if (gunzip === undefined) yield bytes
    else yield* gunzip.push(bytes)
  }
  if (head !== undefined) yield head
  gunzip?.finish()
}

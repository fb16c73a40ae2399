import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** Bytes read at a time. Larger buffers would wait longer to be freed. */
export const READ_BYTES = 16 * 1024

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b])

export function isGzip(head: Buffer): boolean {
  return head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)
}

/** Decompresses a stream. An error of the source becomes an error of the result. */
export function gunzip(source: Readable): Readable {
  const decompressed = createGunzip({ chunkSize: READ_BYTES })
  return pipeline(source, decompressed, () => undefined)
}

/** Decompresses a stream where its first bytes say that it is compressed. */
export async function* gunzipIfNeeded(input: Readable): AsyncGenerator<unknown> {
  const source: AsyncIterator<Buffer> = input[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  for (let next = await source.next(); !next.done; next = await source.next()) {
    head = Buffer.concat([head, next.value])
    if (head.length >= GZIP_MAGIC.length) break
  }
  const all = Readable.from(prepend(head, source))
  yield* isGzip(head) ? gunzip(all) : all
}

async function* prepend(head: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
}

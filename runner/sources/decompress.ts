import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { ReadAgain } from './checked-gunzip'
import { CheckedGunzip } from './checked-gunzip'
import { Gunzip } from './gunzip'
import { READ_BYTES } from './source'

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b])

export function isGzip(head: Buffer): boolean {
  return head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)
}

/** Decides about damaged gzip data. */
export interface DecompressOptions {
  /** Whether the bytes of a member are given out only if its checksum is right, as far as that is possible. */
  isChecked?: boolean
  /** Used to check large members. */
  readAgain?: ReadAgain
}

/**
 * Decompresses bytes if the first ones show that they are compressed.
 * @throws Error for damaged data, when the bytes before the damage, or the damaged member, were given out
 */
export async function* decompress(
  source: AsyncIterable<Buffer>,
  { isChecked = false, readAgain }: DecompressOptions = {}
): AsyncGenerator<Buffer> {
  /** The first bytes, until there are enough of them to decide. */
  let head: Buffer | undefined = Buffer.alloc(0)
  let gunzip: CheckedGunzip | StreamedGunzip | undefined
  for await (const next of source) {
    let bytes = next
    if (head !== undefined) {
      bytes = Buffer.concat([head, next])
      head = bytes.length < GZIP_MAGIC.length ? bytes : undefined
      if (head !== undefined) continue
      if (isGzip(bytes)) {
        if (isChecked && readAgain !== undefined && isLong(bytes) && (await isIntact(readAgain(0)))) {
          yield* gunzipIntact(joined(bytes, source))
          return
        }
        gunzip = isChecked ? new CheckedGunzip(readAgain) : new StreamedGunzip()
      }
    }
    if (gunzip === undefined) yield bytes
    else yield* gunzip.push(bytes)
  }
  if (head !== undefined) yield head
  gunzip?.finish()
}

/** Whether a file begins with a member that does not end within the first bytes. Small ones are given out one by one. */
function isLong(bytes: Buffer): boolean {
  if (bytes.length < READ_BYTES) return false
  try {
    for (const { isEnd } of new Gunzip().push(bytes)) if (isEnd) return false
    return true
  } catch {
    return false
  }
}

/** Whether Node's gunzip reads all bytes without an error. At padding it ends in silence. */
async function isIntact(source: AsyncIterable<Buffer>): Promise<boolean> {
  let size = 0
  async function* counted() {
    for await (const bytes of source) {
      size += bytes.length
      yield bytes
    }
  }
  const gunzip = gunzipIntact(counted())
  try {
    for await (const _bytes of gunzip);
    return gunzip.bytesWritten === size
  } catch {
    return false
  }
}

/** Decompresses in a quarter of the time. It would drop some bytes before a damage. */
function gunzipIntact(source: AsyncIterable<Buffer>) {
  return pipeline(source, createGunzip({ chunkSize: READ_BYTES }), () => undefined)
}

async function* joined(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first
  yield* rest
}

/** Gives bytes before their checksum is known. */
class StreamedGunzip {
  private readonly gunzip = new Gunzip()

  finish(): void {
    this.gunzip.finish()
  }

  *push(input: Uint8Array): Generator<Buffer> {
    for (const { bytes } of this.gunzip.push(input)) if (bytes.length > 0) yield bytes
  }
}

import type { ReadAgain } from './checked-gunzip'
import { CheckedGunzip } from './checked-gunzip'
import { Gunzip } from './gunzip'

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
      if (isGzip(bytes)) gunzip = isChecked ? new CheckedGunzip(readAgain) : new StreamedGunzip()
    }
    if (gunzip === undefined) yield bytes
    else yield* gunzip.push(bytes)
  }
  if (head !== undefined) yield head
  gunzip?.finish()
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

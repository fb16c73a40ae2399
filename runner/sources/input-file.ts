/** A file of events. */
export interface InputFile {
  readonly path: string
  /** Bytes on the disk; 0 for standard input. */
  readonly size: number
  readonly isGzip: boolean
  /** Digest of the size, the time of change, the beginning and the end. It distinguishes this file from others. */
  readonly fingerprint: string
  /** The version that was found; standard input has none. */
  readonly version?: FileVersion
}

export const VERSION_KEYS = ['dev', 'ino', 'size', 'mtimeNs'] as const

/** Tells the content of a file from its content at another time, and from other files. */
export type FileVersion = Record<(typeof VERSION_KEYS)[number], bigint>

const DIGEST_BYTES = 32
const NUMBER_BYTES = 8

/** Bytes of a digest and a version. */
const RECORD_BYTES = DIGEST_BYTES + VERSION_KEYS.length * NUMBER_BYTES

const RECORDS_PER_PAGE = 256

/**
 * Creates the files of an input, which may be 100,000. Their digests and versions are kept outside of the heap: there
 * they take a quarter of the memory, and nothing that V8 has to collect.
 */
export class InputFiles {
  private page = Buffer.alloc(0)
  private offset = 0

  add({ path, size, isGzip, digest, version }: FileFacts): InputFile {
    if (this.offset === this.page.length) {
      this.page = Buffer.alloc(RECORDS_PER_PAGE * RECORD_BYTES)
      this.offset = 0
    }
    const { page, offset } = this
    this.offset += RECORD_BYTES
    digest.copy(page, offset)
    for (const [index, key] of VERSION_KEYS.entries()) page.writeBigInt64LE(version[key], numberAt(offset, index))
    return new RecordedFile(path, size, isGzip, page, offset)
  }
}

type FileFacts = Pick<InputFile, 'path' | 'size' | 'isGzip'> & { digest: Buffer; version: FileVersion }

class RecordedFile implements InputFile {
  constructor(
    readonly path: string,
    readonly size: number,
    readonly isGzip: boolean,
    private readonly page: Buffer,
    private readonly offset: number
  ) {}

  get fingerprint(): string {
    return this.page.toString('hex', this.offset, this.offset + DIGEST_BYTES)
  }

  get version(): FileVersion {
    const { page, offset } = this
    const entries = VERSION_KEYS.map((key, index) => [key, page.readBigInt64LE(numberAt(offset, index))])
    return Object.fromEntries(entries)
  }
}

function numberAt(offset: number, index: number): number {
  return offset + DIGEST_BYTES + index * NUMBER_BYTES
}

import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset
} from 'pako'

/** The largest window, and gzip as the only format. */
const WINDOW_BITS = 15 + 16

/** Bytes decompressed at a time. */
const OUTPUT_BYTES = 16 * 1024

/** Decompressed bytes of a member. */
export interface MemberBytes {
  bytes: Buffer
  /** Whether the member ends with them, and its checksum is right. */
  isEnd: boolean
}

/**
 * Decompresses gzip data of any number of members. Zero bytes between and behind them are padding. Any other byte is
 * decompressed or reported, and all bytes before a damage are given out. Node's own gunzip ends in silence at padding,
 * and drops what it has decompressed if it meets a damage.
 */
export class Gunzip {
  private readonly stream = new ZStream()
  private output = Buffer.alloc(0)
  private members = 0
  private isInsideMember = false
  /** Offset of the member that was begun last, in compressed bytes. */
  memberOffset = 0

  /** @param offset compressed bytes before the first piece, and then before each piece */
  constructor(private offset = 0) {
    zlibInflateInit2(this.stream, WINDOW_BITS)
  }

  /** @throws Error for damaged data, when the bytes before the damage were given out */
  *push(input: Uint8Array): Generator<MemberBytes> {
    const { stream } = this
    stream.input = input
    stream.next_in = 0
    stream.avail_in = input.length
    while (this.isInsideMember || this.findMember()) {
      const { status, bytes } = this.inflate()
      const isEnd = status === Z_STREAM_END
      if (isEnd) this.endMember()
      if (bytes.length > 0 || isEnd) yield { bytes, isEnd }
      if (isEnd) continue
      if (status !== Z_OK && status !== Z_BUF_ERROR) throw this.damage()
      if (stream.avail_in === 0 && stream.avail_out > 0) break
    }
    this.offset += input.length
  }

  /** @throws Error if a member lacks its end */
  finish(): void {
    if (this.isInsideMember) throw Object.assign(new Error('the end is missing'), { code: 'Z_BUF_ERROR' })
  }

  /** Passes over padding. @returns whether bytes follow, which must be another member */
  private findMember(): boolean {
    const { stream } = this
    while (this.members > 0 && stream.avail_in > 0 && stream.input[stream.next_in] === 0) {
      stream.next_in++
      stream.avail_in--
    }
    return stream.avail_in > 0
  }

  private inflate(): { status: number; bytes: Buffer } {
    const { stream } = this
    if (stream.avail_out === 0) {
      this.output = Buffer.allocUnsafeSlow(OUTPUT_BYTES)
      stream.output = this.output as Buffer<ArrayBuffer>
      stream.next_out = 0
      stream.avail_out = OUTPUT_BYTES
    }
    if (!this.isInsideMember) this.memberOffset = this.offset + stream.next_in
    this.isInsideMember = true
    const begin = stream.next_out
    const status = zlibInflate(stream, Z_NO_FLUSH)
    return { status, bytes: this.output.subarray(begin, stream.next_out) }
  }

  private endMember(): void {
    zlibInflateReset(this.stream)
    this.isInsideMember = false
    this.members++
  }

  private damage(): Error {
    const { msg, next_in, total_out } = this.stream
    const isNoMember = this.members > 0 && total_out === 0 && msg === 'incorrect header check'
    const problem = isNoMember ? 'bytes that are not gzip behind the end of a gzip member' : `damaged gzip: ${msg}`
    return new Error(`${problem}, before byte ${this.offset + next_in}`)
  }
}

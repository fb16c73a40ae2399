/** Bytes that are written one by one. */
export class ByteBuffer {
  private buffer: Buffer
  length = 0

  /** @param expected bytes; more are possible */
  constructor(expected: number) {
    this.buffer = Buffer.allocUnsafe(expected + 64)
  }

  push(byte: number): void {
    if (this.length === this.buffer.length) this.grow(1)
    this.buffer[this.length++] = byte
  }

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.buffer.length) this.grow(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
  }

  clear(): void {
    this.length = 0
  }

  /** The bytes written so far; a view, which further writing may change. */
  bytes(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  private grow(least: number): void {
    const larger = Buffer.allocUnsafe(this.buffer.length * 2 + least)
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}

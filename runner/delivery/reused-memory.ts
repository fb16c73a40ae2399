/** Memory of one size that is used again. V8 would collect the whole heap for each 60 MB of new memory. */
export class ReusedMemory {
  private readonly spare: Buffer<ArrayBuffer>[] = []

  constructor(readonly bytes: number) {}

  take(): Buffer<ArrayBuffer> {
    return this.spare.pop() ?? Buffer.allocUnsafeSlow(this.bytes)
  }

  /** Gives up memory that nothing reads any more. Memory of another size is let go. */
  release(memory: Buffer<ArrayBuffer>): void {
    if (memory.length === this.bytes) this.spare.push(memory)
  }
}

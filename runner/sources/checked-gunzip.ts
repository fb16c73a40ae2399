import { reasonOf } from '../errors'
import { Gunzip } from './gunzip'
import { countLines } from './json-bytes'

/** Decompressed bytes of a member that are held in memory until its checksum is right. */
const MAX_HELD_BYTES = 4 * 1024 * 1024

/** Reads the input once more, from an offset on. Standard input cannot be read twice. */
export type ReadAgain = (offset: number) => AsyncIterable<Buffer>

/**
 * Decompresses gzip data, and gives the bytes of a member only if its checksum is right: a damaged one often
 * decompresses to other times, IDs and amounts. Small members are held in memory, and larger ones are read twice.
 * Larger members of an input that cannot be read twice are given at once, and the lines in doubt are reported.
 */
export class CheckedGunzip {
  private readonly gunzip = new Gunzip()
  private held: Buffer[] = []
  private heldBytes = 0
  /** Whether the bytes of the current member are given at once. */
  private isOpen = false
  /** Lines before the current member, and its lines that were given unchecked. */
  private linesBefore = 0
  private lines = 0

  constructor(private readonly readAgain?: ReadAgain) {}

  /** @throws Error for damaged data, when the bytes of the members before were given out */
  async *push(input: Uint8Array): AsyncGenerator<Buffer> {
    try {
      for (const { bytes, isEnd } of this.gunzip.push(input)) {
        this.held.push(bytes)
        this.heldBytes += bytes.length
        if (!this.isOpen && !isEnd && this.heldBytes > MAX_HELD_BYTES) await this.open()
        if (this.isOpen || isEnd) yield* this.release()
        if (isEnd) this.endMember()
      }
    } catch (error) {
      throw this.damage(error)
    }
  }

  /** @throws Error if a member lacks its end */
  finish(): void {
    try {
      this.gunzip.finish()
    } catch (error) {
      throw this.damage(error)
    }
  }

  private async open(): Promise<void> {
    if (this.readAgain !== undefined) await checkMember(this.readAgain, this.gunzip.memberOffset)
    this.isOpen = true
  }

  private *release(): Generator<Buffer> {
    const { held } = this
    this.held = []
    this.heldBytes = 0
    for (const bytes of held) {
      // Only lines that may be in doubt later are counted.
      if (this.readAgain === undefined) this.lines += countLines(bytes)
      yield bytes
    }
  }

  private endMember(): void {
    this.isOpen = false
    this.linesBefore += this.lines
    this.lines = 0
  }

  private damage(error: unknown): Error {
    if (!this.isOpen && this.heldBytes === 0) return error as Error
    const message = reasonOf(error)
    if (!this.isOpen) {
      return new Error(
        `${message}; nothing was used of its gzip member, which begins at byte ${this.gunzip.memberOffset}`
      )
    }
    const first = this.linesBefore + 1
    return new Error(`${message}; values of lines ${first} to ${first + this.lines}, which were used, may be wrong`)
  }
}

/** @throws Error if the member is damaged */
async function checkMember(readAgain: ReadAgain, offset: number): Promise<void> {
  const gunzip = new Gunzip(offset)
  for await (const bytes of readAgain(offset)) {
    for (const { isEnd } of gunzip.push(bytes)) if (isEnd) return
  }
  gunzip.finish()
}

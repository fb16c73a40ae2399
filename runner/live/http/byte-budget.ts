import { overloaded } from './answer'

/** Bytes of memory that one request holds. */
export interface Hold {
  /** @throws Refusal if all requests together hold too much */
  add(bytes: number): void
  release(): void
}

/**
 * Limits the bytes of bodies in memory. Only bytes that have arrived count, so that nobody keeps others out by announcing
 * a large body. Senders that have not named a valid key share half of them.
 */
export class ByteBudget {
  private used = 0
  private usedByUnknown = 0

  constructor(private readonly limit: number) {}

  hold(isKnown: boolean): Hold {
    let held = 0
    const change = (bytes: number) => {
      held += bytes
      this.used += bytes
      if (!isKnown) this.usedByUnknown += bytes
    }
    return {
      add: (bytes) => {
        // A single body always passes.
        const isFull = this.used > held && this.used + bytes > this.limit
        const isUnknownFull = this.usedByUnknown > held && this.usedByUnknown + bytes > this.limit / 2
        if (isFull || (!isKnown && isUnknownFull)) throw overloaded()
        change(bytes)
      },
      release: () => change(-held)
    }
  }
}

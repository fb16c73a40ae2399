import { hash } from 'node:crypto'

/**
 * A uniform sample of distinct things, with everything that is noted of each. It keeps those whose digests are smallest
 * (a bottom-k sample), so that its content does not depend on the order of the input. Up to its size it is complete.
 * Bloom filters, sketches and heavy hitters of libraries are smaller, but they cannot name examples.
 */
export class DistinctSample<T> {
  private entries = new Map<string, T>()
  private limit?: string

  /** @param size the number of things it holds @param combine adds up the notes on the same thing */
  constructor(
    private readonly size: number,
    private readonly combine: (one: T, other: T) => T
  ) {}

  /** @param key a fingerprint @param create is called only for a thing that belongs to the sample */
  add(key: string, create: () => T): void {
    if (this.limit !== undefined && key >= this.limit) return
    const known = this.entries.get(key)
    this.entries.set(key, known === undefined ? create() : this.combine(known, create()))
    // Sorting is rare this way.
    if (this.entries.size > 2 * this.size) this.trim()
  }

  /** Whether there were more things than it holds. */
  get isPartial(): boolean {
    this.trim()
    return this.limit !== undefined
  }

  values(): T[] {
    this.trim()
    return [...this.entries.values()]
  }

  private trim(): void {
    const keys = [...this.entries.keys()].sort()
    if (keys.length <= this.size) return
    this.limit = keys[this.size]
    for (const key of keys.slice(this.size)) this.entries.delete(key)
  }
}

/** A short digest: evenly distributed, and nothing that can be read back. */
export function fingerprint(text: string): string {
  return hash('sha1', text, 'base64url').slice(0, 12)
}

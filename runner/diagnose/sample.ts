import { createHash, hash } from 'node:crypto'

/** The state of a sample, as plain data. */
export interface SampleState<T> {
  /** The smallest key that no longer belongs to the sample. */
  limit?: string
  entries: Record<string, T>
}

/**
 * A uniform sample of distinct things, with everything that is noted of each. It keeps those whose digests are smallest
 * (a bottom-k sample), so that its content depends neither on the order of the input nor on the number of threads, and
 * samples can be merged without loss. Up to its size it is complete. Bloom filters, sketches and heavy hitters of
 * libraries are smaller, but merged ones miss repeats across threads, and they cannot name examples.
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

  merge({ limit, entries }: SampleState<T>): void {
    if (limit !== undefined && (this.limit === undefined || limit < this.limit)) this.limit = limit
    for (const [key, entry] of Object.entries(entries)) this.add(key, () => entry)
    this.trim()
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

  state(): SampleState<T> {
    this.trim()
    return { limit: this.limit, entries: Object.fromEntries(this.entries) }
  }

  private trim(): void {
    const keys = [...this.entries.keys()].sort()
    const cut = keys[this.size]
    if (cut !== undefined && (this.limit === undefined || cut < this.limit)) this.limit = cut
    const { limit } = this
    if (limit === undefined) return
    for (const key of keys) if (key >= limit) this.entries.delete(key)
  }
}

/** A short digest: evenly distributed, and nothing that can be read back. */
export function fingerprint(text: string): string {
  return sha1(text).slice(0, 12)
}

/** Node.js before 20.12 has no `hash`, which is faster. */
const sha1: (text: string) => string = hash
  ? (text) => hash('sha1', text, 'base64url')
  : (text) => createHash('sha1').update(text).digest('base64url')

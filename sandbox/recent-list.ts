/** The number of the newest items to keep, or `'all'`. */
export type Keep = number | 'all'

/** Bounds the memory of a list of huge events, in characters of the requests that brought them. */
const MAX_SIZE = 8_000_000

/** The items that were added last. Unless all are kept, they come from about 8 MB of requests at most. */
export class RecentList<T> {
  /** Oldest first. The array is never replaced, so that its readers see it change. */
  readonly items: T[] = []
  private readonly sizes: number[] = []
  private size = 0

  constructor(private readonly keep: Keep) {}

  /** @param size the characters of the request that brought all of these items */
  add(items: readonly T[], size = 0): void {
    for (const item of items) {
      this.items.push(item)
      this.sizes.push(size / items.length)
      this.size += size / items.length
    }
    this.dropSurplus()
  }

  clear(): void {
    this.items.length = 0
    this.sizes.length = 0
    this.size = 0
  }

  /** The newest item stays, however large it is. */
  private dropSurplus(): void {
    const { items, sizes, keep } = this
    if (keep === 'all') return

    let surplus = Math.max(0, items.length - keep)
    for (let index = 0; index < surplus; index++) this.size -= sizes[index] ?? 0
    for (; this.size > MAX_SIZE && surplus < items.length - 1; surplus++) this.size -= sizes[surplus] ?? 0
    items.splice(0, surplus)
    sizes.splice(0, surplus)
  }
}

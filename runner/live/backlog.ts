import type { Clock } from './clock'
import { steadyClock } from './clock'
import type { Store } from './store/store'

/** Milliseconds for which a count holds: counting a long queue takes a while. */
const COUNT_AGE = 5000

/** Knows whether too many events wait. A count is renewed behind the back of the requests, which never wait for it. */
export class Backlog {
  private size = 0
  private countedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly store: Store,
    readonly limit: number,
    private readonly now: Clock = steadyClock
  ) {}

  get isFull(): boolean {
    if (this.now() - this.countedAt >= COUNT_AGE) void this.count()
    return this.size >= this.limit
  }

  /** A store that does not answer refuses the events itself. */
  async count(): Promise<void> {
    this.countedAt = this.now()
    const counts = await this.store.counts().catch(() => undefined)
    this.size = counts?.backlog ?? this.size
  }
}

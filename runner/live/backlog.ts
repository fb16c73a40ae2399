import type { Clock } from './clock'
import { steadyClock } from './clock'
import type { DeadLimit } from './dead-limit'
import type { Store, StoreCounts } from './store/store'

/** Milliseconds that a count holds: counting a long queue takes a while. */
const COUNT_AGE = 5000

export interface BacklogLimits {
  /** Events that may wait. */
  events: number
  /** Dead letters that may be kept. Events that the intake rejects may be half of them. */
  dead?: DeadLimit
}

/** Knows whether too many events wait. A count is renewed behind the back of the requests, which never wait for it. */
export class Backlog {
  private counts?: Pick<StoreCounts, 'backlog' | 'dead' | 'deadBytes'>
  private countedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly store: Store,
    private readonly limits: BacklogLimits,
    private readonly now: Clock = steadyClock
  ) {}

  get isFull(): boolean {
    if (this.now() - this.countedAt >= COUNT_AGE) void this.count()
    return (this.counts?.backlog ?? 0) >= this.limits.events
  }

  /** Whether rejected events are kept: whoever has a public key must not push out what could not be delivered. */
  get hasRoomForDead(): boolean {
    const { dead: limit } = this.limits
    if (limit === undefined || this.counts === undefined) return true
    const { dead, deadBytes } = this.counts
    return dead < limit.letters / 2 && deadBytes < limit.bytes / 2
  }

  /** A store that does not answer refuses the events itself. */
  async count(): Promise<void> {
    this.countedAt = this.now()
    this.counts = await this.store.counts().catch(() => this.counts)
  }
}

/** Milliseconds between looks at a store without due events, when the last ones found nothing. */
const MAX_IDLE = 500

/** Lets one of several idle consumers look for work, and wakes another when it finds some. */
export class IdlePoller {
  private isPolling = false
  private delay: number
  private readonly sleepers: (() => void)[] = []

  /** @param sleep waits, or ends early when the process stops */
  constructor(
    private readonly idleMs: number,
    private readonly sleep: (milliseconds: number) => Promise<void>
  ) {
    this.delay = idleMs
  }

  /** Resolves when it is time to look for work again. */
  async rest(): Promise<void> {
    if (this.isPolling) return new Promise((resolve) => this.sleepers.push(resolve))
    this.isPolling = true
    await this.sleep(this.delay)
    this.delay = Math.min(this.delay * 2, Math.max(MAX_IDLE, this.idleMs))
    this.isPolling = false
  }

  /** Wakes one consumer, which looks for work while the one that found some is busy, and wakes the next in its turn. */
  found(): void {
    this.delay = this.idleMs
    this.sleepers.shift()?.()
  }

  /** Wakes all consumers. */
  end(): void {
    for (const wake of this.sleepers.splice(0)) wake()
  }
}

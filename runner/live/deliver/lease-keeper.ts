import { performance } from 'node:perf_hooks'
import type { Claim, Store } from '../store/store'

/** Renews the lease of a claim, and knows whether the claim still holds its events. */
export class LeaseKeeper {
  private readonly timer: NodeJS.Timeout
  private began: Instant
  private isLost = false

  /** @param began just before the claim */
  constructor(
    private readonly store: Store,
    private readonly claim: Claim,
    private readonly leaseMs: number,
    began: Instant
  ) {
    this.began = began
    this.timer = setInterval(() => void this.renew(), leaseMs / 2)
  }

  /** Looks at the clock, and asks the store if the timer was late: the process may have been stopped meanwhile. */
  async holds(): Promise<boolean> {
    if (this.isOverdue) await this.renew()
    return !this.isLost
  }

  /** Whether less than half of the lease is left. */
  get isOverdue(): boolean {
    return elapsedSince(this.began) >= this.leaseMs / 2
  }

  /** A lease that cannot be renewed is lost when its time has passed. */
  async renew(): Promise<void> {
    const { store, claim, leaseMs } = this
    const began = now()
    const held = await store.renew(claim, leaseMs).catch(() => undefined)
    if (held === claim.events.length) this.began = began
    else if (held !== undefined || elapsedSince(this.began) >= leaseMs) this.isLost = true
  }

  end(): void {
    clearInterval(this.timer)
  }
}

/** A time on both clocks: one stands still while the machine sleeps, the other can be set. */
export interface Instant {
  steady: number
  wall: number
}

export function now(): Instant {
  return { steady: performance.now(), wall: Date.now() }
}

function elapsedSince({ steady, wall }: Instant): number {
  return Math.max(performance.now() - steady, Date.now() - wall)
}

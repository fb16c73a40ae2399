import type { RequestGate } from '../../delivery/rate-limiter'
import type { LeaseKeeper } from './lease-keeper'

/** Lets a request of a claim out when its turn comes, as long as the claim still holds its events. */
export class ClaimGate implements RequestGate {
  /** Whether the claim sends nothing more. */
  isClosed = false
  private lease?: LeaseKeeper

  constructor(private readonly rateLimiter: RequestGate) {}

  /** Begins with another claim. */
  open(lease?: LeaseKeeper): void {
    this.lease = lease
    this.isClosed = false
  }

  /** @throws an Error during a pause, without a store, or if the lease is lost */
  async acquire(signal: AbortSignal): Promise<void> {
    try {
      await this.rateLimiter.acquire(signal)
      if (this.lease !== undefined && !(await this.lease.holds()))
        throw new Error('The lease has passed to another process.')
    } catch (error) {
      this.isClosed = true
      throw error
    }
  }

  async backOff(): Promise<void> {
    this.isClosed = true
    await this.rateLimiter.backOff()
  }

  reset(): void | Promise<void> {
    return this.rateLimiter.reset()
  }
}

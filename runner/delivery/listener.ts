/** A batch that waits for its next attempt. */
export interface Wait {
  /** Why the last attempt failed. */
  reason: string
  /** The attempts so far; 0 for a rate limit, which does not count as one. */
  attempt: number
  maxAttempts: number
  /** Milliseconds. */
  pause: number
}

/** Hears of what happens while batches are delivered. */
export interface DeliveryListener {
  waiting(wait: Wait): void
}

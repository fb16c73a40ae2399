/** A batch that waits for its next attempt. */
export interface Wait {
  /** The reason why the last attempt failed. */
  reason: string
  /** Whether TikTok limits the rate of requests, which does not count as a failed attempt. */
  isRateLimit: boolean
  /** The failed attempts so far; 0 after an attempt that settled some events of the batch. */
  attempt: number
  maxAttempts: number
  /** Milliseconds. */
  pause: number
}

/** Hears of what happens while batches are delivered. */
export interface DeliveryListener {
  waiting(wait: Wait): void
}

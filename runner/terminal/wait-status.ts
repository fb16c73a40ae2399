import type { Wait } from '../delivery/listener'

/** Time between two sentences about waits, in milliseconds: many batches may wait at a time. */
const MIN_INTERVAL = 5000

/** The last wait for another attempt, in words. */
export class WaitStatus {
  private last?: { wait: Wait; end: number; settledBefore: number }
  private lastSentence = -Infinity
  private isRateLimitTold = false

  /**
   * @param settled the number of events that are settled
   * @returns a sentence, unless there was one just now
   */
  begin(wait: Wait, settled: number): string | undefined {
    const now = performance.now()
    this.last = { wait, end: now + wait.pause, settledBefore: settled }
    if (now - this.lastSentence < MIN_INTERVAL) return undefined
    this.lastSentence = now
    return this.describe(settled)
  }

  /** @returns `undefined` if no batch waits, or if events have been settled since the last one began to */
  describe(settled: number): string | undefined {
    if (this.last === undefined || settled > this.last.settledBefore) return undefined
    const { wait, end } = this.last
    this.isRateLimitTold ||= wait.isRateLimit
    return formatWait(wait, Math.max(0, end - performance.now()))
  }

  /** @returns a sentence, once, when events are settled after a rate limit was told of */
  describeRecovery(settled: number): string | undefined {
    if (!this.isRateLimitTold || this.last === undefined || settled <= this.last.settledBefore) return undefined
    this.isRateLimitTold = false
    return 'TikTok accepts requests again.'
  }
}

/** @param left milliseconds until the next attempt; 0 while it is made */
function formatWait({ isRateLimit, reason, attempt, maxAttempts }: Wait, left: number): string {
  const seconds = Math.ceil(left / 1000)
  if (isRateLimit) {
    return `TikTok is limiting the rate of requests: ${seconds > 0 ? `paused for ${seconds} s` : 'trying again'}`
  }
  const failure = attempt === 0 ? 'Some events failed' : `Attempt ${attempt} of ${maxAttempts} failed`
  return `${failure}, trying again ${seconds > 0 ? `in ${seconds} s` : 'now'}: ${reason}`
}

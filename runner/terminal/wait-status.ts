import type { Wait } from '../delivery/batch-deliverer'

/** Time between two sentences about waits, in milliseconds: many batches may wait at a time. */
const MIN_INTERVAL = 5000

/** The last wait for another attempt, in words. */
export class WaitStatus {
  private last?: { wait: Wait; end: number; settledBefore: number }
  private lastSentence = -Infinity
  /** Reason and attempt that were reported last. */
  private told?: { reason: string; attempt: string }
  private isRateLimitTold = false

  /**
   * @param settled the number of events that are settled
   * @returns a sentence, unless its reason was reported before or there was a sentence just now
   */
  begin(wait: Wait, settled: number): string | undefined {
    const now = performance.now()
    if (!this.isWaiting(settled)) this.told = undefined
    this.last = { wait, end: now + wait.pause, settledBefore: settled }
    if (reasonOf(wait) === this.told?.reason || now - this.lastSentence < MIN_INTERVAL) return undefined
    this.lastSentence = now
    return this.describe(settled)
  }

  /** @returns `undefined` if no batch waits, or if events have been settled since the last one began to */
  describe(settled: number, hasReason = true): string | undefined {
    if (this.last === undefined || !this.isWaiting(settled)) return undefined
    const { wait, end } = this.last
    this.isRateLimitTold ||= wait.isRateLimit
    this.told = { reason: reasonOf(wait), attempt: this.attempt }
    return formatWait(wait, Math.max(0, end - performance.now()), hasReason)
  }

  /** @returns a sentence about an attempt that was not reported; its reason stands once */
  describeNews(settled: number): string | undefined {
    const { told } = this
    if (this.last === undefined || told?.attempt === this.attempt) return undefined
    return this.describe(settled, told?.reason !== reasonOf(this.last.wait))
  }

  isWaiting(settled: number): boolean {
    return this.last !== undefined && settled <= this.last.settledBefore
  }

  /** @returns a sentence, once, when events are settled after a rate limit was reported */
  describeRecovery(settled: number): string | undefined {
    if (!this.isRateLimitTold || this.last === undefined || this.isWaiting(settled)) return undefined
    this.isRateLimitTold = false
    return 'TikTok accepts requests again.'
  }

  /** Rate limits do not count as attempts: each pause has an end of its own. */
  private get attempt(): string {
    const { wait, end } = this.last ?? {}
    return `${wait?.attempt} ${wait?.isRateLimit ? end : ''}`
  }
}

function reasonOf({ isRateLimit, reason }: Wait): string {
  return isRateLimit ? 'rate limit' : reason
}

/** @param left milliseconds until the next attempt; 0 while it is made */
function formatWait({ isRateLimit, reason, attempt, maxAttempts }: Wait, left: number, hasReason: boolean): string {
  const seconds = Math.ceil(left / 1000)
  if (isRateLimit) {
    return `TikTok is limiting the rate of requests: ${seconds > 0 ? `paused for ${seconds} s` : 'trying again'}`
  }
  const failure = attempt === 0 ? 'Some events failed' : `Attempt ${attempt} of ${maxAttempts} failed`
  return `${failure}, trying again ${seconds > 0 ? `in ${seconds} s` : 'now'}${hasReason ? `: ${reason}` : '.'}`
}

import type { Wait } from '../delivery/batch-deliverer'
import { count, formatNumber } from '../figures'
import type { RunProgress } from './reporter'
import { WaitStatus } from './wait-status'

/** The progress of a run in words, on both displays. */
export class Progress {
  private readonly begin = performance.now()
  /** Events and retries of earlier runs. */
  private readonly before: { read: number; retries: number }
  /** The state from which the speed is measured: a resumed run reads what was settled before at a much higher one. */
  private start: { bytes: number; seconds: number }
  /** Retries of this run, counted as they happen. */
  private retries = 0
  private readonly waits = new WaitStatus()

  /**
   * @param totalBytes size of the input; 0 if it is unknown
   * @param now gives the current state
   */
  constructor(
    readonly totalBytes: number,
    private readonly now: () => RunProgress
  ) {
    const { bytes, tally } = now()
    this.before = { read: tally.read, retries: tally.retries }
    this.start = { bytes, seconds: 0 }
  }

  get bytes(): number {
    return this.now().bytes
  }

  /** Moves the start of the measurement on, until an event of this run is settled. */
  tick(): void {
    const { bytes, tally } = this.now()
    if (tally.read === this.before.read) this.start = { bytes, seconds: this.seconds }
  }

  /** Seconds until the input is read, at the speed so far; `undefined` before anything is read. */
  get secondsLeft(): number | undefined {
    const { bytes, totalBytes, start } = this
    const read = bytes - start.bytes
    const seconds = this.seconds - start.seconds
    return read > 0 ? Math.round((seconds * Math.max(0, totalBytes - bytes)) / read) : undefined
  }

  /** @returns a sentence, if the wait is news */
  waiting(wait: Wait): string | undefined {
    this.retries++
    return this.waits.begin(wait, this.settled)
  }

  /** The wait that is going on; `undefined` when events have been settled since. */
  describeWait(): string | undefined {
    return this.waits.describe(this.settled)
  }

  get isWaiting(): boolean {
    return this.waits.isWaiting(this.settled)
  }

  /** An attempt that was not reported yet. */
  describeNews(): string | undefined {
    return this.waits.describeNews(this.settled)
  }

  /** @returns a sentence, once, when TikTok accepts requests again after a rate limit */
  describeRecovery(): string | undefined {
    return this.waits.describeRecovery(this.settled)
  }

  /** The parts of the line about the events. */
  details(): { rate: string; counts: string } {
    const { read, delivered, rejected, gaveUp, retries: counted } = this.now().tally
    const { seconds } = this
    // Retries are counted in the tally once the events are settled.
    const retries = Math.max(counted, this.before.retries + this.retries)
    return {
      rate: `${formatNumber(seconds > 0 ? Math.round((read - this.before.read) / seconds) : 0)} events/s`,
      counts: `${formatNumber(delivered)} delivered, ${formatNumber(rejected + gaveUp)} failed, ${count(retries, 'retry', 'retries')}`
    }
  }

  private get seconds(): number {
    return (performance.now() - this.begin) / 1000
  }

  private get settled(): number {
    const { delivered, rejected, gaveUp } = this.now().tally
    return delivered + rejected + gaveUp
  }
}

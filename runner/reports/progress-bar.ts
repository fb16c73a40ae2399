import { Presets, SingleBar } from 'cli-progress'
import type { RunProgress } from './reporter'

/** Time between two lines, where there is no terminal, in milliseconds. */
const LINE_INTERVAL = 5000

/** Shows the progress of a run on standard error: a bar on a terminal, plain lines elsewhere. */
export class ProgressBar {
  private readonly bar?: SingleBar
  private readonly timer?: NodeJS.Timeout
  private readonly begin = performance.now()
  /** Events of earlier runs. */
  private readonly readBefore: number

  /**
   * @param bytes of the input; 0 where that is unknown
   * @param now gives the current state
   */
  constructor(
    private readonly bytes: number,
    private readonly now: () => RunProgress,
    isTerminal = process.stderr.isTTY
  ) {
    this.readBefore = now().tally.read
    if (isTerminal && bytes > 0) {
      this.bar = new SingleBar({ format: FORMAT, stream: process.stderr, etaBuffer: 100 }, Presets.shades_classic)
      this.bar.start(bytes, 0, this.details())
    }
    this.timer = setInterval(() => this.show(), this.bar === undefined ? LINE_INTERVAL : 200)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
    this.bar?.update(this.now().bytes, this.details())
    this.bar?.stop()
  }

  private show(): void {
    const { bytes } = this.now()
    const details = this.details()
    this.bar?.update(bytes, details)
    if (this.bar !== undefined) return

    const { rate, delivered, failed, retries } = details
    const part = this.bytes > 0 ? `${Math.floor((100 * bytes) / this.bytes)} %, ` : ''
    console.error(`${part}${rate} events/s, ${delivered} delivered, ${failed} failed, ${retries} retries`)
  }

  private details() {
    const { read, delivered, rejected, gaveUp, retries } = this.now().tally
    const seconds = (performance.now() - this.begin) / 1000
    return { rate: Math.round((read - this.readBefore) / seconds), delivered, failed: rejected + gaveUp, retries }
  }
}

const FORMAT =
  '{bar} {percentage} % | {rate} events/s | {delivered} delivered, {failed} failed, {retries} retries | {eta_formatted} left'

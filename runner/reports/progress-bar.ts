import { Presets, SingleBar } from 'cli-progress'
import type { Wait } from '../delivery/listener'
import type { RunProgress } from './reporter'

/** Time between two lines, where there is no terminal, in milliseconds. */
const LINE_INTERVAL = 5000

/** Shows the progress of a run on standard error: a bar on a terminal, plain lines elsewhere. */
export class ProgressBar {
  private readonly bar?: SingleBar
  private readonly timer?: NodeJS.Timeout
  private readonly begin = performance.now()
  /** Events and retries of earlier runs. */
  private readonly before: { read: number; retries: number }
  /** Retries of this run, counted as they happen. */
  private retries = 0
  private lastWait?: Wait

  /**
   * @param bytes of the input; 0 where that is unknown
   * @param now gives the current state
   */
  constructor(
    private readonly bytes: number,
    private readonly now: () => RunProgress,
    isTerminal = process.stderr.isTTY
  ) {
    const { read, retries } = now().tally
    this.before = { read, retries }
    if (isTerminal && bytes > 0) {
      this.bar = new SingleBar({ format: FORMAT, stream: process.stderr, etaBuffer: 100 }, Presets.shades_classic)
      this.bar.start(bytes, 0, this.details())
    }
    this.timer = setInterval(() => this.show(), this.bar === undefined ? LINE_INTERVAL : 200)
    this.timer.unref()
  }

  /** Shows a wait in the next line. */
  waiting(wait: Wait): void {
    this.retries++
    this.lastWait = wait
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
    if (this.lastWait !== undefined) console.error(formatWait(this.lastWait))
    this.lastWait = undefined
  }

  private details() {
    const { read, delivered, rejected, gaveUp, retries: counted } = this.now().tally
    const seconds = (performance.now() - this.begin) / 1000
    const retries = Math.max(counted, this.before.retries + this.retries)
    return { rate: Math.round((read - this.before.read) / seconds), delivered, failed: rejected + gaveUp, retries }
  }
}

function formatWait({ reason, attempt, maxAttempts, pause }: Wait): string {
  const when = `in ${Math.ceil(pause / 1000)} s`
  return attempt === 0
    ? `waiting, again ${when}: ${reason}`
    : `attempt ${attempt} of ${maxAttempts} failed, again ${when}: ${reason}`
}

const FORMAT =
  '{bar} {percentage} % | {rate} events/s | {delivered} delivered, {failed} failed, {retries} retries | {eta_formatted} left'

import type { Wait } from '../delivery/batch-deliverer'
import type { Progress } from './progress'

/** Time between two lines, in milliseconds. */
const INTERVAL = 5000

/** Prints progress as plain lines, for files, and for input whose size is unknown. */
export class ProgressLines {
  private readonly timer?: NodeJS.Timeout

  /**
   * @param write prints a line
   * @param isQuiet whether only failed attempts are reported
   */
  constructor(
    private readonly progress: Progress,
    private readonly write: (line: string) => void,
    isQuiet = false
  ) {
    if (!isQuiet) this.timer = setInterval(() => this.print(), INTERVAL).unref()
  }

  waiting(wait: Wait): void {
    this.writeIfAny(this.progress.waiting(wait))
  }

  /** Lines need not be hidden. */
  hide(): void {}

  stop(): void {
    clearInterval(this.timer)
    this.writeIfAny(this.progress.describeRecovery())
  }

  private print(): void {
    if (this.progress.isWaiting) {
      this.writeIfAny(this.progress.describeNews())
      return
    }
    const { bytes, totalBytes } = this.progress
    const { rate, counts } = this.progress.details()
    this.writeIfAny(this.progress.describeRecovery())
    this.write(`${totalBytes > 0 ? `${Math.floor((100 * bytes) / totalBytes)} %, ` : ''}${rate}, ${counts}`)
  }

  private writeIfAny(line: string | undefined): void {
    if (line !== undefined) this.write(line)
  }
}

import type { Wait } from '../delivery/listener'
import { formatPlan } from './plan'
import { Progress } from './progress'
import { ProgressBar } from './progress-bar'
import { ProgressLines } from './progress-lines'
import type { RunPlan, RunProgress } from './reporter'
import { Screen } from './screen'
import { visible } from './text'

/** Tells people about a run that is going on, and prints notices: both on standard error. */
export abstract class ProgressReporter {
  private readonly screen = new Screen(process.stderr)
  private display?: ProgressBar | ProgressLines

  planned(plan: RunPlan): void {
    this.notice(formatPlan(plan))
  }

  started(totalBytes: number, now: () => RunProgress): void {
    const progress = new Progress(totalBytes, now)
    const write = (line: string) => this.notice(line)
    this.display =
      this.screen.isTerminal && totalBytes > 0
        ? new ProgressBar(progress, this.screen, write)
        : new ProgressLines(progress, write)
  }

  waiting(wait: Wait): void {
    this.display?.waiting(wait)
  }

  stopped(): void {
    this.display?.stop()
    this.display = undefined
  }

  /** Prints one line. It may begin below the line of the cursor. Names in it cannot command the terminal. */
  notice(message: string): void {
    this.makeRoom()
    const [, lead, text] = /^(\n?)(.*)$/s.exec(message) as RegExpExecArray
    console.error(lead + this.screen.wrap(visible(text)))
  }

  /** Hides the progress, which could share a terminal with the text that is about to be printed. */
  protected makeRoom(): void {
    this.display?.hide()
  }
}

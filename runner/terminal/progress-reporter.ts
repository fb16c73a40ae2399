import type { Wait } from '../delivery/batch-deliverer'
import { formatPlan } from './plan'
import { Progress } from './progress'
import { ProgressBar } from './progress-bar'
import { ProgressLines } from './progress-lines'
import type { RunPlan, RunProgress, RunReport } from './reporter'
import { Screen } from './screen'
import { noticesOf } from './summary'
import { visible } from './text'

/** The parts of a report that people asked for. */
export interface Shown {
  hasProgress: boolean
  /** Whether nothing is shown unless something fails. */
  isQuiet: boolean
}

/** Tells people about a run that is going on, and prints notices: both on standard error. */
export abstract class ProgressReporter {
  private readonly screen = new Screen(process.stderr)
  private display?: ProgressBar | ProgressLines

  constructor(protected readonly shown: Shown) {}

  planned(plan: RunPlan): void {
    this.notice(formatPlan(plan))
  }

  started(totalBytes: number, now: () => RunProgress): void {
    const progress = new Progress(totalBytes, now)
    const write = (line: string) => this.notice(line)
    this.display =
      this.shown.hasProgress && this.screen.canRewrite && totalBytes > 0
        ? new ProgressBar(progress, this.screen, write)
        : new ProgressLines(progress, write, !this.shown.hasProgress)
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
    if (!this.shown.isQuiet) this.printNotice(message)
  }

  /** The sentences that follow a report. */
  protected printEnd(report: RunReport): void {
    if (this.shown.isQuiet && !report.hasFailed) return
    for (const notice of noticesOf(report)) this.printNotice(notice)
  }

  private printNotice(message: string): void {
    this.makeRoom()
    const [, lead, text] = /^(\n?)(.*)$/s.exec(message) as RegExpExecArray
    console.error(lead + this.screen.wrap(visible(text)))
  }

  /** Hides the progress, which could share a terminal with the text that is about to be printed. */
  protected makeRoom(): void {
    this.display?.hide()
  }
}

import { newTally } from '../delivery/tally'
import { noticesOf } from './notices'
import { ProgressReporter } from './progress-reporter'
import type { Reporter, RunReport } from './reporter'

/** Changes with the keys of the report. */
const VERSION = 2

/**
 * Reports to machines: one JSON object on standard output at the end. People get progress and notices on standard error.
 */
export class JsonReporter extends ProgressReporter implements Reporter {
  /** @param isDryRun whether nothing is sent, so that nothing counts as delivered */
  constructor(private readonly isDryRun: boolean) {
    super()
  }

  lastListedLine(): number {
    return 0
  }

  chunkFinished(): void {}

  finished(report: RunReport): void {
    const { seconds, stopped, readErrors } = report
    console.log(JSON.stringify({ version: VERSION, ...this.counts(report), seconds, stopped, readErrors }))
    for (const notice of noticesOf(report)) this.notice(notice)
  }

  private counts({ tally, isAlreadyFinished }: RunReport): object {
    if (isAlreadyFinished) return { ...newTally(), alreadyFinished: true, earlier: tally }
    return this.isDryRun ? { ...tally, delivered: 0, wouldBeSent: tally.delivered, dryRun: true } : tally
  }
}

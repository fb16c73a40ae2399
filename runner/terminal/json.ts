import { newTally } from '../delivery/tally'
import type { Shown } from './progress-reporter'
import { ProgressReporter } from './progress-reporter'
import type { Reporter, RunReport } from './reporter'

/** Changes with the keys of the report. */
const VERSION = 2

/**
 * Reports to machines: one JSON object on standard output at the end. People get progress and notices on standard error.
 */
export class JsonReporter extends ProgressReporter implements Reporter {
  /** @param isDryRun whether nothing is sent, so that nothing counts as delivered */
  constructor(
    private readonly isDryRun: boolean,
    shown: Shown
  ) {
    super(shown)
  }

  lastListedLine(): number {
    return 0
  }

  chunkFinished(): void {}

  finished(report: RunReport): void {
    const { seconds, stopped, readErrors } = report
    console.log(JSON.stringify({ version: VERSION, ...this.counts(report), seconds, stopped, readErrors }))
    this.printEnd(report)
  }

  private counts({ tally, isAlreadyFinished }: RunReport): object {
    if (isAlreadyFinished) return { ...newTally(), alreadyFinished: true, earlier: tally }
    return this.isDryRun ? { ...tally, delivered: 0, wouldBeSent: tally.delivered, dryRun: true } : tally
  }
}

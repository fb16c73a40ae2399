import { noticesOf } from './notices'
import { ProgressReporter } from './progress-reporter'
import type { Reporter, RunReport } from './reporter'

/** Changes with the keys of the report. */
const VERSION = 2

/** Reports to machines: one JSON object on standard output at the end. People get progress and notices on standard error. */
export class JsonReporter extends ProgressReporter implements Reporter {
  lastListedLine(): number {
    return 0
  }

  chunkFinished(): void {}

  finished(report: RunReport): void {
    const { tally, seconds, stopped, readErrors } = report
    console.log(JSON.stringify({ version: VERSION, ...tally, seconds, stopped, readErrors }))
    for (const notice of noticesOf(report)) this.notice(notice)
  }
}

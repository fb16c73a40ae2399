import type { Wait } from '../delivery/listener'
import { noticesOf } from './notices'
import { ProgressBar } from './progress-bar'
import type { Reporter, RunProgress, RunReport } from './reporter'

/** Changes with the keys of the report. */
const VERSION = 2

/** Reports to machines: one JSON object on standard output at the end. People get progress and notices on standard error. */
export class JsonReporter implements Reporter {
  private progressBar?: ProgressBar

  lastListedLine(): number {
    return 0
  }

  started(totalBytes: number, progress: () => RunProgress): void {
    this.progressBar = new ProgressBar(totalBytes, progress)
  }

  chunkFinished(): void {}

  waiting(wait: Wait): void {
    this.progressBar?.waiting(wait)
  }

  stopped(): void {
    this.progressBar?.stop()
  }

  notice(message: string): void {
    console.error(message)
  }

  finished(report: RunReport): void {
    const { tally, seconds, stopped, readErrors } = report
    console.log(JSON.stringify({ version: VERSION, ...tally, seconds, stopped, readErrors }))
    for (const notice of noticesOf(report)) this.notice(notice)
  }
}

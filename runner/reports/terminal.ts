import type { Wait } from '../delivery/listener'
import type { ChunkResult } from '../delivery/result'
import { noticesOf } from './notices'
import { ProgressBar } from './progress-bar'
import type { Reporter, RunProgress, RunReport } from './reporter'
import { formatRequest } from './requests'
import { formatRow, formatSummary } from './summary'

/** Reports to people: rows and totals on standard output, progress and notices on standard error. */
export class TerminalReporter implements Reporter {
  private progressBar?: ProgressBar

  /**
   * @param list the number of lines to list; Infinity for all
   * @param success the word for delivered events
   */
  constructor(
    private readonly list: number,
    private readonly success: string
  ) {}

  lastListedLine(fileIndex: number): number {
    return fileIndex > 0 ? 0 : this.list
  }

  started(totalBytes: number, progress: () => RunProgress): void {
    this.progressBar = new ProgressBar(totalBytes, progress)
  }

  chunkFinished({ requests, rows }: ChunkResult): void {
    for (const request of requests) console.log(formatRequest(request, this.list))
    for (const row of rows) console.log(formatRow(row, this.success))
  }

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
    const { tally, seconds } = report
    if (this.list > 0 && tally.read > this.list) {
      this.notice(`Only the first ${this.list} lines are listed; --list all lists every one.`)
    }
    console.log(`\n${formatSummary(tally, this.success, seconds)}`)
    for (const notice of noticesOf(report)) this.notice(notice)
  }
}

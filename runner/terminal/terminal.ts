import { EVENTS_URL } from '../../src/reportWebEvent/constants'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import type { ChunkResult } from '../delivery/result'
import { count, formatNumber } from '../figures'
import type { Shown } from './progress-reporter'
import { ProgressReporter } from './progress-reporter'
import type { Reporter, RunReport } from './reporter'
import { formatRow } from './rows'
import { Screen } from './screen'
import { formatSummary } from './summary'

/** Reports to people: rows and totals on standard output, progress and notices on standard error. */
export class TerminalReporter extends ProgressReporter implements Reporter {
  private readonly page = new Screen(process.stdout)

  /**
   * @param list the number of lines to list; Infinity for all
   * @param success the word for delivered events
   * @param hasSeveralFiles whether rows have to name their file
   */
  constructor(
    private readonly list: number,
    private readonly success: string,
    private readonly hasSeveralFiles: boolean,
    shown: Shown
  ) {
    super(shown)
  }

  lastListedLine(fileIndex: number): number {
    return fileIndex > 0 && this.list < Infinity ? 0 : this.list
  }

  chunkFinished({ requests, rows }: ChunkResult, path: string): void {
    const file = this.hasSeveralFiles ? path : undefined
    for (const request of requests) this.print(formatRequest(request, this.list))
    for (const row of rows) this.print(formatRow(row, this.success, this.page, file))
  }

  finished(report: RunReport): void {
    const { tally, seconds, isAlreadyFinished, hasFailed } = report
    if (this.shown.isQuiet && !hasFailed) return
    if (isAlreadyFinished) this.print('\nTotals of the run that finished this input:')
    else if (this.list > 0 && this.list < Infinity && (this.hasSeveralFiles || tally.read > this.list)) {
      const file = this.hasSeveralFiles ? ' of the first file' : ''
      const lines = this.list === 1 ? `line${file} is` : `${formatNumber(this.list)} lines${file} are`
      this.notice(`Only the first ${lines} listed; --list all lists every one.`)
    }
    this.print(`\n${formatSummary(tally, this.success, seconds, this.page)}`)
    this.printEnd(report)
  }

  private print(text: string): void {
    this.makeRoom()
    console.log(text)
  }
}

/** Formats a request for people. @param most the largest number of its events to show */
function formatRequest({ data, ...envelope }: TikTokRequest, most: number): string {
  const shown = data.slice(0, most)
  const request = `POST ${EVENTS_URL}\n${JSON.stringify({ ...envelope, data: shown }, undefined, 2)}`
  const rest = data.length - shown.length
  return rest > 0 ? `${request}\n… and ${count(rest, 'more event')} in the same request` : request
}

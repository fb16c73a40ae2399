import { JsonReporter } from './json'
import type { Reporter } from './reporter'
import { TerminalReporter } from './terminal'

export interface ReportOptions {
  /** Whether to report to machines instead of people. */
  isJson: boolean
  /** Number of lines to list; Infinity for all. */
  list: number
  /** Whether nothing is sent. */
  isDryRun: boolean
  /** Whether rows have to name their file. */
  hasSeveralFiles: boolean
}

export function createReporter({ isJson, list, isDryRun, hasSeveralFiles }: ReportOptions): Reporter {
  if (isJson) return new JsonReporter(isDryRun)
  return new TerminalReporter(list, isDryRun ? 'would be sent' : 'delivered', hasSeveralFiles)
}

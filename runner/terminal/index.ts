import { JsonReporter } from './json'
import type { Shown } from './progress-reporter'
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
  shown: Shown
}

export function createReporter({ isJson, list, isDryRun, hasSeveralFiles, shown }: ReportOptions): Reporter {
  if (isJson) return new JsonReporter(isDryRun, shown)
  return new TerminalReporter(
    shown.isQuiet ? 0 : list,
    isDryRun ? 'would be sent' : 'delivered',
    hasSeveralFiles,
    shown
  )
}

import { JsonReporter } from './json'
import type { Reporter } from './reporter'
import { TerminalReporter } from './terminal'

export interface ReportOptions {
  /** For machines instead of people. */
  isJson: boolean
  /** Number of lines to list; Infinity for all. */
  list: number
  /** Whether nothing is sent. */
  isDryRun: boolean
}

export function createReporter({ isJson, list, isDryRun }: ReportOptions): Reporter {
  return isJson ? new JsonReporter(isDryRun) : new TerminalReporter(list, isDryRun ? 'would be sent' : 'delivered')
}

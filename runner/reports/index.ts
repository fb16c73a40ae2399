import { JsonReporter } from './json'
import type { Reporter } from './reporter'
import { TerminalReporter } from './terminal'

export interface ReportOptions {
  /** For machines instead of people. */
  isJson: boolean
  /** Number of lines to list; Infinity for all. */
  list: number
  /** Whether events are not sent. */
  isRehearsal: boolean
}

export function createReporter({ isJson, list, isRehearsal }: ReportOptions): Reporter {
  return isJson ? new JsonReporter() : new TerminalReporter(list, isRehearsal ? 'would be sent' : 'delivered')
}

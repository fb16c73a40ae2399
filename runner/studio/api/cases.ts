import type { CaseResult } from '../../cases/result'

export interface CaseList {
  /** Each with its result under the mappings of the session. */
  results: CaseResult[]
  /** Whether they differ from those of the file; without one, whether there are any. */
  isChanged: boolean
  /** The file of `--cases`. */
  file?: string
}

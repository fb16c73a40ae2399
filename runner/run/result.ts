import type { ExitCode } from '../errors'
import { EXIT } from '../errors'
import type { Mapping } from '../mappings/mapping'
import { explainNoMatch } from '../mappings/no-match'
import type { Archive } from '../sources/archive'
import type { Selection, SelectionOptions } from '../sources/selection'
import { describeNothing } from '../sources/selection'
import type { Checkpoint } from '../state/checkpoint'
import type { FailedEvents } from '../state/failed-events'
import type { Reporter, RunReport } from '../terminal/reporter'
import type { Settlement } from './settlement'

/** The end of a run. */
export interface RunResult {
  exitCode: ExitCode
  /** Whether there were events, and neither an interrupt nor a fault stopped it. */
  isComplete: boolean
}

/** The parts of a run that its report shows. */
export interface ReportedParts {
  archive: Archive
  selection: [SelectionOptions, Selection]
  mappings: readonly Mapping[]
  checkpoint: Checkpoint
  failedEvents: FailedEvents
  /** Whether nothing is sent, and no file is written. */
  isDryRun: boolean
  reporter: Reporter
}

/** Reports the end of a run, and decides its exit status. */
export function finishRun(
  { archive, selection, checkpoint, failedEvents, isDryRun, mappings, reporter }: ReportedParts,
  settlement: Settlement,
  end: Pick<RunReport, 'seconds' | 'stopped' | 'isAlreadyFinished'>
): RunResult {
  const { readErrors } = archive
  const tally = settlement.tally()
  const { isAlreadyFinished, stopped } = end
  const isEmpty = tally.read + tally.unreadable + readErrors.length === 0 && stopped === undefined && !isAlreadyFinished
  const hasNoMatch = tally.unmatched > 0 && tally.unmatched === tally.read
  const failures = tally.rejected + tally.gaveUp + tally.unreadable + readErrors.length
  const isComplete = stopped === undefined && !isEmpty
  const isClean = isComplete && failures === 0 && !hasNoMatch
  reporter.finished({
    ...end,
    tally,
    readErrors,
    hasFailed: !isClean,
    canResume: checkpoint.path !== undefined,
    failedFile: settlement.hasFailures && !failedEvents.isLost ? failedEvents.path : undefined,
    nothingSent: isEmpty
      ? describeNothing(...selection)
      : hasNoMatch
        ? explainNoMatch([...settlement.unmatchedNames], mappings)
        : undefined,
    couldSaveFailedEvents: failedEvents.path === undefined && !isDryRun
  })
  return { exitCode: isClean ? EXIT.allDelivered : EXIT.somethingFailed, isComplete }
}

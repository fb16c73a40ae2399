import type { DeliveryListener } from '../delivery/batch-deliverer'
import type { Endpoint } from '../delivery/endpoint'
import type { ChunkResult } from '../delivery/result'
import type { Tally } from '../delivery/tally'
import type { InputFile } from '../sources/input-file'

/** The things that are about to be sent, and where to. */
export interface RunPlan {
  endpoint: Endpoint
  files: readonly InputFile[]
  /** File of mappings; the presets by default. */
  mappings?: string
  mappingCount: number
  testEventCode?: string
}

/** The state of a run that is going on. */
export interface RunProgress {
  /** Bytes read from the disk. */
  bytes: number
  tally: Tally
}

/** The end of a run. */
export interface RunReport {
  /** Counts of this run, and of those it resumed. */
  tally: Tally
  /** Whether an earlier run had finished this input, so that nothing was sent: the counts come from that run. */
  isAlreadyFinished: boolean
  seconds: number
  /** Files that could not be read to their end, each with its error. */
  readErrors: readonly string[]
  /** Reason why the run stopped before the end of the input. */
  stopped?: string
  /** Whether the same command resumes the run. */
  canResume: boolean
  /** File that holds the failed events, if there are any. */
  failedFile?: string
  /** The reason why there was nothing to send: no event was selected, or none matched a mapping. */
  nothingSent?: string
  /** Whether the exit status is not 0. */
  hasFailed: boolean
  /** Whether the run would save failed events if it was given a file for them. */
  couldSaveFailedEvents: boolean
}

/** Tells people or machines about a run. */
export interface Reporter extends DeliveryListener {
  /** The last line of a file whose result is to be listed; 0 for none. */
  lastListedLine(fileIndex: number): number
  planned(plan: RunPlan): void
  /**
   * @param totalBytes size of the input; 0 if it is unknown
   * @param progress gives the current state
   */
  started(totalBytes: number, progress: () => RunProgress): void
  /** @param path of the file that the chunk comes from */
  chunkFinished(result: ChunkResult, path: string): void
  stopped(): void
  notice(message: string): void
  finished(report: RunReport): void
}

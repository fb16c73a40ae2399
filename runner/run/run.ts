import type { DeliveryLimits } from '../delivery/config'
import type { Endpoint } from '../delivery/endpoint'
import { adviceFor } from '../mappings/advice'
import type { Mapping } from '../mappings/mapping'
import { chooseMappings } from '../mappings/presets'
import { createWorkerPool } from '../pool'
import { chooseWorkers } from '../pool/size'
import { Archive } from '../sources/archive'
import type { InputFile } from '../sources/input-file'
import type { SelectionOptions } from '../sources/selection'
import { createSelection } from '../sources/selection'
import { Checkpoint } from '../state/checkpoint'
import { FailedEvents } from '../state/failed-events'
import { RunLock } from '../state/lock'
import type { RunFiles } from '../state/paths'
import { chooseRunFiles, failedPathOf } from '../state/paths'
import type { Reporter } from '../terminal/reporter'
import type { OptOutRules } from '../transform/opt-out'
import { RunLoop } from './loop'
import { preflight } from './preflight'
import type { RunResult } from './result'

/** The options of a run, by the room they are for. */
export interface RunOptions {
  input: SelectionOptions & { files: readonly InputFile[] }
  delivery: DeliveryLimits & {
    endpoint: Endpoint
    /** File of mappings; the presets by default. */
    mappings?: string
    optOut?: OptOutRules
    /** Sends all events as test events. */
    testEventCode?: string
  }
  run: RunFiles & {
    /** Requests at a time. */
    concurrency: number
    /** Threads; chosen by the size of the input by default. */
    workers?: number
  }
}

/**
 * Delivers files of events through the mappings that match them: source → pool → state → reporter.
 * @throws UsageError for options that cannot be served, before anything is sent
 */
export async function run({ input, delivery, run }: RunOptions, reporter: Reporter): Promise<RunResult> {
  const { files, ...selectionOptions } = input
  const { limit, since, until } = selectionOptions
  const { mappings: mappingFile, testEventCode, endpoint, ...limits } = delivery
  const { concurrency, workers = chooseWorkers(files, concurrency) } = run
  const runFiles = chooseRunFiles(endpoint, files, run)
  const pool = await createWorkerPool({ concurrency, workers }, files.length)
  let lock: RunLock | undefined
  try {
    lock = await RunLock.acquire(runFiles)
    const mappings = withTestEventCode(chooseMappings(mappingFile), testEventCode)
    for (const advice of adviceFor(mappings)) reporter.notice(advice)
    const checkpoint = await Checkpoint.open(runFiles.checkpoint, {
      input: fingerprintLines(files),
      mappings: JSON.stringify([mappings, limit, since, until, limits.optOut]),
      pixel: `${endpoint.kind} ${endpoint.pixelCode}`,
      failed: failedPathOf(runFiles)
    })
    const selection = await createSelection(selectionOptions)
    const isDryRun = endpoint.kind === 'dry-run'
    const keepsRequests = isDryRun && reporter.lastListedLine(0) > 0
    const loop = new RunLoop({
      files,
      archive: new Archive(files, selection, { checksGzip: true }),
      selection: [selectionOptions, selection],
      deliverer: pool.createDeliverer({ ...limits, endpoint, mappings, keepsRequests }, reporter),
      mappings,
      checkpoint,
      failedEvents: new FailedEvents(runFiles.failed, checkpoint.run, checkpoint.failedBytes),
      isDryRun,
      reporter,
      preflight: (interrupted) =>
        preflight(
          { endpoint, files, mappings: mappingFile, mappingCount: mappings.length, testEventCode, checkpoint, limits },
          reporter,
          interrupted
        )
    })
    return await loop.run()
  } finally {
    await pool.close()
    await lock?.release()
  }
}

/** The fingerprints, one a line. */
function* fingerprintLines(files: readonly InputFile[]): Generator<string> {
  for (const [index, { fingerprint }] of files.entries()) yield index === 0 ? fingerprint : `\n${fingerprint}`
}

function withTestEventCode(mappings: Mapping[], testEventCode?: string): Mapping[] {
  if (testEventCode === undefined) return mappings
  return mappings.map((entry) => ({ ...entry, mapping: { ...entry.mapping, test_event_code: testEventCode } }))
}

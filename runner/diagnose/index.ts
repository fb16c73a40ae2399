import { START } from '../cursor'
import { dryRunEndpoint } from '../delivery/endpoint'
import { limitHeapGrowth } from '../heap'
import type { Mapping } from '../mappings/mapping'
import { Archive } from '../sources/archive'
import type { InputFile } from '../sources/input-file'
import { readLines } from '../sources/lines'
import type { SelectionOptions } from '../sources/selection'
import { createSelection } from '../sources/selection'
import { createRoutes } from '../transform/match'
import type { OptOutRules } from '../transform/opt-out'
import { Diagnosis } from './diagnosis'
import { observeLines } from './observe'
import type { Report } from './report'

export { Diagnosis, notesOn } from './diagnosis'
export type { Observation } from './observation'
export type { Finding, Report } from './report'

/** The result of reading and diagnosing files. */
export interface FileDiagnosis {
  report: Report
  /** Files that could not be read to their end, each with its error. */
  readErrors: readonly string[]
}

/**
 * Diagnoses files of events: reads, maps and builds them as `send` does, without sending.
 * @param now Unix milliseconds: the time at which the events would be sent
 * @param part the part of the input that would be sent; all of it by default
 */
export async function diagnoseFiles(
  files: readonly InputFile[],
  mappings: readonly Mapping[],
  now: number,
  { optOut, ...selection }: SelectionOptions & { optOut?: OptOutRules } = {}
): Promise<FileDiagnosis> {
  limitHeapGrowth(1, files.length)
  const archive = new Archive(files, await createSelection(selection))
  const diagnosis = new Diagnosis(mappings, now)
  const { accessToken, pixelCode } = dryRunEndpoint()
  const delivery = { routes: createRoutes(mappings), settings: { accessToken, pixelCode }, now, optOut }
  for await (const chunk of archive.chunks(START)) {
    const { path } = chunk
    observeLines(readLines(chunk), delivery, {
      unreadable: () => diagnosis.addUnreadable(),
      optedOut: ({ line }, reason) => diagnosis.addOptedOut(reason, { path, line }),
      unmatched: ({ line, event }) => diagnosis.addUnmatched(event, { path, line }),
      mapped: ({ line, event }, mapped) => diagnosis.add({ ...mapped, event, position: { path, line } })
    })
  }
  return { report: diagnosis.report(), readErrors: archive.readErrors }
}

import { buildAll } from '../delivery/builder'
import type { Mapping } from '../delivery/config'
import { dryRunEndpoint } from '../delivery/endpoint'
import { findOptOut } from '../delivery/opt-out'
import type { Route } from '../delivery/router'
import { createRoutes, routesFor } from '../delivery/router'
import { Archive } from '../sources/archive'
import type { Chunk } from '../sources/chunk'
import type { InputFile } from '../sources/files'
import type { EventLine } from '../sources/lines'
import { readLines } from '../sources/lines'
import { Diagnosis } from './diagnosis'
import type { Report } from './report'

export type { DiagnosisState } from './diagnosis'
export { Diagnosis } from './diagnosis'
export type { BuiltObservation, Observation, Position } from './observation'
export type { Detail, Finding, Report } from './report'

/** Events that are built together. More of them take more memory, and hardly less time. */
const MAX_GROUP = 200

const START = { file: 0, offset: 0, line: 1, selected: 0 }

/** The result of reading and diagnosing files. */
export interface FileDiagnosis {
  report: Report
  /** Files that could not be read to their end, each with its error. */
  readErrors: readonly string[]
}

/**
 * Diagnoses files of events: reads, maps and builds them as `send` does, without sending.
 * @param now Unix milliseconds: the time at which the events would be sent
 */
export async function diagnoseFiles(
  files: readonly InputFile[],
  mappings: readonly Mapping[],
  now: number
): Promise<FileDiagnosis> {
  const archive = new Archive(files)
  const diagnosis = new Diagnosis(mappings, now)
  const routes = createRoutes(mappings)
  for await (const chunk of archive.chunks(START)) await addChunk(diagnosis, routes, chunk, now)
  return { report: diagnosis.report(), readErrors: archive.readErrors }
}

/** An event that goes through a mapping, and the payload that it becomes. */
interface Mapped {
  line: EventLine
  payload: unknown
}

async function addChunk(diagnosis: Diagnosis, routes: readonly Route[], chunk: Chunk, now: number): Promise<void> {
  const mapped = new Map<Route, Mapped[]>()
  for (const line of readLines(chunk)) {
    if ('problem' in line) {
      diagnosis.addUnreadable()
      continue
    }
    const position = { path: chunk.path, line: line.line }
    const optOut = findOptOut(line.event, {})
    if (optOut !== undefined) {
      diagnosis.addOptedOut(optOut, position)
      continue
    }
    const used = routesFor(line, [...routes])
    if (used.length === 0) diagnosis.addUnmatched(line.event, position)
    for (const route of used) {
      const payload = mapEvent(route, line)
      if (payload === undefined) {
        const problem = 'The mapping cannot be applied to the event.'
        diagnosis.add({ position, event: line.event, mapping: route.name, problem })
        continue
      }
      const entries = mapped.get(route) ?? []
      entries.push({ line, payload })
      if (entries.length < MAX_GROUP) mapped.set(route, entries)
      else {
        mapped.delete(route)
        await addMapped(diagnosis, route, entries, chunk.path, now)
      }
    }
  }
  for (const [route, entries] of mapped) await addMapped(diagnosis, route, entries, chunk.path, now)
}

function mapEvent(route: Route, { event }: EventLine): unknown {
  try {
    return route.map(event)
  } catch {
    return undefined
  }
}

async function addMapped(
  diagnosis: Diagnosis,
  { name, partnerAction }: Route,
  entries: readonly Mapped[],
  path: string,
  now: number
): Promise<void> {
  const { accessToken, pixelCode } = dryRunEndpoint()
  const payloads = entries.map(({ payload }) => payload)
  const results = await buildAll(partnerAction, payloads, { accessToken, pixelCode }, now)
  for (const [index, { payload, event: built, problem }] of results.entries()) {
    const { event, line } = entries[index].line
    diagnosis.add({ position: { path, line }, event, mapping: name, payload, built, problem })
  }
}

import type { JSONValue } from '@segment/actions-core'
import { formatPath, toJson } from '../../explain/paths'
import type { EventPath, Json } from '../api'
import type { EventCollection } from './event-source'

/** Events that are looked into: some from all over the file. */
const CHUNKS = 20
const EVENTS_OF_EACH = 50

const MAX_PATHS = 500
const MAX_DEPTH = 8
const MAX_SAMPLES = 3

/** A path, and how many events have it. */
interface CountedPath {
  events: number
  /** Different values, as JSON. */
  samples: Set<string>
}

/** The paths that lead to values in a sample of the events, the most frequent first. */
export async function findPaths(source: EventCollection): Promise<EventPath[]> {
  const paths = new Map<string, CountedPath>()
  let events = 0
  for await (const { event } of source.sample(CHUNKS, EVENTS_OF_EACH)) {
    events++
    for (const [path, value] of leavesOf(toJson(event) ?? null, [])) note(paths, path, value)
  }
  const found = [...paths].map(([path, counted]) => ({
    path,
    events: counted.events,
    share: counted.events / events,
    samples: [...counted.samples].map((sample): Json => JSON.parse(sample))
  }))
  return found.sort((a, b) => b.share - a.share || (a.path < b.path ? -1 : 1))
}

function note(paths: Map<string, CountedPath>, path: string, value?: JSONValue): void {
  const known = paths.get(path)
  if (known === undefined && paths.size >= MAX_PATHS) return
  const counted = known ?? { events: 0, samples: new Set() }
  counted.events++
  if (value !== undefined && counted.samples.size < MAX_SAMPLES) counted.samples.add(JSON.stringify(value))
  paths.set(path, counted)
}

/** Values that are neither objects nor `null`, and lists. Only the first item of a list is looked into. */
function* leavesOf(value: JSONValue, keys: readonly string[]): Generator<[path: string, value?: JSONValue]> {
  if (value === null || keys.length > MAX_DEPTH) return
  if (typeof value !== 'object') yield [formatPath(keys), value]
  else if (!Array.isArray(value)) {
    for (const [key, child] of Object.entries(value)) yield* leavesOf(child ?? null, [...keys, key])
  } else {
    yield [formatPath(keys)]
    yield* leavesOf(value[0] ?? null, [...keys, '0'])
  }
}

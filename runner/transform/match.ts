import type { SegmentEvent } from '@segment/actions-core'
import { parseFql, validate } from '@segment/destination-subscriptions'
import type { Mapping } from '../mappings/mapping'
import type { EventLine, UnreadableLine } from '../sources/lines'
import type { CompiledMapping } from './compiled-mapping'
import { compileMapping } from './compiled-mapping'
import type { OptOutRules } from './opt-out'
import { findOptOut } from './opt-out'

/** A mapping, the test of its trigger, and its functions. */
export interface Route extends Mapping {
  matches: (event: SegmentEvent) => boolean
  map: CompiledMapping
}

export function createRoutes(mappings: readonly Mapping[]): Route[] {
  return mappings.map((mapping) => {
    const condition = parseFql(mapping.subscribe)
    return {
      ...mapping,
      matches: (event) => validate(condition, event),
      map: compileMapping(withMappedFields(mapping.mapping))
    }
  })
}

/** The mappings for an event: those that match it, or the one it failed with in an earlier run. */
function routesFor({ event, mapping }: EventLine, routes: readonly Route[]): Route[] {
  if (mapping !== undefined) return routes.filter(({ name }) => name === mapping)
  return routes.filter(({ matches }) => matches(event))
}

/** Hears of the lines whose events go no further. */
export interface LineListener {
  unreadable(line: UnreadableLine): void
  optedOut(line: EventLine, reason: string): void
  unmatched(line: EventLine): void
}

/** An event that may be sent, and the mappings for it, of which there is at least one. */
export interface MatchedLine {
  line: EventLine
  matching: Route[]
}

/** Finds the mappings for the event of each line, unless it opts out. */
export function* matchLines(
  lines: Iterable<EventLine | UnreadableLine>,
  routes: readonly Route[],
  optOutRules: OptOutRules,
  listener: LineListener
): Generator<MatchedLine> {
  for (const line of lines) {
    if ('problem' in line) {
      listener.unreadable(line)
      continue
    }
    const optOut = findOptOut(line.event, optOutRules)
    if (optOut !== undefined) {
      listener.optedOut(line, optOut)
      continue
    }
    const matching = routesFor(line, routes)
    if (matching.length > 0) yield { line, matching }
    else listener.unmatched(line)
  }
}

/** @returns the payload; `undefined` if the mapping cannot be applied */
export function applyMapping({ map }: Route, event: SegmentEvent): object | undefined {
  try {
    return Object(map(event))
  } catch {
    return undefined
  }
}

/** Notes in a mapping which fields it maps: only those are filled from other sources. A CDP tells the destination. */
export function withMappedFields(mapping: Mapping['mapping']): Mapping['mapping'] {
  const { other_sources } = mapping
  if (typeof other_sources !== 'object' || other_sources === null || Array.isArray(other_sources)) return mapping
  return { ...mapping, other_sources: { ...other_sources, fields: Object.keys(mapping) } }
}

import type { SegmentEvent } from '@segment/actions-core'
import { parseFql, validate } from '@segment/destination-subscriptions'
import type { EventLine } from '../sources/lines'
import type { CompiledMapping } from './compiled-mapping'
import { compileMapping } from './compiled-mapping'
import type { Mapping } from './config'

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
export function routesFor({ event, mapping }: EventLine, routes: readonly Route[]): Route[] {
  if (mapping !== undefined) return routes.filter(({ name }) => name === mapping)
  return routes.filter(({ matches }) => matches(event))
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

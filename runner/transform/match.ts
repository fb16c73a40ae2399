import type { SegmentEvent } from '@segment/actions-core'
import { parseFql, validate } from '@segment/destination-subscriptions'
import { mappedFields } from '../../src/reportWebEvent/event/fallbacks'
import type { Mapping } from '../mappings/mapping'
import type { CompiledMapping } from './compiled-mapping'
import { compileMapping } from './compiled-mapping'

/** A mapping, the test of its trigger, and its functions. */
export interface Route extends Mapping {
  matches: (event: SegmentEvent) => boolean
  map: CompiledMapping
  /** Keys of the fields that it fills. */
  mapped?: ReadonlySet<string>
}

export function createRoutes(mappings: readonly Mapping[]): Route[] {
  return mappings.map((mapping) => {
    const condition = parseFql(mapping.subscribe)
    return {
      ...mapping,
      matches: (event) => validate(condition, event),
      map: compileMapping(mapping.mapping),
      mapped: mappedFields(mapping.mapping)
    }
  })
}

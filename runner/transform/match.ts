import type { SegmentEvent } from '@segment/actions-core'
import { parseFql, validate } from '@segment/destination-subscriptions'
import { mappedFields } from '../../src/reportWebEvent/event/fallbacks'
import type { Mapping } from '../mappings/mapping'
import type { PayloadMapper } from './payload-mapper'
import { createPayloadMapper } from './payload-mapper'

/** A mapping, the test of its trigger, and its functions. */
export interface Route extends Mapping {
  matches: (event: SegmentEvent) => boolean
  map: PayloadMapper
  /** Keys of the fields that it fills. */
  mapped?: ReadonlySet<string>
}

export function createRoutes(mappings: readonly Mapping[]): Route[] {
  return mappings.map((mapping) => {
    const condition = parseFql(mapping.subscribe)
    return {
      ...mapping,
      matches: (event) => validate(condition, event),
      map: createPayloadMapper(mapping.partnerAction, mapping.mapping),
      mapped: mappedFields(mapping.mapping)
    }
  })
}

import type { SegmentEvent } from '@segment/actions-core'
import { parseFql, validate } from '@segment/destination-subscriptions'
import type { EventLine } from '../sources/lines'
import type { Mapping } from './config'

/** A mapping and the test of its trigger. */
export interface Route extends Mapping {
  matches: (event: SegmentEvent) => boolean
}

export function createRoutes(mappings: readonly Mapping[]): Route[] {
  return mappings.map((mapping) => {
    const condition = parseFql(mapping.subscribe)
    return { ...mapping, matches: (event) => validate(condition, event) }
  })
}

/** The mappings for an event: those that match it, or the one it failed with in an earlier run. */
export function routesFor({ event, mapping }: EventLine, routes: readonly Route[]): Route[] {
  if (mapping !== undefined) return routes.filter(({ name }) => name === mapping)
  return routes.filter(({ matches }) => matches(event))
}

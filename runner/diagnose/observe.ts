import type { Settings } from '../../src/generated-types'
import { buildAll } from '../delivery/builder'
import { UNMAPPABLE } from '../delivery/error'
import type { OptOutRules } from '../delivery/opt-out'
import { findOptOut } from '../delivery/opt-out'
import type { Route } from '../delivery/router'
import { applyMapping, routesFor } from '../delivery/router'
import type { EventLine, UnreadableLine } from '../sources/lines'
import type { Observation } from './observation'

/** The conditions under which events would be sent. */
export interface Delivery {
  routes: readonly Route[]
  settings: Settings
  /** Unix milliseconds: the time at which they would be sent. */
  now: number
  /** The statements of events against their delivery that are honoured. */
  optOut?: OptOutRules
}

/** An event and one of the mappings that match it. */
export type MappedEvent = Omit<Observation, 'event' | 'position'>

/** Hears what becomes of each line. */
export interface LineObserver {
  unreadable(line: UnreadableLine): void
  optedOut(line: EventLine, reason: string): void
  unmatched(line: EventLine): void
  /** An event is heard of once for each of its mappings. */
  mapped(line: EventLine, mapped: MappedEvent): void
}

/** Maps and builds the events of lines as `send` does, without sending. */
export function observeLines(
  lines: Iterable<EventLine | UnreadableLine>,
  delivery: Delivery,
  observer: LineObserver
): void {
  for (const line of lines) {
    for (const route of routeLine(line, delivery, observer)) {
      observer.mapped(line as EventLine, observe(line as EventLine, route, delivery))
    }
  }
}

/** @returns the mappings of the event, if there is one, and if it may be sent */
function routeLine(
  line: EventLine | UnreadableLine,
  { routes, optOut: rules = {} }: Delivery,
  observer: LineObserver
): Route[] {
  if ('problem' in line) {
    observer.unreadable(line)
    return []
  }
  const optOut = findOptOut(line.event, rules)
  if (optOut !== undefined) {
    observer.optedOut(line, optOut)
    return []
  }
  const used = routesFor(line, [...routes])
  if (used.length === 0) observer.unmatched(line)
  return used
}

function observe({ event }: EventLine, route: Route, { settings, now }: Delivery): MappedEvent {
  const payload = applyMapping(route, event)
  if (payload === undefined) return { mapping: route.name, problem: UNMAPPABLE.message }
  const [{ event: built, error, ...result }] = buildAll(route.partnerAction, [payload], settings, now)
  return { mapping: route.name, built, problem: error?.message, ...result }
}

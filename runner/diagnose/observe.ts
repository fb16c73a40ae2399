import type { Settings } from '../../src/generated-types'
import { buildInGroups } from '../delivery/builder'
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
  /** An event is heard of once for each of its mappings, in any order. */
  mapped(line: EventLine, mapped: MappedEvent): void
}

/** Maps and builds the events of lines as `send` does, without sending. */
export function observeLines(
  lines: Iterable<EventLine | UnreadableLine>,
  delivery: Delivery,
  observer: LineObserver
): void {
  const { settings, now } = delivery
  for (const group of buildInGroups(mapLines(lines, delivery, observer), settings, () => now)) {
    for (const { mapped, built } of group) {
      const { event, error, ...result } = built
      observer.mapped(mapped.line, { mapping: mapped.route.name, built: event, problem: error?.message, ...result })
    }
  }
}

function* mapLines(lines: Iterable<EventLine | UnreadableLine>, delivery: Delivery, observer: LineObserver) {
  for (const each of lines) {
    for (const route of routeLine(each, delivery, observer)) {
      const line = each as EventLine
      const payload = applyMapping(route, line.event)
      if (payload === undefined) observer.mapped(line, { mapping: route.name, problem: UNMAPPABLE.message })
      else yield { line, route, payload, bytes: line.bytes }
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

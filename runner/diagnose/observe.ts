import type { Settings } from '../../src/generated-types'
import { buildAll } from '../delivery/builder'
import { UNMAPPABLE } from '../delivery/error'
import type { OptOutRules } from '../delivery/opt-out'
import { findOptOut } from '../delivery/opt-out'
import type { Route } from '../delivery/router'
import { applyMapping, routesFor } from '../delivery/router'
import type { EventLine, UnreadableLine } from '../sources/lines'
import type { Observation } from './observation'

/** Events that are built together. More of them take more memory, and hardly less time. */
const MAX_GROUP = 200

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
  /** An event is heard of once for each of its mappings, and events of different mappings come in any order. */
  mapped(line: EventLine, mapped: MappedEvent): void
}

/** Maps and builds the events of lines as `send` does, without sending. */
export async function observeLines(
  lines: Iterable<EventLine | UnreadableLine>,
  delivery: Delivery,
  observer: LineObserver
): Promise<void> {
  const groups = new Map<Route, Group>()
  for (const line of lines) {
    for (const route of routeLine(line, delivery, observer)) {
      const group = groups.get(route) ?? { lines: [], payloads: [] }
      groups.set(route, group)
      if (!addTo(group, line as EventLine, route, observer) || group.lines.length < MAX_GROUP) continue
      groups.delete(route)
      await observeGroup(route, group, delivery, observer)
    }
  }
  for (const [route, group] of groups) await observeGroup(route, group, delivery, observer)
}

/** Events that go through the same mapping, and the payloads that they become. */
interface Group {
  lines: EventLine[]
  payloads: unknown[]
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

/** @returns whether the mapping can be applied to the event */
function addTo(group: Group, line: EventLine, route: Route, observer: LineObserver): boolean {
  const payload = applyMapping(route, line.event)
  if (payload === undefined) {
    observer.mapped(line, { mapping: route.name, problem: UNMAPPABLE.message })
    return false
  }
  group.payloads.push(payload)
  group.lines.push(line)
  return true
}

async function observeGroup(
  { name, partnerAction }: Route,
  { lines, payloads }: Group,
  { settings, now }: Delivery,
  observer: LineObserver
): Promise<void> {
  const results = await buildAll(partnerAction, payloads, settings, now)
  for (const [index, { event: built, error, ...result }] of results.entries()) {
    observer.mapped(lines[index], { mapping: name, built, problem: error?.message, ...result })
  }
}

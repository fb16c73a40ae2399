import type { Settings } from '../../src/generated-types'
import { UNMAPPABLE } from '../delivery-error'
import type { EventLine, UnreadableLine } from '../sources/lines'
import { buildInGroups } from '../transform/build'
import type { LineListener, Route } from '../transform/match'
import { applyMapping, matchLines } from '../transform/match'
import type { OptOutRules } from '../transform/opt-out'
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

/** An observation of an event through one of its mappings. */
export type MappedObservation = Omit<Observation, 'event' | 'position'>

/** Hears what becomes of each line. */
export interface LineObserver extends LineListener {
  /** An event is heard of once for each of its mappings, in any order. */
  mapped(line: EventLine, mapped: MappedObservation): void
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

function* mapLines(
  lines: Iterable<EventLine | UnreadableLine>,
  { routes, optOut = {} }: Delivery,
  observer: LineObserver
) {
  for (const { line, matching } of matchLines(lines, routes, optOut, observer)) {
    for (const route of matching) {
      const payload = applyMapping(route, line.event)
      if (payload === undefined) observer.mapped(line, { mapping: route.name, problem: UNMAPPABLE.message })
      else yield { line, route, payload, bytes: line.bytes }
    }
  }
}

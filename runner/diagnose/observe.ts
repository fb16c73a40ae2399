import { MAPPING_IS_GONE } from '../delivery-error'
import type { EventLine, UnreadableLine } from '../sources/lines'
import type { BuiltEvent } from '../transform/build'
import type { LineHandler, Transformation } from '../transform/lines'
import { transformLines } from '../transform/lines'
import type { Observation } from './observation'

/** The conditions under which events would be sent. */
export type Delivery = Omit<Transformation, 'now' | 'asksSegment'> & {
  /** Unix milliseconds: the time at which they would be sent. */
  now: number
}

/** An observation of an event through one of its mappings. */
export type MappedObservation = Omit<Observation, 'event' | 'position'>

/** Handles each line. */
export interface LineObserver extends Omit<LineHandler<EventLine>, 'mappingMissing'> {
  /** Called for an event once for each of its mappings, in any order. */
  mapped(line: EventLine, mapped: MappedObservation): void
}

/** Maps and builds the events of lines as `send` does, without sending. */
export function observeLines(
  lines: Iterable<EventLine | UnreadableLine>,
  delivery: Delivery,
  observer: LineObserver
): void {
  const transformation: Transformation = { ...delivery, now: () => delivery.now, asksSegment: true }
  const handler: LineHandler<EventLine> = {
    unreadable: (line) => observer.unreadable(line),
    optedOut: (line, reason) => observer.optedOut(line, reason),
    unmatched: (line) => observer.unmatched(line),
    mappingMissing: (line, mapping) => observer.mapped(line, { mapping, problem: MAPPING_IS_GONE.message })
  }
  for (const group of transformLines(lines, transformation, handler)) {
    for (const { line, route, built } of group) observer.mapped(line, observe(route.name, built))
  }
}

function observe(mapping: string, { event, error, ...result }: BuiltEvent): MappedObservation {
  return { mapping, built: event, problem: error?.message, ...result }
}

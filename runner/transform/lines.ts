import type { SegmentEvent } from '@segment/actions-core'
import type { UnreadableLine } from '../sources/lines'
import type { BuildSettings, BuiltEvent, RoutedEvent } from './build'
import { buildAll } from './build'
import type { Route } from './match'
import type { OptOutRules } from './opt-out'
import { findOptOut } from './opt-out'

/** A line that holds an event. */
export interface InputLine {
  event: SegmentEvent
  /** Bytes of the text that the event takes. */
  bytes: number
  /** Name of the only mapping for it, if it failed with that one in an earlier attempt. */
  mapping?: string
  /** The ID of TikTok's event, if the mapping gives none. */
  eventId?: string
}

/** The conditions under which events are sent. */
export interface Transformation extends BuildSettings {
  routes: readonly Route[]
  /** Gives Unix milliseconds, for events without a time. */
  now: () => number
  /** The statements of events against their delivery that are honoured. */
  optOut?: OptOutRules
}

/** Handles the lines whose events go no further. */
export interface LineHandler<Line> {
  unreadable(line: UnreadableLine): void
  optedOut(line: Line, reason: string): void
  unmatched(line: Line): void
  /** The only mapping for the event is not one of this run. */
  mappingMissing(line: Line, mapping: string): void
}

/** An event, one of its mappings, and what is built from both. */
export interface TransformedEvent<Line> {
  line: Line
  route: Route
  built: BuiltEvent
}

/**
 * Limits of a group. The objects of a group die young, which costs the garbage collector nothing. Objects of a whole
 * request would live long enough to be copied, which took a fifth of the time of a delivery. So would those of large
 * events: 31 kB of JSON can become 600 kB of objects.
 */
const MAX_GROUP_EVENTS = 16
const MAX_GROUP_BYTES = 64 * 1024

/**
 * Takes events from their lines to TikTok's events: opt out, match, map, build. Every command does it here.
 * @returns events in groups, one for each mapping that matches
 */
export function* transformLines<Line extends InputLine>(
  lines: Iterable<Line | UnreadableLine>,
  transformation: Transformation,
  handler: LineHandler<Line>
): Generator<TransformedEvent<Line>[]> {
  let group: MatchedLine<Line>[] = []
  let bytes = 0
  for (const line of lines) {
    if ('problem' in line) {
      handler.unreadable(line)
      continue
    }
    for (const matched of matchLine(line, transformation, handler)) {
      if (group.length >= MAX_GROUP_EVENTS || bytes >= MAX_GROUP_BYTES) {
        yield buildGroup(group, transformation)
        group = []
        bytes = 0
      }
      group.push(matched)
      bytes += line.bytes
    }
  }
  if (group.length > 0) yield buildGroup(group, transformation)
}

interface MatchedLine<Line> extends RoutedEvent {
  line: Line
}

/** @returns the line with each of its mappings; none if its event goes no further */
function matchLine<Line extends InputLine>(
  line: Line,
  { routes, optOut = {} }: Transformation,
  handler: LineHandler<Line>
): MatchedLine<Line>[] {
  const { event, mapping, eventId } = line
  const reason = findOptOut(event, optOut)
  if (reason !== undefined) {
    handler.optedOut(line, reason)
    return []
  }
  const matched: MatchedLine<Line>[] = []
  for (const route of routes) {
    const isMatch = mapping === undefined ? route.matches(event) : route.name === mapping
    if (isMatch) matched.push({ line, event, route, eventId })
  }
  if (matched.length > 0) return matched
  if (mapping === undefined) handler.unmatched(line)
  else handler.mappingMissing(line, mapping)
  return matched
}

function buildGroup<Line>(
  group: readonly MatchedLine<Line>[],
  { now, ...settings }: Transformation
): TransformedEvent<Line>[] {
  const built = buildAll(group, settings, now())
  return group.map(({ line, route }, index) => ({ line, route, built: built[index] }))
}

import { MAPPING_IS_GONE, UNMAPPABLE } from '../delivery-error'
import type { Chunk } from '../sources/chunk'
import type { EventLine } from '../sources/lines'
import { readLines } from '../sources/lines'
import type { MappedEvent } from '../transform/build'
import type { LineListener, Route } from '../transform/match'
import { applyMapping, matchLines } from '../transform/match'
import type { OptOutRules } from '../transform/opt-out'
import type { Recorder, SentLine } from './recorder'

/** An event of a chunk, and the payload that one of its mappings made. */
export interface MappedLine extends MappedEvent {
  line: SentLine
}

/**
 * Reads the lines of a chunk, and applies each mapping that matches. Lines and events that go no further are recorded.
 */
export function* mapLines(
  chunk: Chunk,
  recorder: Recorder,
  routes: readonly Route[],
  optOutRules: OptOutRules = {}
): Generator<MappedLine> {
  const listener: LineListener = {
    unreadable: (line) => recorder.unreadable(line),
    optedOut: (line, reason) => recorder.optedOut(line, reason),
    unmatched: (line) => recordUnmatched(line, recorder)
  }
  for (const { line, matching } of matchLines(readLines(chunk), routes, optOutRules, listener)) {
    const sent = recorder.reduce(line)
    for (const route of matching) {
      recorder.expect()
      const payload = applyMapping(route, line.event)
      if (payload === undefined) recorder.settle(sent, 'rejected', route, 1, UNMAPPABLE)
      else yield { line: sent, route, payload, bytes: line.bytes }
    }
  }
}

/** An event that failed in an earlier run is never unmatched, even if its mapping is gone. */
function recordUnmatched(line: EventLine, recorder: Recorder): void {
  if (line.mapping === undefined) {
    recorder.unmatched(line)
    return
  }
  recorder.expect()
  recorder.settle(line, 'rejected', { name: line.mapping, mapping: {} }, 0, MAPPING_IS_GONE)
}

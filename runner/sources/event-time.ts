import type { SegmentEvent } from '@segment/actions-core'
import { readText } from '../../src/reportWebEvent/read/text'
import { toUnixSeconds } from '../../src/reportWebEvent/timestamp'
import { parseEvents } from './lines'

/**
 * Whether the time of an event on a line lies between two times, in Unix milliseconds; the later one is excluded.
 * A line without a readable time is included, so that it is reported.
 */
export function isBetween(text: string, since: number, until: number): boolean {
  for (const parsed of parseEvents(text)) {
    const seconds = 'problem' in parsed ? undefined : timeOf(parsed.event)
    if (seconds === undefined || (seconds * 1000 >= since && seconds * 1000 < until)) return true
  }
  return false
}

/** The time of an event in Unix seconds, as the destination reads it; `undefined` if it cannot be read. */
export function timeOf({ timestamp }: SegmentEvent): number | undefined {
  try {
    return toUnixSeconds(readText(timestamp) ?? '')
  } catch {
    return undefined
  }
}

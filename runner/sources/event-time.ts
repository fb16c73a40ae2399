import type { SegmentEvent } from '@segment/actions-core'
import { readText } from '../../src/reportWebEvent/read/text'
import { toUnixSeconds } from '../../src/reportWebEvent/timestamp'
import { parseEvents } from './lines'

/**
 * Counts the events of a line whose times all lie outside of two times, in Unix milliseconds; the later one is excluded.
 * @returns 0 for a line with an event between them, or with one whose time cannot be read: it is reported
 */
export function countOutside(text: string, since: number, until: number): number {
  let count = 0
  for (const parsed of parseEvents(text)) {
    const seconds = 'problem' in parsed ? undefined : timeOf(parsed.event)
    if (seconds === undefined || (seconds * 1000 >= since && seconds * 1000 < until)) return 0
    count++
  }
  return count
}

/** The time of an event in Unix seconds, as the destination reads it; `undefined` if it cannot be read. */
export function timeOf({ timestamp }: SegmentEvent): number | undefined {
  try {
    return toUnixSeconds(readText(timestamp) ?? '')
  } catch {
    return undefined
  }
}

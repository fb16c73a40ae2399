import type { TikTokEvent } from '../../src/reportWebEvent/types'
import type { EventKey } from '../match-keys'
import { CARRIES } from '../match-keys'

const COVERED_KEYS = Object.keys(CARRIES) as EventKey[]

/** Number of events, and of those that carry each key. */
export type Coverage = Record<'events' | EventKey, number>

export function newCoverage(): Coverage {
  return Object.fromEntries(['events', ...COVERED_KEYS].map((key) => [key, 0])) as Coverage
}

export function cover(coverage: Coverage, event: TikTokEvent): void {
  coverage.events++
  for (const key of COVERED_KEYS) if (CARRIES[key](event)) coverage[key]++
}

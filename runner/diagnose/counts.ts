import type { TikTokEvent } from '../../src/reportWebEvent/types'
import { newDictionary } from '../json'
import type { EventKey } from '../match-keys'
import { CARRIES } from '../match-keys'
import type { Position } from './observation'
import { comparePositions } from './observation'

/** Positions that are kept as examples. */
const MAX_EXAMPLES = 3

/** Further subjects of a rule, and further TikTok events, are counted together: input cannot make the counts grow. */
const MAX_SUBJECTS = 100
const OTHERS = 'others'

/** The number of sightings of something, and the place of the first. */
export interface Sightings {
  count: number
  examples: Position[]
}

/** The values that a mapping gave to one field. */
export interface FieldCounts {
  /** Events that went through the mapping. */
  events: number
  /** Events whose field held a value. */
  held: number
  /** Fingerprint of the first value. */
  first?: string
  /** Whether all values were different from none, and the same. */
  isSame: boolean
}

/** The totals of events, which a report shows as they are. */
export interface DiagnosisTotals {
  /** Events times the mappings that match them; an event that matches none counts once. */
  events: number
  unmatched: number
  /** Events that opt out of this destination. */
  optedOut: number
  /** Lines that hold no event. */
  unreadable: number
  /** Events that cannot be sent. */
  rejected: number
  /** The number of events of each TikTok event, and how many of them carry each key. */
  coverage: Record<string, Coverage>
}

/** Counts over events, without any personal value. They are plain data. */
export interface Counts extends DiagnosisTotals {
  /** What the rules have noted, by rule and subject. */
  noted: Record<string, Record<string, Sightings>>
  /** The number of events that each rule has noted, whatever the subjects. */
  concerned: Record<string, number>
  /** The values of fields, by mapping and field. */
  fields: Record<string, Record<string, FieldCounts>>
}

export function newCounts(): Counts {
  return {
    events: 0,
    unmatched: 0,
    optedOut: 0,
    unreadable: 0,
    rejected: 0,
    coverage: newDictionary(),
    noted: newDictionary(),
    concerned: newDictionary(),
    fields: newDictionary()
  }
}

/** Notes that a rule applies to an event, under some subjects. */
export function note(counts: Counts, rule: string, subjects: readonly string[], position: Position): void {
  counts.concerned[rule] = (counts.concerned[rule] ?? 0) + 1
  const noted = entryOf(counts.noted, rule, newDictionary<Sightings>)
  for (const subject of subjects) addSighting(noted, subject, position)
}

export function coverageOf(counts: Counts, tiktokEvent: string): Coverage {
  return entryOf(counts.coverage, boundedKey(counts.coverage, tiktokEvent), newCoverage)
}

export function newFieldCounts(): FieldCounts {
  return { events: 0, held: 0, isSame: true }
}

function addSighting(noted: Record<string, Sightings>, subject: string, position: Position): void {
  const sum = entryOf(noted, boundedKey(noted, subject), () => ({ count: 0, examples: [] }) as Sightings)
  sum.count++
  const last = sum.examples.at(-1)
  if (last !== undefined && sum.examples.length >= MAX_EXAMPLES && comparePositions(position, last) >= 0) return
  sum.examples = [...sum.examples, position].sort(comparePositions).slice(0, MAX_EXAMPLES)
}

function boundedKey(record: object, key: string): string {
  return Object.hasOwn(record, key) || Object.keys(record).length < MAX_SUBJECTS ? key : OTHERS
}

/** @param dictionary without inherited keys */
export function entryOf<T>(dictionary: Record<string, T>, key: string, create: () => T): T {
  dictionary[key] ??= create()
  return dictionary[key]
}

const COVERED_KEYS = Object.keys(CARRIES) as EventKey[]

/** Number of events, and of events with each key. */
export type Coverage = Record<'events' | EventKey, number>

function newCoverage(): Coverage {
  return Object.fromEntries(['events', ...COVERED_KEYS].map((key) => [key, 0])) as Coverage
}

export function cover(coverage: Coverage, event: TikTokEvent): void {
  coverage.events++
  for (const key of COVERED_KEYS) if (CARRIES[key](event)) coverage[key]++
}

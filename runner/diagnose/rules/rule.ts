import type { Counts } from '../counts'
import type { Repeats } from '../event-ids'
import type { BuiltObservation, Position } from '../observation'
import type { SharedIdentifier } from '../people'

/** Its weight: TikTok loses or misreads events; results are worse than they could be; good to know. */
export type Severity = 'error' | 'warning' | 'info'

/** A thing that a rule has found, such as a TikTok event. */
export interface Match {
  subject: string
  count: number
  /** The number that the count is a part of. Absent if there is none. */
  of?: number
  /** Whether that number is a part of all events, which other subjects do not share. */
  isOwn?: boolean
  /** Whether the count is estimated. */
  isEstimate?: boolean
  examples: Position[]
}

/** All that is known of the events. */
export interface Evidence {
  counts: Counts
  repeats: Repeats
  orderRepeats: Repeats
  shared: SharedIdentifier[]
}

/** A question to the counts, with its card. */
export interface Rule {
  id: string
  /** Fields of the mapping that a person looks at because of it, the first one first. */
  fields?: readonly string[]
  severity: Severity
  title: string
  /** The effect on TikTok's side. */
  meaning: string
  suggestion: string
  /** The subjects under which it notes an event; none for an event that is as it should be. */
  note?: (observation: BuiltObservation) => readonly string[]
  /** @param id ID of the rule */
  find: (evidence: Evidence, id: string) => Match[]
}

/** The notes of a rule whose subjects are TikTok events, as shares of these. */
export const byTikTokEvent: Rule['find'] = ({ counts }, id) =>
  matchesOf(counts, id).map((match) => ({
    ...match,
    of: counts.coverage[match.subject]?.events ?? builtEvents(counts),
    isOwn: true
  }))

/** The notes of a rule, as shares of the events that a request can be made of. */
export const bySubject: Rule['find'] = ({ counts }, id) =>
  matchesOf(counts, id).map((match) => ({ ...match, of: builtEvents(counts) }))

/** The notes of a rule, as shares of all events, whether a request can be made of them or not. */
export const byEvent: Rule['find'] = ({ counts }, id) =>
  matchesOf(counts, id).map((match) => ({ ...match, of: counts.events }))

export function matchesOf({ noted }: Counts, rule: string): Match[] {
  return Object.entries(noted[rule] ?? {}).map(([subject, sightings]) => ({ subject, ...sightings }))
}

/** Number of events that can be sent. */
export function builtEvents({ coverage }: Counts): number {
  return Object.values(coverage).reduce((sum, { events }) => sum + events, 0)
}

/** The number of events of some TikTok events together. */
export function countOf({ coverage }: Counts, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (Object.hasOwn(coverage, name) ? coverage[name].events : 0), 0)
}

/** One subject, or none. */
export function when(condition: boolean, subject: string): readonly string[] {
  return condition ? [subject] : []
}

import type { SegmentEvent } from '@segment/actions-core'
import { redactIdentifiers } from '../../src/reportWebEvent/redact'
import type { Leaf } from '../explain/leaves'
import { formatKeys, isConstant, leavesOf, valueAt } from '../explain/leaves'
import { newDictionary } from '../json'
import type { Mapping } from '../mappings/mapping'
import { nameOf } from '../names'
import type { FieldCounts } from './counts'
import { cover, coverageOf, entryOf, newCounts, newFieldCounts, note } from './counts'
import { EventIds } from './event-ids'
import type { BuiltObservation, Observation, Position } from './observation'
import { OrderIds } from './order-ids'
import { People } from './people'
import type { Report } from './report'
import { createReport } from './report'
import { RULES } from './rules'
import { DISTINCT_FIELDS, UNSENT } from './rules/mapping'
import { fingerprint } from './sample'

/** Collects what is remarkable about events. Its memory does not grow with their number. */
export class Diagnosis {
  private readonly counts = newCounts()
  private readonly eventIds = new EventIds()
  private readonly orderIds = new OrderIds()
  private readonly people = new People()
  private readonly variables: Map<string, Variable[]>

  /**
   * @param mappings the mappings that the events go through
   * @param now Unix milliseconds: the time at which the events are sent
   */
  constructor(
    mappings: readonly Mapping[],
    private readonly now: number
  ) {
    this.variables = new Map(
      mappings.map(({ name, partnerAction, mapping }) => [name, variablesOf(partnerAction, mapping)])
    )
  }

  /** Adds an event and one of the mappings that match it. @returns what the rules note about it */
  add(observation: Observation): RuleNote[] {
    const { payload, built, position, mapping } = observation
    const notes = notesOn(observation, this.now)
    this.counts.events++
    if (payload !== undefined) this.addFields(mapping, payload)
    if (payload === undefined || built === undefined) this.counts.rejected++
    else this.addBuilt({ ...observation, payload, built, now: this.now })
    for (const { rule, subjects } of notes) note(this.counts, rule, subjects, position)
    return notes
  }

  /** Adds an event that no mapping matches. */
  addUnmatched(event: SegmentEvent, position: Position): void {
    this.counts.events++
    this.counts.unmatched++
    note(this.counts, UNSENT.unmatched, [nameOf(event)], position)
  }

  /** Adds an event that opts out of this destination. @param reason as `findOptOut` gives it */
  addOptedOut(reason: string, position: Position): void {
    this.counts.events++
    this.counts.optedOut++
    note(this.counts, UNSENT.optedOut, [reason], position)
  }

  /** Adds a line that holds no event. */
  addUnreadable(): void {
    this.counts.unreadable++
  }

  report(): Report {
    const { counts, eventIds, orderIds, people } = this
    return createReport({
      counts,
      repeats: eventIds.repeats(),
      orderRepeats: orderIds.repeats(),
      shared: people.shared()
    })
  }

  private addBuilt(observation: BuiltObservation): void {
    const { built } = observation
    cover(coverageOf(this.counts, built.event), built)
    this.eventIds.add(observation)
    this.orderIds.add(observation)
    this.people.add(observation)
  }

  private addFields(mapping: string, payload: object): void {
    const counts = entryOf(this.counts.fields, mapping, newDictionary<FieldCounts>)
    for (const { field, keys, isCompared } of this.variables.get(mapping) ?? []) {
      const fieldCounts = entryOf(counts, field, newFieldCounts)
      fieldCounts.events++
      const value = valueAt(payload, keys)
      if (value === undefined || value === null || value === '') continue
      fieldCounts.held++
      // Once its values differ, a field is only counted.
      if (!isCompared || !fieldCounts.isSame) continue
      const print = fingerprint(JSON.stringify(value))
      fieldCounts.first ??= print
      fieldCounts.isSame = fieldCounts.first === print
    }
  }
}

/** A rule that applies to an event, and the subjects under which it does. */
export interface RuleNote {
  rule: string
  subjects: readonly string[]
}

/** Finds the rules that apply to one event by itself. @param now Unix milliseconds: the time at which it is sent */
export function notesOn(observation: Observation, now: number): RuleNote[] {
  const { payload, built, problem = '' } = observation
  if (payload === undefined || built === undefined) {
    return [{ rule: UNSENT.rejected, subjects: [redactIdentifiers(problem)] }]
  }
  const whole = { ...observation, payload, built, now }
  const notes = RULES.map(({ id, note: subjectsOf }): RuleNote => ({ rule: id, subjects: subjectsOf?.(whole) ?? [] }))
  return notes.filter(({ subjects }) => subjects.length > 0)
}

/** A value of a mapping that comes from the event, or should. */
interface Variable {
  field: string
  keys: Leaf['keys']
  /** Whether it should differ from event to event. */
  isCompared: boolean
}

function variablesOf(action: string, mapping: Mapping['mapping']): Variable[] {
  const isVariable = ({ keys: [key], value }: Leaf) => !isConstant(value) || DISTINCT_FIELDS.includes(key)
  const leaves = leavesOf(action, mapping).filter(isVariable)
  return leaves.map(({ keys }) => {
    return { field: formatKeys(keys), keys, isCompared: DISTINCT_FIELDS.includes(keys[0]) }
  })
}

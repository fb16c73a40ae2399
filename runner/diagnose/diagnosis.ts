import type { SegmentEvent } from '@segment/actions-core'
import { redactIdentifiers } from '../../src/reportWebEvent/redact'
import type { Leaf } from '../explain/leaves'
import { isConstant, leavesOf, valueAt } from '../explain/leaves'
import { newDictionary } from '../json'
import type { Mapping } from '../mappings/mapping'
import { nameOf } from '../names'
import type { Counts, FieldCounts } from './counts'
import { addCounts, addField, coverageOf, entryOf, newCounts, note } from './counts'
import { cover } from './coverage'
import type { EventIdsState } from './event-ids'
import { EventIds } from './event-ids'
import type { BuiltObservation, Observation, Position } from './observation'
import type { OrderIdsState } from './order-ids'
import { OrderIds } from './order-ids'
import type { PeopleState } from './people'
import { People } from './people'
import type { Report } from './report'
import { createReport } from './report'
import { RULES } from './rules'
import { DISTINCT_FIELDS } from './rules/mapping'
import { fingerprint } from './sample'

/** The state of a diagnosis, as plain data. It holds digests of identifiers, but no value. */
export interface DiagnosisState {
  counts: Counts
  eventIds: EventIdsState
  orderIds: OrderIdsState
  people: PeopleState
}

/** Collects what is remarkable about events. Its memory does not grow with their number. */
export class Diagnosis {
  private readonly counts = newCounts()
  private readonly eventIds = new EventIds()
  private readonly orderIds = new OrderIds()
  private readonly people = new People()
  private readonly variables: Map<string, Variable[]>

  /**
   * @param mappings those that the events go through
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

  /** Adds an event and one of the mappings that match it. @returns the IDs of the rules that note something about it */
  add(observation: Observation): string[] {
    const { payload, built, problem = '', position } = observation
    this.counts.events++
    if (payload !== undefined) this.addFields(observation.mapping, payload)
    if (payload === undefined || built === undefined) {
      this.counts.rejected++
      note(this.counts, 'rejected', [redactIdentifiers(problem)], position)
      return ['rejected']
    }
    return this.addBuilt({ ...observation, payload, built, now: this.now })
  }

  /** Adds an event that no mapping matches. */
  addUnmatched(event: SegmentEvent, position: Position): void {
    this.counts.events++
    this.counts.unmatched++
    note(this.counts, 'unmatched', [nameOf(event)], position)
  }

  /** Adds an event that says itself that it is not for this destination. @param reason as `findOptOut` gives it */
  addOptedOut(reason: string, position: Position): void {
    this.counts.events++
    this.counts.optedOut++
    note(this.counts, 'opted-out', [reason], position)
  }

  /** Adds a line that holds no event. */
  addUnreadable(): void {
    this.counts.unreadable++
  }

  /** Adds what another thread has collected about other events of the same mappings. */
  merge({ counts, eventIds, orderIds, people }: DiagnosisState): void {
    addCounts(this.counts, counts)
    this.eventIds.merge(eventIds)
    this.orderIds.merge(orderIds)
    this.people.merge(people)
  }

  state(): DiagnosisState {
    return {
      counts: this.counts,
      eventIds: this.eventIds.state(),
      orderIds: this.orderIds.state(),
      people: this.people.state()
    }
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

  private addBuilt(observation: BuiltObservation): string[] {
    const { built, position } = observation
    cover(coverageOf(this.counts, built.event), built)
    this.eventIds.add(observation)
    this.orderIds.add(observation)
    this.people.add(observation)
    const noted: string[] = []
    for (const { id, note: subjectsOf } of RULES) {
      const subjects = subjectsOf?.(observation) ?? []
      if (subjects.length > 0) noted.push(id)
      note(this.counts, id, subjects, position)
    }
    return noted
  }

  private addFields(mapping: string, payload: object): void {
    const counts = entryOf(this.counts.fields, mapping, newDictionary<FieldCounts>)
    for (const { field, keys, isCompared } of this.variables.get(mapping) ?? []) {
      const value = valueAt(payload, keys)
      const isHeld = value !== undefined && value !== null && value !== ''
      // Once its values differ, a field is only counted.
      const isOpen = isHeld && isCompared && counts[field]?.isSame !== false
      const first = isOpen ? fingerprint(JSON.stringify(value)) : undefined
      addField(counts, field, { events: 1, held: isHeld ? 1 : 0, first, isSame: true })
    }
  }
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
    const [key, part] = keys
    return { field: part === undefined ? key : `${key}.${part}`, keys, isCompared: DISTINCT_FIELDS.includes(key) }
  })
}

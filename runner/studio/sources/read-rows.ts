import type { SegmentEvent } from '@segment/actions-core'
import { LEFT_OUT_REASONS } from '../../../src/reportWebEvent/left-out'
import { redactIdentifiers } from '../../../src/reportWebEvent/redact'
import type { Diagnosis } from '../../diagnose'
import { notesOn } from '../../diagnose'
import type { Delivery, MappedObservation } from '../../diagnose/observe'
import { observeLines } from '../../diagnose/observe'
import type { NearestTriggers } from '../../explain'
import { describeNearest, findFaults } from '../../explain'
import { nameOf } from '../../names'
import { timeOf } from '../../sources/event-time'
import type { RowMapping } from '../api'
import type { SourceLine } from './event-source'
import type { NewRow } from './row-table'

/**
 * Finds out what becomes of the events of some lines.
 * @param name the source, in the examples of the diagnosis
 * @param diagnosis counts them as well
 */
export function readRows(
  lines: readonly SourceLine[],
  delivery: Delivery,
  name: string,
  nearest: NearestTriggers,
  diagnosis?: Diagnosis
): NewRow[] {
  const rows = new Map(lines.map((line): [SourceLine, NewRow] => [line, newRow(line)]))
  const positionOf = ({ line }: SourceLine) => ({ path: name, line })
  const change = (line: SourceLine, part: Partial<NewRow>) => Object.assign(rows.get(line) as NewRow, part)
  observeLines(lines, delivery, {
    unreadable: () => diagnosis?.addUnreadable(),
    unmatched: (line) => {
      const found = nearest.find(line.event)
      if (found !== undefined) change(line, { reason: describeNearest(found) })
      diagnosis?.addUnmatched(line.event, positionOf(line))
    },
    optedOut: (line, reason) => {
      change(line, { verdict: 'optedOut', reason })
      diagnosis?.addOptedOut(reason, positionOf(line))
    },
    mapped: (line, mapped) => {
      const observation = { ...mapped, event: line.event, position: positionOf(line) }
      const notes = diagnosis === undefined ? notesOn(observation, delivery.now) : diagnosis.add(observation)
      const rules = notes.map(({ rule }) => rule)
      addMapping(rows.get(line) as NewRow, toRowMapping(mapped), rules)
      addAmount(rows.get(line) as NewRow, mapped.built)
    }
  })
  const order = delivery.routes.map((route) => route.name)
  for (const { mappings } of rows.values()) mappings.sort((a, b) => order.indexOf(a.mapping) - order.indexOf(b.mapping))
  return [...rows.values()]
}

function newRow(line: SourceLine): NewRow {
  if ('problem' in line) {
    return { line: line.line, name: '', verdict: 'unreadable', reason: line.problem, mappings: [], rules: [] }
  }
  const { event } = line
  return {
    line: line.line,
    time: millisecondsOf(event),
    name: nameOf(event),
    verdict: 'unmatched',
    mappings: [],
    rules: []
  }
}

function millisecondsOf(event: SegmentEvent): number | undefined {
  const seconds = event.timestamp === undefined ? undefined : timeOf(event)
  return seconds === undefined ? undefined : seconds * 1000
}

/** The row as a whole is as bad as the worst of its mappings. */
function addMapping(row: NewRow, mapping: RowMapping, rules: readonly string[]): void {
  row.mappings.push(mapping)
  row.rules = [...row.rules, ...rules]
  row.verdict = row.verdict === 'rejected' ? 'rejected' : mapping.verdict
}

/** An event counts once for each of its requests that would be delivered. */
function addAmount(row: NewRow, built: MappedObservation['built']): void {
  const { value, currency } = built?.properties ?? {}
  if (value === undefined || currency === undefined || row.mappings.at(-1)?.verdict !== 'delivered') return
  row.amounts = [...(row.amounts ?? []), { currency, value }]
}

function toRowMapping(observation: MappedObservation): RowMapping {
  const { mapping, built, envelope, problem = '', leftOut = [], segmentError } = observation
  const warnings = leftOut.map(({ field, reason }) => `${field} ${LEFT_OUT_REASONS[reason]}`)
  if (built === undefined || envelope === undefined) {
    return { mapping, verdict: 'rejected', reason: redactIdentifiers(problem), warnings }
  }
  // The sandbox accepts JSON, which has no keys without a value.
  const [fault] = findFaults(JSON.parse(JSON.stringify({ ...envelope, data: [built] })))
  const event = redactIdentifiers(built.event)
  if (fault === undefined) return { mapping, event, verdict: 'delivered', warnings, rejectedBySegment: segmentError }
  return { mapping, event, verdict: 'rejected', reason: `${fault.message} (code ${fault.code})`, warnings }
}

import type { Row, RowFilter, VerdictCounts } from '../api'

/** The outcome of an event. Many events share it. */
export type RowOutcome = Pick<Row, 'verdict' | 'reason' | 'mappings'>

/** A choice of rows. */
export interface RowQuery {
  filter: RowFilter
  /** A part of the name, of a mapping, of TikTok's event or of a reason, in any case. */
  text: string
  /** ID of a rule that notes events one by one. */
  rule?: string
  /** The only lines. */
  lines?: readonly number[]
}

export function newCounts(): VerdictCounts {
  return { delivered: 0, rejected: 0, unmatched: 0, optedOut: 0, unreadable: 0, warnings: 0 }
}

export function countRow(counts: VerdictCounts, outcome: RowOutcome): void {
  const { verdict } = outcome
  counts[verdict] = (counts[verdict] ?? 0) + 1
  if (hasWarnings(outcome)) counts.warnings++
}

export function passes(outcome: RowOutcome, filter: RowFilter): boolean {
  if (filter === 'all') return true
  return filter === 'warnings' ? hasWarnings(outcome) : outcome.verdict === filter
}

function hasWarnings({ mappings }: Pick<RowOutcome, 'mappings'>): boolean {
  return mappings.some(({ warnings }) => warnings.length > 0)
}

/** The texts of an outcome that a search looks into. */
export function textsOf({ reason = '', mappings }: RowOutcome): unknown {
  return [reason, ...mappings.flatMap((mapping) => Object.values(mapping))]
}

/** Whether a value holds the text of a query. */
export function searchFor(text: string): (value: unknown) => boolean {
  const folded = text.toLowerCase()
  return (value) => folded === '' || JSON.stringify(value).toLowerCase().includes(folded)
}

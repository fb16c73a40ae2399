import type { Mark } from '../parts/json-view'
import type { FieldExplanation, Outcome, PathRead } from '../types'

/** The paths of an event that its fields looked at, and among these those whose values are sent. */
export function marksOf(outcomes: readonly Outcome[]): Map<string, Mark> {
  const fields = outcomes.flatMap((outcome) => outcome.fields)
  const marks = new Map<string, Mark>()
  for (const { path } of fields.flatMap(ownReads)) marks.set(path, 'passed')
  for (const field of fields) {
    if (field.sent.length > 0) for (const { path } of valuesOf(field)) marks.set(path, 'used')
  }
  return marks
}

/** Other Sources reads whole objects, most of whose values it does not need. */
function ownReads({ key, reads }: FieldExplanation): PathRead[] {
  return key.startsWith('other_sources') ? [] : reads
}

function valuesOf(field: FieldExplanation): PathRead[] {
  return ownReads(field).filter(({ isPresent }) => isPresent)
}

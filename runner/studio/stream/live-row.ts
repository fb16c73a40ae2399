import { redactIdentifiers } from '../../../src/reportWebEvent/redact'
import type { Row, RowMapping } from '../api'
import type { RowOutcome } from '../sources/row-query'
import type { DeliveryResult } from './feed'

/** Verdicts from the worst to the best: an event with several mappings counts as the worst of them. */
const ORDER: readonly RowMapping['verdict'][] = ['rejected', 'gaveUp', 'waiting', 'deliverable', 'delivered']

/**
 * The outcome of an event whose delivery its results show.
 * @param expected the outcome as the rules of the sandbox foresee it
 * @param hasResults whether results come at all
 */
export function outcomeOf(expected: RowOutcome, results: readonly DeliveryResult[], hasResults: boolean): RowOutcome {
  const known = expected.mappings.map((mapping) => mapping.mapping)
  // A letter that is sent again goes through its own mapping, whether it matches or not.
  const others = results.filter(({ mapping }) => !known.includes(mapping))
  const mappings = [
    ...expected.mappings.map((mapping) => withResult(mapping, results, hasResults)),
    ...others.map(({ mapping, status, reason }) => ({ mapping, verdict: status, reason: redact(reason), warnings: [] }))
  ]
  const verdicts: Row['verdict'][] = mappings.map(({ verdict }) => verdict)
  const worst = ORDER.find((verdict) => verdicts.includes(verdict))
  return { verdict: worst ?? expected.verdict, reason: expected.reason, mappings }
}

function withResult(mapping: RowMapping, results: readonly DeliveryResult[], hasResults: boolean): RowMapping {
  const result = results.find((each) => each.mapping === mapping.mapping)
  if (result !== undefined) return { ...mapping, verdict: result.status, reason: redact(result.reason) }
  if (hasResults) return { ...mapping, verdict: 'waiting', reason: undefined }
  return mapping.verdict === 'delivered' ? { ...mapping, verdict: 'deliverable' } : mapping
}

function redact(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : redactIdentifiers(reason)
}

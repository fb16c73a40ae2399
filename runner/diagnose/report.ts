import { formatLine } from '../cursor'
import type { DiagnosisTotals } from './counts'
import { RULES } from './rules'
import type { Evidence, Match, Rule, Severity } from './rules/rule'

/** A finding of one rule: a card for a marketer. It holds no personal value. */
export interface Finding {
  rule: string
  severity: Severity
  title: string
  /** The effect on TikTok's side. */
  meaning: string
  suggestion: string
  /** Events, or people, that it concerns. */
  count: number
  /** The share of the events or people that it could concern, from 0 to 1. */
  share?: number
  /** Whether the count is estimated. */
  isEstimate: boolean
  /** Lines that show it, such as `events.ndjson:12`. */
  examples: string[]
  /** The parts of it, the largest first. */
  details: Detail[]
}

export interface Detail {
  subject: string
  count: number
  share?: number
}

/** The result of a diagnosis. */
export interface Report extends DiagnosisTotals {
  version: 1
  /** The most severe first. */
  findings: Finding[]
}

const ORDER: readonly Severity[] = ['error', 'warning', 'info']

const MAX_EXAMPLES = 3

export function createReport(evidence: Evidence): Report {
  const { events, unmatched, optedOut, unreadable, rejected, coverage } = evidence.counts
  const findings = RULES.flatMap((rule): Finding[] => {
    const matches = rule.find(evidence, rule.id).sort((a, b) => b.count - a.count)
    if (matches.length === 0) return []
    const { id, severity, title, meaning, suggestion } = rule
    return [{ rule: id, severity, title, meaning, suggestion, ...summarize(rule, matches, evidence) }]
  })
  findings.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
  return { version: 1, events, unmatched, optedOut, unreadable, rejected, coverage, findings }
}

function summarize(
  { id, note }: Rule,
  matches: readonly Match[],
  { counts }: Evidence
): Pick<Finding, 'count' | 'share' | 'isEstimate' | 'examples' | 'details'> {
  const sum = matches.reduce((total, match) => total + match.count, 0)
  // One event can have several subjects.
  const count = note === undefined ? sum : (counts.concerned[id] ?? 0)
  const whole = matches.reduce((total, { of = 0, isOwn }) => (isOwn ? total + of : Math.max(total, of)), 0)
  const details = matches.map(({ subject, count: part, of }) => ({ subject, count: part, share: of && part / of }))
  const examples = matches.flatMap((match) => match.examples.map(({ path, line }) => formatLine(path, line)))
  return {
    count,
    share: whole > 0 ? count / whole : undefined,
    isEstimate: matches.some(({ isEstimate }) => isEstimate === true),
    examples: [...new Set(examples)].slice(0, MAX_EXAMPLES),
    details
  }
}

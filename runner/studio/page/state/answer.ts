import { parametersOfList, pathTo, query } from '../router'
import type { ExplainAnswer, Explanation, MappingExplanation, Outcome, RowMapping, Test } from '../types'
import { formatValue, wordFor } from '../words'
import { mappings } from './mappings'
import { expectedText, triggerFix } from './near-miss'

/** What becomes of an event, in one sentence, and the next step of the person. */
export interface JourneyAnswer {
  sentence: string
  step?: { label: string; run: () => void } | { label: string; href: string }
}

/** A mapping that the event goes through. */
export type UsedMapping = MappingExplanation & { outcome: Outcome }

/** Keys by which TikTok matches people, in their order. */
const MATCH_KEYS: [key: string, word: string][] = [
  ['email', 'email'],
  ['phone', 'phone'],
  ['external_id', 'external ID'],
  ['ttclid', 'click ID'],
  ['ttp', 'cookie'],
  ['ip', 'IP']
]

/** Answers first: what TikTok would get, or why it gets nothing. */
export function answerFor({ explanation, result }: ExplainAnswer): JourneyAnswer {
  const { optOut, mappings: all } = explanation
  if (result !== undefined && result.mappings.length > 0) {
    return { sentence: result.mappings.map(describeResult).join(' ') }
  }
  if (optOut !== undefined) return { sentence: `Not sent: the event says so itself (${optOut}).` }
  const used = all.filter((mapping): mapping is UsedMapping => mapping.outcome !== undefined)
  if (used.length === 0) return answerForUnmatched(explanation)
  return { sentence: used.map(describeUsed).join(' '), step: stepFor(used) }
}

function describeResult({ mapping, verdict, reason }: RowMapping): string {
  return `${mapping}: ${wordFor(verdict, true).toLowerCase()}. ${reason ?? ''}`.trim()
}

function describeUsed({ name, outcome }: UsedMapping): string {
  const { request, problem, faults = [], rejectedBySegment } = outcome
  if (request === undefined) return `Not sent through ${name}: ${problem}`
  if (faults.length > 0) return `Would be rejected through ${name}: ${faults[0].message}`
  const [{ event, user = {}, properties = {} }] = request.data
  const { value, currency } = properties
  const amount = value === undefined || currency === undefined ? '' : `, ${formatAmount(value)} ${currency}`
  const keys = MATCH_KEYS.filter(([key]) => key in user).map(([, word]) => word)
  const matched = keys.length === 0 ? ', matched with nobody' : `, matched by ${listOf(keys)}`
  const segment = rejectedBySegment === undefined ? '' : ` Segment rejects it: ${rejectedBySegment}`
  return `Would reach TikTok as ${event}${amount}${matched}.${segment}`
}

function formatAmount(value: unknown): string {
  return typeof value === 'number' ? value.toFixed(2) : String(value)
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** Leads to the field of the first fault. */
function stepFor(used: readonly UsedMapping[]): JourneyAnswer['step'] {
  for (const { name, outcome } of used) {
    const field = outcome.fields.find(({ faults }) => faults.length > 0)
    const { id } = mappings.value.find((mapping) => mapping.name === name) ?? {}
    if (field !== undefined && id !== undefined) {
      return { label: `Fix ${field.label} in ${name}`, href: fieldAddress(id, field.key) }
    }
  }
  return undefined
}

/** The address of a field in the editor of its mapping. */
export function fieldAddress(id: string, key: string): string {
  const list = parametersOfList({ at: query('at'), field: key.split('.')[0] })
  return `${pathTo('mappings', id)}?${list}`
}

/** Names the trigger that fits best, or else where to add one. */
function answerForUnmatched({ name, nearest }: Explanation): JourneyAnswer {
  if (nearest === undefined) {
    return {
      sentence: `Not sent: no mapping is for ${name}.`,
      step: { label: 'Choose or add a mapping', href: pathTo('mappings') }
    }
  }
  const { mapping, test } = nearest
  const run = triggerFix(mapping, test)
  const { value } = test.read
  const found =
    value === undefined
      ? 'has none'
      : `is ${typeof value === 'string' ? formatValue(JSON.stringify(value)) : 'another'}`
  const { id } = mappings.value.find((each) => each.name === mapping) ?? {}
  return {
    sentence: `Not sent: ${mapping} expects ${expectedBy(test)}; this event ${found}.`,
    step: run
      ? { label: `Let ${mapping} accept it too`, run }
      : id === undefined
        ? undefined
        : { label: `Open ${mapping}`, href: pathTo('mappings', id) }
  }
}

/** The text that a comparison asks for, or else all of it. */
function expectedBy({ fql }: Test): string {
  return expectedText(fql) ?? fql
}

import { pathTo } from '../router'
import type { Condition, ExplainAnswer, MappingExplanation, Outcome, RowMapping, Test } from '../types'
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
export function answerFor({ explanation: { name, optOut, mappings: all }, result }: ExplainAnswer): JourneyAnswer {
  if (result !== undefined && result.mappings.length > 0) {
    return { sentence: result.mappings.map(describeResult).join(' ') }
  }
  if (optOut !== undefined) return { sentence: `Not sent: the event says so itself (${optOut}).` }
  const used = all.filter((mapping): mapping is UsedMapping => mapping.outcome !== undefined)
  if (used.length === 0) return answerForUnmatched(name, all)
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
  return `${pathTo('mappings', id)}?field=${encodeURIComponent(key.split('.')[0])}`
}

/** Names the trigger that nearly fits, or else where to add one. */
function answerForUnmatched(name: string, all: readonly MappingExplanation[]): JourneyAnswer {
  for (const { name: mapping, trigger } of all) {
    const test = nearTest(trigger.condition)
    if (test === undefined) continue
    const run = triggerFix(mapping, test)
    const found = typeof test.read.value === 'string' ? formatValue(JSON.stringify(test.read.value)) : 'another'
    const sentence = `Not sent: ${mapping} expects ${expectedBy(test)}; this event is ${found}.`
    return { sentence, step: run && { label: `Let ${mapping} accept it too`, run } }
  }
  return {
    sentence: `Not sent: no mapping is for ${name}.`,
    step: { label: 'Choose or add a mapping', href: pathTo('mappings') }
  }
}

function nearTest(condition?: Condition): Test | undefined {
  if (condition === undefined) return undefined
  if (condition.kind === 'test') return condition.nearMiss === undefined ? undefined : condition
  for (const child of condition.conditions) {
    const found = nearTest(child)
    if (found !== undefined) return found
  }
  return undefined
}

/** The text that a comparison asks for, or else all of it. */
function expectedBy({ fql }: Test): string {
  return expectedText(fql) ?? fql
}

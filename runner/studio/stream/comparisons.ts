import type { Condition, Subscription } from '@segment/destination-subscriptions'
import { parseFql } from '@segment/destination-subscriptions'
import type { Mapping } from '../../mappings/mapping'

/** Conditions whose values are shown anyway. */
const SHOWN: readonly string[] = ['event', 'event-type']

/** Operators that show only whether there is a value, which the page shows as well. */
const PRESENCE: readonly string[] = ['exists', 'not_exists']

/** Directives that can compare the text of a value with another one. */
const COMPARING: readonly string[] = ['@replace', '@liquid']

/**
 * Finds a mapping that compares values of events in a way of its own. Whoever could try any comparison would find out a
 * hidden value letter by letter.
 * @param own mappings whose comparisons are known, and may be tried
 */
export function findComparing(mappings: readonly Mapping[], own: readonly Mapping[]): Mapping | undefined {
  const known = new Set(own.flatMap(comparisonsIn))
  return mappings.find((mapping) => comparisonsIn(mapping).some((comparison) => !known.has(comparison)))
}

function comparisonsIn({ subscribe, mapping }: Mapping): string[] {
  return [...conditionsIn(parseFql(subscribe)), ...directivesIn(mapping)]
}

function conditionsIn(condition: Subscription | Condition): string[] {
  if ('error' in condition) return []
  if (condition.type === 'group') return condition.children.flatMap(conditionsIn)
  const isHarmless = SHOWN.includes(condition.type) || PRESENCE.includes(condition.operator)
  return isHarmless ? [] : [JSON.stringify(condition)]
}

function directivesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const isComparing = Object.keys(value).some((key) => COMPARING.includes(key))
  return [...(isComparing ? [JSON.stringify(value)] : []), ...Object.values(value).flatMap(directivesIn)]
}

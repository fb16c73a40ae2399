import { eventRules } from './event'
import { mappingRules } from './mapping'
import { orderRules } from './order'
import { personRules } from './person'
import { pixelRules } from './pixel'
import { purchaseRules } from './purchases'
import type { Rule } from './rule'

export type { Rule, Severity } from './rule'

/** The fields of a mapping that a rule is about. */
export function fieldsOfRule(id: string): readonly string[] {
  return RULES.find((rule) => rule.id === id)?.fields ?? []
}

/** Everything that a diagnosis looks for. */
export const RULES: readonly Rule[] = [
  ...eventRules,
  ...personRules,
  ...orderRules,
  ...purchaseRules,
  ...mappingRules,
  ...pixelRules
]

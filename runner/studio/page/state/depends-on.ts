import type { FieldDefinition, Json } from '../types'
import { isObject } from './directives'

/** Whether a field has an effect, as far as the fixed values of other fields decide that. */
export function isOfUse({ dependsOn }: FieldDefinition, values: Readonly<Record<string, Json>>): boolean {
  if (dependsOn === undefined || !isObject(dependsOn) || !Array.isArray(dependsOn.conditions)) return true
  const holds = dependsOn.conditions.map((condition) => !isObject(condition) || holdsFor(condition, values))
  return dependsOn.match === 'any' ? holds.includes(true) : !holds.includes(false)
}

function holdsFor(
  { fieldKey, operator, value }: Record<string, Json>,
  values: Readonly<Record<string, Json>>
): boolean {
  const actual = values[String(fieldKey)]
  if (typeof actual === 'object' && actual !== null) return true
  const expected = Array.isArray(value) ? value : [value]
  return expected.includes(actual ?? null) === (operator === 'is')
}

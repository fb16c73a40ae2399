/** A condition as it is written, in the terms of @segment/destination-subscriptions as far as these can express it. */
export interface Meaning {
  type: string
  name?: string
  operator: string
  value?: unknown
  children?: Meaning[]
}

/** Reports FQL that would not be run as it is written. The message shows what to write instead. */
export class TriggerProblem extends Error {}

const FIELD_TYPES: Record<string, string> = {
  type: 'event-type',
  event: 'event',
  name: 'name',
  userId: 'userId',
  properties: 'event-property',
  traits: 'event-trait',
  context: 'event-context'
}

const FIELDS_WITH_KEYS = ['properties', 'traits', 'context']

/** Characters that have a meaning in FQL's patterns, beside the asterisk. */
const GLOB_CHARACTERS = /[?[\\]/

const COMPARISONS = ['<', '<=', '>', '>=']

/** A field, such as `event` or `properties.plan`. */
export function fieldOf([root, ...keys]: readonly string[]): Omit<Meaning, 'operator'> {
  const path = [root, ...keys].join('.')
  if (!Object.hasOwn(FIELD_TYPES, root)) {
    throw new TriggerProblem(`"${path}" is not known: test type, event, name, userId, properties, traits or context`)
  }
  if (FIELDS_WITH_KEYS.includes(root) !== keys.length > 0) {
    const advice = keys.length > 0 ? `test "${root}"` : 'name one of its keys'
    throw new TriggerProblem(`"${path}" cannot be tested: ${advice}`)
  }
  if (keys.some((key) => /[.[\]]/.test(key))) {
    throw new TriggerProblem(`"${path}" cannot be tested: one of its keys holds a dot or a bracket`)
  }
  return keys.length === 0 ? { type: FIELD_TYPES[root] } : { type: FIELD_TYPES[root], name: keys.join('.') }
}

/** @param value `null`, or as it is written */
export function comparisonOf(
  field: Omit<Meaning, 'operator'>,
  operator: string,
  value: string | number | boolean | null
): Meaning {
  if (operator !== '=' && operator !== '!=' && !COMPARISONS.includes(operator)) {
    throw new TriggerProblem(`"${operator}" does not compare: use =, !=, <, <=, > or >=`)
  }
  if (value === null) return { ...field, operator: existence(field, operator) }
  if (typeof value === 'boolean') return { ...field, operator: truth(field, operator, value) }
  if (COMPARISONS.includes(operator)) return { ...field, operator, value: comparable(field, value) }
  if (typeof value === 'string') return { ...field, operator, value }
  if (field.name === undefined) return { ...field, operator, value: String(value) }
  return { ...field, operator: operator === '=' ? 'number_equals' : 'number_not_equals', value }
}

function existence({ type }: Omit<Meaning, 'operator'>, operator: string): string {
  if (type === 'event' || type === 'event-type') {
    throw new TriggerProblem('null would be taken for the text "null": test "event" and "type" for texts only')
  }
  if (operator === '=') return 'not_exists'
  if (operator === '!=') return 'exists'
  throw new TriggerProblem('null can only be compared by = and !=')
}

function truth({ type, name }: Omit<Meaning, 'operator'>, operator: string, value: boolean): string {
  if (name === undefined && type !== 'userId') throw new TriggerProblem(`Write "${value}" in double quotes`)
  if (operator === '=') return value ? 'is_true' : 'is_false'
  if (operator !== '!=') throw new TriggerProblem(`${value} can only be compared by =`)
  const field = `${Object.keys(FIELD_TYPES).find((key) => FIELD_TYPES[key] === type)}${name ? `.${name}` : ''}`
  throw new TriggerProblem(
    `It would let everything through, as ${value} is not the text "${value}": write (${field} = ${!value} or ${field} = null)`
  )
}

/** The library compares texts of digits as numbers. */
function comparable({ type, name }: Omit<Meaning, 'operator'>, value: string | number): string | number {
  if (name === undefined && type !== 'userId')
    throw new TriggerProblem('Texts have no order: <, <=, > and >= take numbers')
  if (String(value).trim() === '' || !Number.isFinite(Number(value))) {
    throw new TriggerProblem('<, <=, > and >= take numbers, such as properties.revenue >= 50')
  }
  return name === undefined ? String(value) : value
}

/** The test of `contains()` or `match()`. */
export function callOf(name: string, field: Omit<Meaning, 'operator'>, text: string, isNegated: boolean): Meaning {
  if (field.type === 'event-type') throw new TriggerProblem(`${name}() does not take "type": write type = "track"`)
  const { operator, value } = name === 'contains' ? { operator: 'contains', value: text } : globOf(text)
  return { ...field, operator: isNegated ? `not_${operator}` : operator, value }
}

function globOf(pattern: string): { operator: string; value: string } {
  const fixed = pattern.replace('*', '')
  if (!fixed.includes('*') && !GLOB_CHARACTERS.test(pattern)) {
    if (pattern.endsWith('*')) return { operator: 'starts_with', value: fixed }
    if (pattern.startsWith('*')) return { operator: 'ends_with', value: fixed }
  }
  const advice = /^\*[^*?[\\]+\*$/.test(pattern) ? ': use contains()' : fixed === pattern ? ': use =' : ''
  throw new TriggerProblem(`match() understands one * at the beginning or at the end, and nothing else${advice}`)
}

/** A group within a group of the same kind adds nothing. */
export function groupOf(operator: string, children: readonly Meaning[]): Meaning {
  if (children.length === 1) return children[0]
  const parts = children.flatMap((child) =>
    child.type === 'group' && child.operator === operator ? (child.children ?? []) : [child]
  )
  return { type: 'group', operator, children: parts }
}

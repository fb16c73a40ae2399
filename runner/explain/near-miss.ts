import { distance } from 'fastest-levenshtein'
import type { NearMiss } from './types'

/** Edits that still are a slip of the finger, as a share of the expected text. */
const MAX_SHARE = 0.25
const MAX_EDITS = 3

type Value = string | number | boolean | undefined

/** Finds out whether a value nearly passes a comparison. @param operator as @segment/destination-subscriptions has it */
export function findNearMiss(operator: string, actual: unknown, expected: Value): NearMiss | undefined {
  if (actual === undefined || actual === null) return absence(operator)
  return typeMiss(operator, actual, expected) ?? textMiss(operator, actual, expected)
}

/** Operators that deny something, and yet hold for no event without the value. */
const NEEDS_VALUE = ['number_not_equals', 'not_contains', 'not_starts_with', 'not_ends_with']

function absence(operator: string): NearMiss | undefined {
  if (!NEEDS_VALUE.includes(operator)) return undefined
  return { kind: 'type', message: 'holds only for events that have the value' }
}

const NUMERIC = ['number_equals', 'number_not_equals', '<', '<=', '>', '>=']

/** The comparison reads a text as a number, or the other way round. */
function typeMiss(operator: string, actual: unknown, expected: Value): NearMiss | undefined {
  const found = typeof actual
  if (NUMERIC.includes(operator) && found === 'string' && isNumber(actual as string)) {
    return { kind: 'type', message: 'is a text; the trigger compares numbers' }
  }
  if (operator === '=' && found !== 'string' && String(actual) === String(expected)) {
    return { kind: 'type', message: `is a ${found}; the trigger compares texts` }
  }
  const isTruth = operator === 'is_true' || operator === 'is_false'
  if (isTruth && String(actual).toLowerCase() === String(operator === 'is_true') && found !== 'boolean') {
    return { kind: 'type', message: `is a ${found === 'string' ? 'text' : found}; the trigger compares true and false` }
  }
  return undefined
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}

/** The parts of two texts that an operator compares. */
const COMPARED: Record<string, (actual: string, expected: string) => boolean> = {
  '=': (actual, expected) => actual === expected,
  contains: (actual, expected) => actual.includes(expected),
  starts_with: (actual, expected) => actual.startsWith(expected),
  ends_with: (actual, expected) => actual.endsWith(expected)
}

function textMiss(operator: string, actual: unknown, expected: Value): NearMiss | undefined {
  const compare = COMPARED[operator]
  if (compare === undefined || typeof actual !== 'string' || expected === undefined) return undefined
  const wanted = String(expected)
  if (compare(lower(actual), lower(wanted))) return { kind: 'case', message: 'differs by case only' }
  if (compare(bare(actual), bare(wanted))) return { kind: 'spaces', message: 'differs by spaces or punctuation only' }
  if (compare(lower(bare(actual)), lower(bare(wanted)))) {
    return { kind: 'spaces', message: 'differs by case, spaces or punctuation only' }
  }
  if (operator !== '=') return undefined
  const edits = distance(lower(actual), lower(wanted))
  if (edits > Math.min(MAX_EDITS, MAX_SHARE * wanted.length)) return undefined
  return { kind: 'spelling', message: `differs by ${edits} letter${edits === 1 ? '' : 's'}` }
}

function lower(text: string): string {
  return text.toLowerCase()
}

function bare(text: string): string {
  return text.replace(/[\s\p{P}]/gu, '')
}

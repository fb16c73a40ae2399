import { isDeepStrictEqual } from 'node:util'
import type { GroupCondition } from '@segment/destination-subscriptions'
import { generateFql, parseFql } from '@segment/destination-subscriptions'
import { lex } from '@segment/fql-ts'
import type { Meaning } from './trigger-meaning'
import { groupOf, TriggerProblem } from './trigger-meaning'
import { TriggerReader } from './trigger-reader'

/** The longest trigger that is read, in characters: the library's time grows with the square of the length. */
const MAX_LENGTH = 10_000

const LIMITS = 'Use parentheses one level deep, without functions in them, and either "and" or "or" at each level'

/**
 * Checks that @segment/destination-subscriptions, which drops what it does not know, runs a trigger as it is written.
 * @returns the problem, as the end of a sentence that begins with the name of the trigger
 */
export function findTriggerProblem(fql: string): string | undefined {
  if (fql.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH.toLocaleString('en-US')} characters`
  const { tokens, error } = lex(fql)
  if (error !== undefined) return problemOfLexer(error.message)
  if (tokens.length === 1) return 'is empty. For all track events, write type = "track"'

  const meaning = read(new TriggerReader(tokens))
  const condition = parse(fql)
  if (condition === undefined) return `cannot be run. ${meaning instanceof TriggerProblem ? meaning.message : LIMITS}`
  if (meaning instanceof TriggerProblem) return `would be understood as: ${generateFql(condition)}. ${meaning.message}`
  if (!isDeepStrictEqual(simplify(condition), meaning)) {
    return `would be understood as: ${generateFql(condition)}. ${LIMITS}`
  }
  return undefined
}

/** The lexer knows fewer spellings than the language has: `a>1` and `a[0]` are valid FQL. */
function problemOfLexer(message: string): string {
  const [, character] = /^expected termination character after identifier, got (.)/.exec(message) ?? []
  if (character === undefined) return `is not valid FQL. Reason: ${message}`
  if ('<>'.includes(character)) return `cannot be run. Write spaces around "${character}"`
  return `cannot be run. "${character}" is not understood after a name`
}

function read(reader: TriggerReader): Meaning | TriggerProblem {
  try {
    return reader.read()
  } catch (error) {
    if (error instanceof TriggerProblem) return error
    throw error
  }
}

/** @returns `undefined` if the library fails: then the trigger would match nothing */
function parse(fql: string): GroupCondition | undefined {
  const condition = parseFql(fql)
  if ('error' in condition) return undefined
  try {
    generateFql(condition)
    return condition
  } catch {
    return undefined
  }
}

/** The library's condition, without groups that add nothing. */
function simplify(condition: GroupCondition): Meaning {
  const children = condition.children.map((child) => (child.type === 'group' ? simplify(child) : child))
  return groupOf(condition.operator, children as Meaning[])
}

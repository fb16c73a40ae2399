import { MAX_LENGTHS } from '../constants'
import type { LeftOutReason, Warn } from '../left-out'
import { distinct } from '../read/lists'
import { readMoney } from '../read/money'
import type { MoneyContext } from '../read/number'
import { readNumber } from '../read/number'
import { isAnyone, isWrittenByCode } from '../read/placeholder'
import { cleanText, isAbsent, isRoundedId, readIdentifier, readText } from '../read/text'

/** Every key of `T` must be written down. An optional one may be `undefined`, which JSON leaves out. */
export type Complete<T> = { [K in keyof Required<T>]: T[K] }

/** A text without surrounding spaces; `undefined` if blank. */
export function text(value?: string | null): string | undefined {
  return value?.trim() || undefined
}

/** Reads a text that is sent as it is, unless code wrote it for a missing value. Booleans arrive as texts. */
export function plainText(value: unknown, field: string, warn: Warn): string | undefined {
  const read = readText(value)
  if (read === undefined) return unreadable(value, field, warn)
  return checkText(read, field, warn)
}

function reasonAgainst(text: string, longest: number): LeftOutReason {
  return text.length > longest ? 'too_long' : 'placeholder'
}

/** The same text; `undefined` if it is too long, or if code wrote it for a missing value. */
export function checkText(text: string, field: string, warn: Warn): string | undefined {
  const isUsable = text.length <= MAX_LENGTHS.text && !isWrittenByCode(text) && text !== 'true' && text !== 'false'
  if (isUsable) return text
  warn(field, reasonAgainst(text, MAX_LENGTHS.text))
  return undefined
}

/** Reads a text that identifies one thing. A placeholder such as `undefined` would be shared by many, and is left out. */
export function identifier(value: unknown, field: string, warn: Warn): string | undefined {
  if (value === undefined) return undefined
  const read = isRoundedId(value) ? undefined : typeof value === 'string' ? readText(value) : idIn(value)
  if (read === undefined) return unreadable(value, field, warn)
  if (read.length <= MAX_LENGTHS.identifier && !isAnyone(read)) return cleanText(read)
  warn(field, reasonAgainst(read, MAX_LENGTHS.identifier))
  return undefined
}

/** The ID of an object, or else its only text, such as the `name` of an order. */
function idIn(value: unknown): string | undefined {
  return readIdentifier(value) ?? readText(value)
}

/** Notes a value that holds no text, unless it is absent. */
export function unreadable(value: unknown, field: string, warn: Warn): undefined {
  if (!isAbsent(value)) warn(field, [value].flat().some(isRoundedId) ? 'not_exact' : 'not_readable')
  return undefined
}

/** Notes a value that cannot be used, unless it is absent. @param longest the most characters of a value of its kind */
export function noteUnusable(value: unknown, field: string, longest: number, warn: Warn): void {
  const text = readText(value)
  if (text === undefined) unreadable(value, field, warn)
  else warn(field, reasonAgainst(text, longest))
}

/** The texts or identifiers of a list or a value, each once; `undefined` if there are none. */
export function readList(value: unknown, read: typeof plainText, field: string, warn: Warn): string[] | undefined {
  if (value === undefined) return undefined
  const found: string[] = []
  for (const each of [value].flat()) {
    const text = read(each, field, warn)
    if (text !== undefined) found.push(text)
  }
  return distinct(found)
}

/** Reads a number that is not of money; `undefined` if it is absent or ambiguous. */
export function numeric(value: unknown, field: string, warn: Warn): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (isAbsent(value)) return undefined
  const text = readText(value)
  const number = text === undefined ? 'not_a_number' : readNumber(text)
  if (typeof number === 'number') return number
  warn(field, number)
  return undefined
}

/** Reads an amount in the currency of the event; `undefined` if it is absent, ambiguous, or in another currency. */
export function money(value: unknown, field: string, context: MoneyContext, warn: Warn): number | undefined {
  if (isAbsent(value)) return undefined
  const amount = readMoney(value, context)
  if (typeof amount === 'object' && amount.thousands === undefined && amount.currency === undefined)
    return amount.number
  warn(field, typeof amount !== 'object' ? amount : amount.currency === undefined ? 'ambiguous' : 'other_currency')
  return undefined
}

/** The same object; `undefined` if all of its keys are. */
export function unlessEmpty<T extends object>(object: T): T | undefined {
  for (const key in object) if (object[key] !== undefined) return object
  return undefined
}

import { CODE_OF_SYMBOL, isCurrencyCode } from './currency'
import { foldText } from './text'

/** An amount, and the currency that its text names. */
export interface Amount {
  number: number
  /** ISO 4217. */
  currency?: string
}

export type AmountProblem = 'ambiguous' | 'not_a_number'

/** A number as JSON and programs write it. */
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i

/** A sign or a code of a currency, a number with separators, and again a sign or a code. */
const DECORATED = /^([^\d.,+()-]*)([+-]?\(?)([^\d.,+()-]*)(\d[\d.,' ]*|[.,]\d+)\)?([^\d.,+()-]*)(-?)$/

/**
 * Reads an amount from a number or from a text such as `$12.50`, `1,234.56`, `1.234,56 €` or `12.50 USD`.
 * @returns a problem for a text that can be read in two ways, such as `1,234`, and for anything else
 */
export function readAmount(value: unknown): Amount | AmountProblem {
  if (typeof value === 'number') return Number.isFinite(value) ? { number: value } : 'not_a_number'
  if (typeof value !== 'string') return 'not_a_number'
  const text = value.trim()
  if (PLAIN.test(text)) return finiteAmount(Number(text))

  const [, before = '', sign = '', afterSign = '', digits, after = '', minus = ''] =
    DECORATED.exec(foldText(text).replace(/\s/g, ' ')) ?? []
  if (digits === undefined) return 'not_a_number'
  const names = [before, afterSign, after].map((name) => name.trim()).filter((name) => name !== '')
  if (names.length > 1 || !names.every(isCurrencyName)) return 'not_a_number'
  const number = readSeparated(digits.trim())
  if (typeof number !== 'number') return number
  const isNegative = sign.includes('-') || sign.includes('(') || minus === '-'
  return { number: isNegative ? -number : number, currency: names.length === 1 ? currencyOf(names[0]) : undefined }
}

function finiteAmount(number: number): Amount | AmountProblem {
  return Number.isFinite(number) ? { number } : 'not_a_number'
}

/** A code, a sign, or a sign that several currencies share. */
function isCurrencyName(name: string): boolean {
  return currencyOf(name) !== undefined || /^(?:\p{Sc}|kr\.?|[A-Z]{1,2}\p{Sc})$/iu.test(name)
}

function currencyOf(name: string): string | undefined {
  return isCurrencyCode(name) ? name.toUpperCase() : CODE_OF_SYMBOL[name]
}

/** Reads digits with separators of thousands and of decimals. The last of two kinds is the decimal one. */
function readSeparated(text: string): number | AmountProblem {
  const kinds = [...new Set(text.replace(/\d/g, ''))]
  const [first, last] = kinds
  if (kinds.length === 0) return Number(text)
  if (kinds.length === 1) return readOneKind(text, first)
  if (kinds.length > 2 || last === ' ' || last === "'" || text.split(last).length > 2) return 'not_a_number'

  const [whole, decimals] = text.split(last)
  return isGrouped(whole, first) ? Number(`${whole.split(first).join('')}.${decimals}`) : 'not_a_number'
}

function readOneKind(text: string, separator: string): number | AmountProblem {
  const parts = text.split(separator)
  if (separator === ' ' || separator === "'" || parts.length > 2) {
    return isGrouped(text, separator) ? Number(parts.join('')) : 'not_a_number'
  }
  const [whole, decimals] = parts
  // "1,234" is a thousand to some and one to others. A program writes "1.234" for a number.
  if (separator === ',' && decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole)) return 'ambiguous'
  return decimals === '' ? 'not_a_number' : Number(`${whole || 0}.${decimals}`)
}

/** Groups of three digits behind a first group, or of two as in India, where the last one has three. */
function isGrouped(text: string, separator: string): boolean {
  const [first, ...groups] = text.split(separator)
  const last = groups[groups.length - 1]
  return /^\d{1,3}$/.test(first) && last?.length === 3 && groups.every(({ length }) => length === 3 || length === 2)
}

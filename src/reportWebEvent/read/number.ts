import { codesIn } from './currency'
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

/** The name or sign of a currency, a number with separators, and again a name or sign. A dash stands for no cents. */
const DECORATED =
  /^([^\d,+()-]*?)([+-]?\(?)([^\d,+()-]*?)(\d[\d.,' ]*|[.,]\d+)(?:(?<=[.,])-)?([^\d,+)-]*|\s*\([^\d()]*\))\)?(-?)$/

/** The most characters of an amount. */
const MAX_LENGTH = 50

/** The digits of Arabic and Persian, by which their code points can be told. */
const EASTERN_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g

/**
 * Reads an amount from a number or from a text such as `$12.50`, `1,234.56`, `1.234,56 €` or `12.50 USD`.
 * @returns a problem for a text that can be read in two ways, such as `1,234`, and for anything else
 */
export function readAmount(value: unknown): Amount | AmountProblem {
  if (typeof value === 'number') return finiteAmount(value)
  if (typeof value !== 'string') return 'not_a_number'
  const text = value.trim()
  if (PLAIN.test(text)) return finiteAmount(Number(text))
  if (text.length > MAX_LENGTH) return 'not_a_number'

  const [, before = '', sign = '', afterSign = '', digits, after = '', minus = ''] =
    DECORATED.exec(asciiForm(text)) ?? []
  if (digits === undefined) return 'not_a_number'
  const codes = codesIn(`${before} ${afterSign} ${after}`)
  if (codes === undefined) return 'not_a_number'
  const isWritten = `${before}${afterSign}${after}`.trim() !== ''
  const number = readSeparated(digits.trim().replace(/[.,]$/, ''), isWritten)
  if (typeof number !== 'number') return number
  const isNegative = sign.includes('-') || sign.includes('(') || minus === '-'
  return { number: isNegative ? -number : number, currency: codes[0] }
}

/** Full-width forms, other digits, spaces, quotes and minus signs, in ASCII. */
function asciiForm(text: string): string {
  return foldText(text)
    .replace(EASTERN_DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',')
    .replace(/[\u2012\u2013\u2212]/g, '-')
    .replace(/\u2019/g, "'")
    .replace(/\s/g, ' ')
    .replace(/^(["'])(.*)\1$/, '$2')
}

function finiteAmount(number: number): Amount | AmountProblem {
  return Number.isFinite(number) ? { number } : 'not_a_number'
}

/**
 * Reads digits with separators of thousands and of decimals. The last of two kinds is the decimal one.
 * @param isWritten whether a person wrote it, for other people, and not a program
 */
function readSeparated(text: string, isWritten: boolean): number | AmountProblem {
  const kinds = [...new Set(text.replace(/\d/g, ''))]
  const [first, last] = kinds
  if (kinds.length === 0) return Number(text)
  if (kinds.length === 1) return readOneKind(text, first, isWritten)
  if (kinds.length > 2 || last === ' ' || last === "'" || text.split(last).length > 2) return 'not_a_number'

  const [whole, decimals] = text.split(last)
  return isGrouped(whole, first) ? Number(`${whole.split(first).join('')}.${decimals}`) : 'not_a_number'
}

function readOneKind(text: string, separator: string, isWritten: boolean): number | AmountProblem {
  const parts = text.split(separator)
  if (separator === ' ' || separator === "'" || parts.length > 2) {
    return isGrouped(text, separator) ? Number(parts.join('')) : 'not_a_number'
  }
  const [whole, decimals] = parts
  // "1,234" and "1.234 €" are a thousand to some and one to others. A program writes "1.234" for a number.
  const mayGroup = separator === ',' || isWritten
  if (mayGroup && decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole)) return 'ambiguous'
  return Number(`${whole || 0}.${decimals}`)
}

/** Groups of three digits behind a first group, or of two as in India, where the last one has three. */
function isGrouped(text: string, separator: string): boolean {
  const [first, ...groups] = text.split(separator)
  const last = groups[groups.length - 1]
  return /^\d{1,3}$/.test(first) && last.length === 3 && groups.every(({ length }) => length === 3 || length === 2)
}

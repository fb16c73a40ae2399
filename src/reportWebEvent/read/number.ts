import type { CurrencyName } from './currency'
import { codeOf, decimalsOf, findCurrency } from './currency'
import { foldText, mayBeThousands } from './text'

/** An amount, and the currency that it names itself. */
export interface Amount {
  number: number
  /** A thousand times the number, if the text may mean that as well. */
  thousands?: number
  /** ISO 4217; absent if it is the currency of the event. */
  currency?: string
}

export type AmountProblem = 'not_a_number' | 'other_currency' | 'unknown_currency'

/** What is known of the currency of an event's amounts. */
export interface MoneyContext {
  /** ISO 4217. */
  currency?: string
  /** Gives the lower-case ISO 3166-1 alpha-2 code of the event's country. */
  country?: () => string | undefined
}

/** A number as JSON and programs write it. */
const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i

/** The name or sign of a currency, a number with separators, and again a name or sign. A dash stands for no cents. */
const DECORATED =
  /^([^\d,+()-]*?)(?:([+-]\(?|\()([^\d,+()-]*?))?(\d[\d.,' ]*(?![\d.,' ])|[.,]\d+(?!\d))(?:(?<=[.,])-)?([^\d,+)-]*|\s*\([^\d()]*\))\)?(-?)$/

/** The most characters of an amount. */
const MAX_LENGTH = 50

/** Digits of other scripts than Latin. A script has ten in a row, and the first code point ends in 0 or 6. */
const OTHER_DIGIT = /(?!\d)\p{Nd}/gu

/** Raised digits, such as the cents in `12⁹⁹`, and fractions. In ASCII they would be digits of the whole number. */
const RAISED_DIGIT = /\p{No}/u

/** Reads a number that is not of money, such as a quantity: a program's point always divides decimals. */
export function readNumber(text: string): number | 'ambiguous' | 'not_a_number' {
  const number = PLAIN.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(number)) return number
  const amount = readAmount(text, {})
  if (typeof amount !== 'object') return 'not_a_number'
  return amount.thousands === undefined ? amount.number : 'ambiguous'
}

/**
 * Reads an amount from a text such as `$12.50`, `Rp 150.000`, `1.234,56 €` or `12.50 USD`. Its currency tells whether
 * three digits behind a separator are thousands.
 */
export function readAmount(value: string, context: MoneyContext): Amount | AmountProblem {
  const text = value.trim()
  if (PLAIN.test(text)) return mayBeThousands(text) ? readGrouped(text, context) : finiteAmount(Number(text))
  if (text.length > MAX_LENGTH || RAISED_DIGIT.test(text)) return 'not_a_number'

  const [, before = '', sign = '', afterSign = '', digits, after = '', minus = ''] =
    DECORATED.exec(asciiForm(text)) ?? []
  if (digits === undefined) return 'not_a_number'
  const written = `${before} ${afterSign} ${after}`.trim()
  const name = written === '' ? {} : findCurrency(written)
  const currency = name === undefined ? 'not_a_number' : resolve(name, context)
  if (name === undefined || typeof currency !== 'object') return currency as AmountProblem
  const decimals = decimalsIn(name, currency.code ?? context.currency)
  const amount = readSeparated(digits.trim().replace(/[.,]$/, ''), written !== '', decimals)
  if (amount === undefined) return 'not_a_number'
  const isNegative = sign.includes('-') || sign.includes('(') || minus === '-'
  return { ...(isNegative ? negative(amount) : amount), currency: currency.code }
}

/** The currency that an amount names; none if it may be the currency of the event. */
export function resolve(name: CurrencyName, { currency, country }: MoneyContext): { code?: string } | AmountProblem {
  if (currency !== undefined && name.codes?.includes(currency)) return {}
  const code = codeOf(name, country)
  return code === undefined && name.codes !== undefined && currency !== undefined ? 'other_currency' : { code }
}

/** The decimals of a currency; of several ones, 2 if none of them has more. */
function decimalsIn({ codes }: CurrencyName, code: string | undefined): number | undefined {
  if (code !== undefined) return decimalsOf(code)
  return codes?.every((each) => decimalsOf(each) <= 2) ? 2 : undefined
}

/** Full-width forms, other digits, spaces, quotes and minus signs, in ASCII. */
function asciiForm(text: string): string {
  return foldText(text)
    .replace(OTHER_DIGIT, asciiDigit)
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',')
    .replace(/[\u2012\u2013\u2212]/g, '-')
    .replace(/\u2019/g, "'")
    .replace(/\s/g, ' ')
    .replace(/^(["'])(.*)\1$/, '$2')
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) as number
  const isFromZero = /\p{Nd}/u.test(String.fromCodePoint(code & ~15))
  return String((code & 15) - (isFromZero ? 0 : 6))
}

function finiteAmount(number: number): Amount | AmountProblem {
  return Number.isFinite(number) ? { number } : 'not_a_number'
}

function negative({ number, thousands }: Amount): Amount {
  return { number: -number, thousands: thousands === undefined ? undefined : -thousands }
}

function readGrouped(text: string, { currency }: MoneyContext): Amount {
  const decimals = currency === undefined ? undefined : decimalsOf(currency)
  return decimals === 3 ? { number: Number(text) } : threeDigits(Number(text), false, decimals)
}

/**
 * Reads three digits behind a separator. They are thousands if the currency has no decimals; also if it has two, unless
 * a program may have written them as decimals.
 */
function threeDigits(number: number, isWritten: boolean, decimals: number | undefined): Amount {
  const thousands = Math.round(number * 1000)
  if (decimals === 0 || (decimals === 2 && isWritten)) return { number: thousands }
  return { number, thousands }
}

/**
 * Reads digits with separators of thousands and of decimals. The last of two kinds is the decimal one.
 * @param isWritten whether a person wrote it, for other people, and not a program
 */
function readSeparated(text: string, isWritten: boolean, decimals: number | undefined): Amount | undefined {
  const kinds = [...new Set(text.replace(/\d/g, ''))]
  const [first, last] = kinds
  if (kinds.length === 0) return { number: Number(text) }
  if (kinds.length === 1) return readOneKind(text, first, isWritten, decimals)
  if (kinds.length > 2 || last === ' ' || last === "'" || text.split(last).length > 2) return undefined

  const [whole, rest] = text.split(last)
  return isGrouped(whole, first) ? { number: Number(`${whole.split(first).join('')}.${rest}`) } : undefined
}

function readOneKind(text: string, separator: string, isWritten: boolean, decimals?: number): Amount | undefined {
  const parts = text.split(separator)
  if (separator === ' ' || separator === "'" || parts.length > 2) {
    return isGrouped(text, separator) ? { number: Number(parts.join('')) } : undefined
  }
  const [whole, rest] = parts
  const number = Number(`${whole || 0}.${rest}`)
  if (rest.length !== 3 || !/^[1-9]\d{0,2}$/.test(whole)) return { number }
  // A currency with three decimals has them behind a point. Behind a comma, they may be either.
  if (decimals === 3 && separator === '.') return { number }
  return threeDigits(number, isWritten || separator === ',', decimals)
}

/** Groups of three digits behind a first group, or of two as in India, of which the last one has three. */
function isGrouped(text: string, separator: string): boolean {
  const [first, ...groups] = text.split(separator)
  const last = groups[groups.length - 1]
  return /^\d{1,3}$/.test(first) && last.length === 3 && groups.every(({ length }) => length === 3 || length === 2)
}

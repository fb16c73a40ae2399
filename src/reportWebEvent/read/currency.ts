import { foldName, LANGUAGES } from './names'
import { foldText } from './text'
import { CURRENCY_CODES, NO_MINOR_UNITS } from './words/currency-codes'
import { CURRENCY_SIGNS, SHARED_SIGNS } from './words/currency-signs'

/** The currency that a text names. */
export interface CurrencyName {
  /** ISO 4217; absent for a sign that several currencies share. */
  code?: string
  /** All currencies that may be meant; absent for a sign that names none. */
  codes?: readonly string[]
  /** True if the country of the event decides which of several currencies is meant. */
  byCountry?: boolean
}

const CODES = new Map<string, string>()
for (const code of CURRENCY_CODES.trim().split(/\s+/)) {
  CODES.set(code.slice(0, 3), code.slice(0, 3)).set(code.slice(3), code.slice(0, 3))
}

/** Currencies by their folded sign. Made when the first text is met that is no code. */
let signs: Map<string, CurrencyName> | undefined

/** Currencies by their folded name in all languages. Made for the first text that is no sign, which takes 100 ms. */
let names: Map<string, string> | undefined

/**
 * Reads a currency from its ISO 4217 code or number, its name, or a sign.
 * @param country gives the lower-case ISO 3166-1 alpha-2 code of the event's country, for signs such as `¥`
 */
export function readCurrency(text: string, country?: () => string | undefined): string | undefined {
  const name = findCurrency(text)
  return name === undefined ? undefined : codeOf(name, country)
}

/** The currency that a name stands for: by itself, or in the country of the event. */
export function codeOf({ code, codes, byCountry }: CurrencyName, country?: () => string | undefined) {
  if (code !== undefined || codes === undefined || byCountry !== true) return code
  const region = country?.()?.toUpperCase()
  // A currency's code begins with the code of its country.
  return region === undefined ? undefined : codes.find((each) => each.startsWith(region))
}

/**
 * Finds the currency that a text names: alone, or by code and sign together, such as `USD $` or `EUR (€)`.
 * @returns `undefined` for any other text, and for two currencies
 */
export function findCurrency(text: string): CurrencyName | undefined {
  const whole = foldText(text)
  return find(whole) ?? findTogether(whole) ?? findName(whole)
}

/** Finds a currency by its code or its sign. */
function find(text: string): CurrencyName | undefined {
  const code = CODES.get(text.toUpperCase())
  if (code !== undefined) return { code, codes: [code] }
  signs = signs ?? readSigns()
  const sign = foldSign(text)
  return (
    signs.get(sign) ?? (/^\p{Sc}$/u.test(sign) ? {} : undefined) ?? signs.get(/^[a-z]{1,2}(\$)$/.exec(sign)?.[1] ?? '')
  )
}

function readSigns(): Map<string, CurrencyName> {
  const all = new Map<string, CurrencyName>()
  for (const { signs, codes, alone, byCountry } of SHARED_SIGNS) {
    for (const sign of listOf(signs)) all.set(sign, { code: alone, codes: codes.split(' '), byCountry })
  }
  for (const [code, languages] of Object.entries(CURRENCY_SIGNS)) {
    for (const sign of Object.values(languages).flatMap(listOf)) all.set(sign, { code, codes: [code] })
  }
  return all
}

function listOf(signs: string): string[] {
  return signs.split(', ').map(foldSign)
}

function foldSign(text: string): string {
  return foldText(text).toLowerCase().replace(/[.\s]/g, '')
}

/** Finds the currency that several names stand for together, such as `USD $`. */
function findTogether(text: string): CurrencyName | undefined {
  const parts = text.split(/[\s()/]+|(?<=^[a-z]{3})(?=\p{Sc})|(?<=\p{Sc})(?=[a-z]{3}$)/iu).filter((part) => part !== '')
  let together: CurrencyName = {}
  for (const part of parts) {
    const name = find(part)
    if (name === undefined) return undefined
    const codes = common(together.codes, name.codes)
    if (codes?.length === 0) return undefined
    const code = together.code ?? name.code
    together = { code: codes?.length === 1 ? codes[0] : code, codes, byCountry: name.byCountry }
  }
  return together
}

function common(some?: readonly string[], others?: readonly string[]): readonly string[] | undefined {
  if (some === undefined || others === undefined) return some ?? others
  return some.filter((code) => others.includes(code))
}

function findName(text: string): CurrencyName | undefined {
  names = names ?? readNames()
  const code = names.get(foldPlural(text))
  return code === undefined ? undefined : { code, codes: [code] }
}

function readNames(): Map<string, string> {
  const all = new Map<string, string>()
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'currency' })
    for (const code of new Set(CODES.values())) all.set(foldPlural(display.of(code) as string), code)
  }
  return all
}

/** Folds a name in the singular or plural, such as `US Dollars` and `pesos mexicanos`, to the same text. */
function foldPlural(name: string): string {
  return name.split(' ').map(singular).join('')
}

function singular(word: string): string {
  const folded = foldName(word)
  return folded.length > 3 ? folded.replace(/e?s?$/, '') : folded
}

const units = new Map<string, number>()
for (const code of NO_MINOR_UNITS.split(' ')) units.set(code, 0)

/** The number of decimals that amounts of a currency have: none, 2 or 3. */
export function decimalsOf(code: string): number {
  const known = units.get(code)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: code })
  const decimals = Number(format.resolvedOptions().maximumFractionDigits)
  units.set(code, decimals)
  return decimals
}

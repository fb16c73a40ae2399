import { firstFound } from './lists'
import { unwrap } from './wrapper'

/** Characters that cannot be seen: format characters such as bidirectional marks, and byte order marks. */
const INVISIBLE = /[\p{Cf}\uFEFF]/gu

/** Keys that hold the text of an object, such as `userAgent: { ua }`. */
const TEXT_KEYS = ['value', 'text', 'name', 'label', 'ua', 'userAgent', 'id', 'url', 'href', 'ip', 'address', 'code']

/** Keys that hold the currency of an amount, such as `{ amount: '12.50', currency: 'EUR' }`. */
export const CURRENCY_KEYS = ['currency', 'currency_code', 'currencyCode']

const MAX_DEPTH = 3

/**
 * Reads a text from a value of any type: a text, a number, a list of one, or an object that holds it or names its type.
 * @returns `undefined` for a blank one, and for a value without a text
 */
export function readText(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined
  if (typeof value === 'number') return Number.isFinite(value) && !isRounded(value) ? String(value) : undefined
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return undefined
  if (Array.isArray(value)) return value.length === 1 ? readText(value[0], depth + 1) : undefined
  const inner = unwrap(value)
  if (inner !== value) return readText(inner, depth)

  const holder = value as Record<string, unknown>
  const amount = readMoney(holder)
  if (amount !== undefined) return amount
  const key = TEXT_KEYS.find((each) => readText(unwrap(holder[each]), MAX_DEPTH) !== undefined)
  return key === undefined ? undefined : readText(holder[key], depth + 1)
}

/**
 * Reads an amount with its currency, such as `12.50 EUR`. Beside a code, `1.234` would be thousands; it stays in JSON,
 * which distinguishes numbers from texts.
 */
function readMoney(holder: Record<string, unknown>): string | undefined {
  const currency = firstFound(CURRENCY_KEYS, (key) => readText(unwrap(holder[key]), MAX_DEPTH))
  if (currency === undefined) return undefined
  const { value, amount } = holder
  const exact = unwrap(value ?? (isCents(amount) ? undefined : amount))
  const number = readText(exact, MAX_DEPTH)
  if (number === undefined) return undefined
  return mayBeThousands(number) ? JSON.stringify({ value: exact, currency }) : `${number} ${currency}`
}

/** Whether the three digits behind the point of a number may be thousands. */
export function mayBeThousands(text: string): boolean {
  return /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text)
}

/** Whether an amount under the key `amount` may count cents, as with payment services: it is a whole number. */
export function isCents(amount: unknown): boolean {
  return Number.isInteger(unwrap(amount))
}

/** The value of a text that is JSON of a list or an object; `undefined` for other texts. */
export function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a value is a whole number that JavaScript may have rounded, so that its last digits are lost. */
function isRounded(value: unknown): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value)
}

/**
 * Whether a number may have lost digits of an ID: a whole one that JavaScript rounds, and a decimal one with ten
 * digits before the dot, such as the client ID 1234567890.1600000001 of Google Analytics, or with more than 15 in all.
 */
export function isRoundedId(value: unknown): boolean {
  if (typeof value !== 'number' || Number.isInteger(value)) return isRounded(value)
  return Math.abs(value) >= 1e9 || String(value).replace(/\D/g, '').length > 15
}

/** Keys that hold the ID of an object, in their order. */
const ID_KEYS = ['id', 'value', '_id', 'ID', 'user_id', 'userId', 'external_id', 'externalId', 'uuid']

/** Types of the entries of `externalIds` that a tool made for TikTok, and types of the user ID. */
const TYPES = [/tiktok/i, /^(?:user|external)_?id$/i]

/**
 * Reads the identifiers of a value: of a list, one for each entry; of an object, its `id` or `value` and nothing else.
 * Among entries with types, as in `externalIds` of Segment and RudderStack, only those for TikTok count if there are any.
 */
export function readIdentifiers(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') {
    const parsed = parseJson(value)
    if (parsed !== undefined) return readIdentifiers(parsed, depth + 1)
  }
  if (typeof value !== 'object' || value === null) return isRoundedId(value) ? [] : toList(readText(value))
  if (depth >= MAX_DEPTH) return []
  if (Array.isArray(value)) {
    if (value.length === 1) return readIdentifiers(value[0], depth + 1)
    return choose(value).flatMap((each) => readIdentifiers(each, depth + 1))
  }

  const inner = unwrap(value)
  if (inner !== value) return readIdentifiers(inner, depth + 1)
  const holder = value as Record<string, unknown>
  if ('0' in holder) return readIdentifiers(Object.values(holder), depth + 1)
  const key = ID_KEYS.find((each) => !isAbsent(holder[each]))
  return key === undefined ? [] : readIdentifiers(holder[key], depth + 1)
}

/** Reads the only identifier of a value. */
export function readIdentifier(value: unknown): string | undefined {
  const found = readIdentifiers(value)
  return found.length === 1 ? found[0] : undefined
}

function choose(entries: unknown[]): unknown[] {
  for (const type of TYPES) {
    const chosen = entries.filter((entry) => type.test(String(Object(entry).type ?? '')))
    if (chosen.length > 0) return chosen
  }
  return entries
}

function toList(text: string | undefined): string[] {
  return text === undefined ? [] : [text]
}

/** Reads all texts of a value: of a list or an object, the texts in it. */
export function readTexts(value: unknown, depth = 0): string[] {
  if (typeof value !== 'object' || value === null) {
    const text = readText(value)
    if (text === undefined) return []
    const parsed = parseJson(text)
    return parsed === undefined ? [text] : readTexts(parsed, depth + 1)
  }
  if (depth >= MAX_DEPTH) return []
  const inner = unwrap(value)
  if (inner !== value) return readTexts(inner, depth)
  if (Array.isArray(value)) {
    return value.length === 1 ? readTexts(value[0], depth + 1) : value.flatMap((each) => readTexts(each, depth + 1))
  }
  const phone = readPhone(value as Record<string, unknown>)
  return phone === undefined ? valuesIn(value).flatMap((each) => readTexts(each, depth + 1)) : [phone]
}

/** The values of an object. actions-core drops a key named `__proto__` when it copies an event. */
function valuesIn(value: object): unknown[] {
  return Object.entries(value).flatMap(([key, each]) => (key === '__proto__' ? [] : [each]))
}

/** Keys that hold the calling code of a phone number, and keys that hold the rest of it. */
const CALLING_CODE_KEYS = ['country_code', 'countryCode', 'dial_code', 'dialCode', 'calling_code', 'callingCode']
const NUMBER_KEYS = ['number', 'national_number', 'nationalNumber', 'phone', 'phone_number']

/** Reads a phone number in two parts, such as `{ country_code: '1', number: '2025550123' }`, as one. */
function readPhone(holder: Record<string, unknown>): string | undefined {
  const [code, number] = [CALLING_CODE_KEYS, NUMBER_KEYS].map((keys) =>
    firstFound(keys, (key) => readText(holder[key], MAX_DEPTH))
  )
  if (code === undefined || number === undefined || !/^\+?\d{1,4}$/.test(code)) return undefined
  return /^(?:\+|00)/.test(number) ? number : `+${code.replace('+', '')} ${number}`
}

/** Whether a value is absent: it needs no warning. */
export function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  return typeof value === 'object' && (unwrap(value) === undefined || Object.values(value).every(isAbsent))
}

/** A text in Unicode NFC, without invisible characters. */
export function cleanText(text: string): string {
  return isPlain(text) ? text.trim() : text.normalize('NFC').replace(INVISIBLE, '').trim()
}

/** A text with full-width and other compatibility forms folded (Unicode NFKC), without invisible characters. */
export function foldText(text: string): string {
  return isPlain(text) ? text.trim() : text.normalize('NFKC').replace(INVISIBLE, '').trim()
}

/** Whether a text is of ASCII and of the letters À to ÿ, so that it needs no change. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || (code > 0x7e && (code < 0xc0 || code > 0xff))) return false
  }
  return true
}

/** Whether a character is a letter or digit of ASCII. */
export function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || isLetter(code)
}

/** Whether a character is a letter of ASCII, by the bit that distinguishes small letters from capital ones. */
export function isLetter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122
}

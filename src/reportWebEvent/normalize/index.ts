import { MAX_LENGTHS } from '../constants'
import { readCountry } from '../read/country'
import { isNoPerson, isPlaceholder } from '../read/placeholder'
import { cleanText, foldText } from '../read/text'

/**
 * The normalization that TikTok documents for each identifier. Each function accepts a text and returns a text, or
 * `undefined` if nothing is left that identifies a person. Each returns its own output unchanged.
 * https://business-api.tiktok.com/portal/docs?id=1771101303285761
 */
export { isNobodysEmail, normalizeEmail } from './email'
export { normalizeIp } from './ip'
export { normalizePhone } from './phone'

const PUNCTUATION_AND_SPACES = /[\p{P}\p{S}\s]/gu

/** Trims an ID. The case stays, because the browser Pixel sends the raw ID, and a lower-cased one would not match. */
export function normalizeExternalId(text: string): string | undefined {
  return text.length > MAX_LENGTHS.identifier || isNoPerson(text) ? undefined : cleanText(text)
}

/** Lower-cases a name, city or state, folds full-width forms, and removes punctuation and spaces. Diacritics stay. */
export function normalizeName(text: string): string | undefined {
  return foldText(text).toLowerCase().replace(PUNCTUATION_AND_SPACES, '') || undefined
}

export function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text)
}

/** The United States and the territories that share their zip codes. */
const HAS_US_ZIP_CODES: readonly unknown[] = ['us', 'pr', 'vi', 'gu', 'as', 'mp']

/**
 * Lower-cases a zip code and removes spaces and dashes.
 * @param country ISO 3166-1 alpha-2; only the first five digits of a United States code stay
 */
export function normalizeZipCode(text: string, country = ''): string | undefined {
  if (isPlaceholder(text)) return undefined
  const zipCode = foldText(text)
    .toLowerCase()
    .replace(/[\s\p{Pd}]/gu, '')
  return HAS_US_ZIP_CODES.includes(readCountry(country)) ? readUsZipCode(zipCode) : zipCode
}

/** The five digits of a zip code, or of ZIP+4. Spreadsheets that read codes as numbers drop zeros and append `.0`. */
function readUsZipCode(zipCode: string): string {
  const digits = zipCode.replace(/\.0$/, '')
  if (/^(?:[5-9]\d\d|\d{4})$/.test(digits)) return digits.padStart(5, '0')
  if (/^(?:[5-9]\d{6}|\d{8})$/.test(digits)) return digits.padStart(9, '0').slice(0, 5)
  return /^\d{5}/.test(zipCode) ? zipCode.slice(0, 5) : zipCode
}

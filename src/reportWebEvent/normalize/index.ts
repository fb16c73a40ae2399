import { readCountry } from '../read/country'
import { isAnyone } from '../read/placeholder'
import { cleanText } from '../read/text'

/**
 * The normalization that TikTok documents for each identifier. Each function takes a text and returns a text, or
 * `undefined` if nothing is left that identifies a person. Each returns its own output unchanged.
 * https://business-api.tiktok.com/portal/docs?id=1771101303285761
 */
export { normalizeEmail } from './email'
export { normalizeIp } from './ip'
export { normalizePhone } from './phone'

const PUNCTUATION_AND_SPACES = /[\p{P}\p{S}\s]/gu

/** Trims an ID. The case stays, because the browser Pixel sends the raw ID, and a lower-cased one would not match. */
export function normalizeExternalId(text: string): string | undefined {
  return isAnyone(text) ? undefined : cleanText(text)
}

/** Lower-cases a name, city or state, and removes punctuation and spaces. Diacritics stay. */
export function normalizeName(text: string): string | undefined {
  return cleanText(text).toLowerCase().replace(PUNCTUATION_AND_SPACES, '') || undefined
}

/**
 * Lower-cases a zip code and removes spaces and dashes.
 * @param country ISO 3166-1 alpha-2; only the first five digits of a United States code stay
 */
export function normalizeZipCode(text: string, country?: string): string | undefined {
  const zipCode = cleanText(text)
    .toLowerCase()
    .replace(/[\s\p{Pd}]/gu, '')
  const isFromUs = normalizeCountry(country) === 'us' && /^\d{5}/.test(zipCode)
  return (isFromUs ? zipCode.slice(0, 5) : zipCode) || undefined
}

/** Reads a country from its code or name; ISO 3166-1 alpha-2 in lower case, or `undefined` if there is none like it. */
export function normalizeCountry(text = ''): string | undefined {
  return readCountry(text)
}

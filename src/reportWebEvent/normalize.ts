import { BlockList, isIP } from 'node:net'
import type { PhoneNumber } from 'google-libphonenumber'
import { PhoneNumberFormat, PhoneNumberUtil } from 'google-libphonenumber'

/**
 * What TikTok documents for each identifier, as text in and text out. `undefined` comes out where nothing is left that
 * could tell one person from another. Each function returns its own output unchanged.
 * https://business-api.tiktok.com/portal/docs?id=1771101303285761
 */

/**
 * Numbers that are E.164 beyond doubt: `+`, a calling code that exists, at most 15 digits. North American numbers have
 * ten digits. Not among them is what may hold a prefix that is not dialled from abroad: a zero behind the calling code,
 * or the 1 that Mexico has given up.
 */
const E164 =
  /^\+(?!521)(?=\d{8,15}$)(?:1[2-9]\d{9}|(?:7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2[1-689]\d|3[578]\d|42\d|5[09]\d|6[7-9]\d|8[057-9]\d|96[0-8]|97[0-7]|99[2-68])[1-9]\d+)$/

const E164_LENGTH = /^\+\d{1,15}$/

/** What people type who do not want to give a number. */
const ONE_DIGIT_REPEATED = /^\+\d{1,3}?(\d)\1{6,}$/

/** The upper bound of google-libphonenumber's own parser. */
const MAX_PHONE_TEXT = 250

const PUNCTUATION_AND_SPACES = /[\p{P}\p{S}\s]/gu

/** What forms and code write where there is no value: hashed, it would make thousands of people one. */
const PLACEHOLDER = /^(?:n\/a|n\.a\.?|null|undefined|none|unknown|\[object object\]|[0-]{36}|[^\p{L}\p{N}]*)$/iu

/**
 * Special-purpose ranges (IANA, RFC 6890) that no visitor of a shop has. The ranges reserved for documentation are not
 * among them: nobody has those addresses either, and examples need some that are nobody's.
 */
const NOT_PUBLIC = new BlockList()
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3'
]) {
  const [network, prefix] = range.split('/')
  NOT_PUBLIC.addSubnet(network, Number(prefix), 'ipv4')
}

/** What the addresses of these ranges begin with: most others need no look into the list, which takes long. */
const MAY_BE_SPECIAL = /^(?:0|10|100|127|169|172|192|198|2[2-5]\d)\./

/** IPv6 gives out global unicast addresses from this range alone (RFC 4291) ... */
const GLOBAL_IPV6 = new BlockList()
GLOBAL_IPV6.addSubnet('2000::', 3, 'ipv6')

/** ... less what belongs to protocols (RFC 2928) and to tunnels from IPv4 (RFC 3056). */
NOT_PUBLIC.addSubnet('2001::', 23, 'ipv6')
NOT_PUBLIC.addSubnet('2002::', 16, 'ipv6')

/** Whether a text stands for "no value": blank, `n/a`, `null` or the like, a nil UUID, or no letter and no digit. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text.trim())
}

/** Trimmed and in lower case; `undefined` unless there is one `@` with something on both sides. */
export function normalizeEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase()
  return /^[^@]+@[^@]+$/.test(email) ? email : undefined
}

/**
 * E.164 with `+`; `undefined` for what is no possible number.
 * @param country ISO 3166-1 alpha-2, for numbers that are written without a country code
 */
export function normalizePhone(text: string, country?: string): string | undefined {
  // A table that takes numbers for quantities writes ".0" behind them.
  const phone = text.trim().replace(/^00/, '+').replace(/\.0+$/, '')
  if (phone.length > MAX_PHONE_TEXT || ONE_DIGIT_REPEATED.test(phone)) return undefined
  if (E164.test(phone)) return phone

  const region = normalizeCountry(country)?.toUpperCase()
  const e164 = isBareDigits(phone) ? bareDigitsToE164(phone, region) : parsePhone(phone, region)?.e164
  const isUsable = e164 !== undefined && E164_LENGTH.test(e164) && !ONE_DIGIT_REPEATED.test(e164)
  return isUsable ? e164 : undefined
}

function isBareDigits(phone: string): boolean {
  return /^\d[\d .-]*$/.test(phone)
}

/**
 * Digits without a `+` can be a national number or an international one. In this order: international, when they begin
 * with the event's own country code; national, when valid there; international, when valid; national, when possible.
 */
function bareDigitsToE164(digits: string, region?: string): string | undefined {
  const international = parsePhone(`+${digits}`)
  const national = region === undefined ? undefined : parsePhone(digits, region)

  if (international?.valid && (national === undefined || international.countryCode === national.countryCode)) {
    return international.e164
  }
  if (national?.valid) return national.e164
  return international?.valid ? international.e164 : national?.e164
}

interface Phone {
  e164: string
  countryCode?: number
  /** Whether a number plan has such a number; a possible one has the right length only. */
  valid: boolean
}

function parsePhone(text: string, region?: string): Phone | undefined {
  const util = PhoneNumberUtil.getInstance()
  try {
    const number = util.parse(text, region)
    dropMexicanPrefix(number)
    // A local number, without its area code, is "possible" as well, but belongs to many people.
    if (util.isPossibleNumberWithReason(number) !== PhoneNumberUtil.ValidationResult.IS_POSSIBLE) return undefined
    return {
      e164: util.format(number, PhoneNumberFormat.E164),
      countryCode: number.getCountryCode(),
      valid: util.isValidNumber(number)
    }
  } catch {
    return undefined
  }
}

/**
 * Before August 2019, Mexico's ten digits were dialled behind 1, 01, 044 or 045. Numbers that are still written so belong
 * to the same people. Versions of google-libphonenumber differ in whether they read them.
 */
function dropMexicanPrefix(number: PhoneNumber): void {
  if (number.getCountryCode() !== 52) return
  const [, tenDigits] = /^(?:1|4[45])(\d{10})$/.exec(String(number.getNationalNumber())) ?? []
  if (tenDigits === undefined) return

  number.setNationalNumber(Number(tenDigits))
  number.setItalianLeadingZero(false)
}

/** Trimmed. The case stays: the browser Pixel sends the raw id, and a lower-cased one would never match it. */
export function normalizeExternalId(text: string): string | undefined {
  return text.trim() || undefined
}

/** First name, last name, city, state: lower case, without punctuation and spaces; diacritics stay. */
export function normalizeName(text: string): string | undefined {
  return text.toLowerCase().replace(PUNCTUATION_AND_SPACES, '') || undefined
}

/**
 * Lower case, without spaces and dashes.
 * @param country ISO 3166-1 alpha-2; of a United States code only the first five digits stay
 */
export function normalizeZipCode(text: string, country?: string): string | undefined {
  const zipCode = text.toLowerCase().replace(/[\s\p{Pd}]/gu, '')
  const isFromUs = normalizeCountry(country) === 'us' && /^\d{5}/.test(zipCode)
  return (isFromUs ? zipCode.slice(0, 5) : zipCode) || undefined
}

/** ISO 3166-1 alpha-2 in lower case; `undefined` for anything else, such as a country's name. */
export function normalizeCountry(text = ''): string | undefined {
  const country = text.trim().toLowerCase()
  return /^[a-z]{2}$/.test(country) ? country : undefined
}

/** A public IPv4 or IPv6 address; an IPv4 address that is written as an IPv6 one (`::ffff:…`) comes out as IPv4. */
export function normalizeIp(text: string): string | undefined {
  const ip = text.trim().replace(/^::ffff:(?=\d+\.)/i, '')
  const version = isIP(ip)
  if (version === 4) return MAY_BE_SPECIAL.test(ip) && NOT_PUBLIC.check(ip, 'ipv4') ? undefined : ip

  const isPublic = version === 6 && !ip.includes('%') && GLOBAL_IPV6.check(ip, 'ipv6') && !NOT_PUBLIC.check(ip, 'ipv6')
  return isPublic ? ip : undefined
}

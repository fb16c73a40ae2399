import { BlockList, isIP } from 'node:net'
import type { PhoneNumber } from 'google-libphonenumber'
import { PhoneNumberFormat, PhoneNumberUtil } from 'google-libphonenumber'
import { readCountry } from './read/country'
import { isAnyone, isPlaceholder } from './read/placeholder'
import { cleanText, foldText } from './read/text'

/**
 * The normalization that TikTok documents for each identifier. Each function takes a text and returns a text, or
 * `undefined` if nothing is left that identifies a person. Each returns its own output unchanged.
 * https://business-api.tiktok.com/portal/docs?id=1771101303285761
 */

/**
 * Numbers that are certainly E.164: `+`, an existing calling code, at most 15 digits, or ten for North America.
 * Numbers that may hold a domestic prefix do not match: a zero after the calling code, or Mexico's former 1.
 */
const E164 =
  /^\+(?!521)(?=\d{8,15}$)(?:1[2-9]\d{9}|(?:7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2[1-689]\d|3[578]\d|42\d|5[09]\d|6[7-9]\d|8[057-9]\d|96[0-8]|97[0-7]|99[2-68])[1-9]\d+)$/

const E164_LENGTH = /^\+\d{1,15}$/

/** A number that people type in place of their own. */
const ONE_DIGIT_REPEATED = /^\+\d{1,3}?(\d)\1{6,}$/

/** A word in brackets, such as `(mobile)`, and the underscores between digits. */
const PHONE_REMARK = /\([^()\d]*\)|_/g

/** The longest text that the parser of google-libphonenumber accepts, in characters. */
const MAX_PHONE_TEXT = 250

const PUNCTUATION_AND_SPACES = /[\p{P}\p{S}\s]/gu

/**
 * Special-purpose ranges (IANA, RFC 6890), which visitors of a shop cannot have. The ranges reserved for documentation
 * are left out, because examples need addresses.
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

/** The beginnings of the addresses in these ranges. Other addresses skip the list, which is slow. */
const MAY_BE_SPECIAL = /^(?:0|10|100|127|169|172|192|198|2[2-5]\d)\./

/** The only range of global unicast addresses in IPv6 (RFC 4291). */
const GLOBAL_IPV6 = new BlockList()
GLOBAL_IPV6.addSubnet('2000::', 3, 'ipv6')

// Parts of that range for protocols (RFC 2928) and for tunnels from IPv4 (RFC 3056).
NOT_PUBLIC.addSubnet('2001::', 23, 'ipv6')
NOT_PUBLIC.addSubnet('2002::', 16, 'ipv6')

/** The address in `Jane <jane@example.com>`. */
const IN_ANGLE_BRACKETS = /^[^<]*<([^<>]+)>$/

/** A label before an address (`mailto:`, `Email: `), and what is copied with one: a query, a comment, punctuation. */
const AROUND_EMAIL = /^[^@:]*:\s*|^[\s"'`“”„‘’«»<([{,;:]+|\?.*$|\([^()]*\)[^\p{L}\p{N}]*$|[^\p{L}\p{N}]+$/gsu

const EMAIL =
  /^[^\s@"<>()[\],;:\\]+@(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,}$/u

/** The beginnings of addresses that belong to nobody, and of those of which a part is masked. */
const NOBODY = /^(?:guest|anonymous|anon|nobody|no-?e?mail|(?:no|do-?not)-?reply)@|^[^@]*\*\*/

/** A domain is short, and patterns take long to read texts that cannot be addresses. */
const MAX_EMAIL = 320

/**
 * Trims and lower-cases an address, without the decorations of mail programs; `undefined` unless one `@` has text on
 * both sides.
 */
export function normalizeEmail(text: string): string | undefined {
  const folded = decodeAt(foldText(text).toLowerCase())
  if (folded.length > MAX_EMAIL) return undefined
  const [, inBrackets = folded] = IN_ANGLE_BRACKETS.exec(folded) ?? []
  // Removing a label can reveal a bracket.
  const email = inBrackets.replace(AROUND_EMAIL, '').replace(AROUND_EMAIL, '').replace(/。/g, '.')
  const [user] = email.split('@')
  return EMAIL.test(email) && !NOBODY.test(email) && !isPlaceholder(user) ? email : undefined
}

/** Decodes an address of which the `@` is encoded, as in the query of a URL. */
function decodeAt(text: string): string {
  if (text.includes('@') || !text.includes('%40')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * Normalizes a phone number to E.164 with `+`; `undefined` if it is not a possible phone number.
 * @param country ISO 3166-1 alpha-2, for numbers without a country code
 */
export function normalizePhone(text: string, country?: string): string | undefined {
  // Spreadsheets that read phone numbers as decimals append ".0".
  const phone = foldText(text)
    .replace(/^\+?00/, '+')
    .replace(/\.0+$/, '')
    .replace(PHONE_REMARK, ' ')
    .trim()
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
 * Reads digits without a `+`, which can be a national or an international number. The order of preference:
 * 1. international, if valid and with the calling code of the event's country
 * 2. national, if valid
 * 3. international, if valid
 * 4. national, if possible
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
  /** True if the numbering plan has such a number; a possible number only has the right length. */
  valid: boolean
}

function parsePhone(text: string, region?: string): Phone | undefined {
  const util = PhoneNumberUtil.getInstance()
  try {
    const number = util.parse(text, region)
    dropMexicanPrefix(number)
    // A local number without its area code is "possible" too, but many people share it.
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
 * Drops the 1, 01, 044 or 045 that was dialed before Mexico's ten digits until August 2019. Numbers that are still written so
 * belong to the same people. Versions of google-libphonenumber differ in whether they read them.
 */
function dropMexicanPrefix(number: PhoneNumber): void {
  if (number.getCountryCode() !== 52) return
  const [, tenDigits] = /^(?:1|4[45])(\d{10})$/.exec(String(number.getNationalNumber())) ?? []
  if (tenDigits === undefined) return

  number.setNationalNumber(Number(tenDigits))
  number.setItalianLeadingZero(false)
}

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

/**
 * The first public address of a text, which may be a list as proxies write it, with ports and brackets. An IPv4 address
 * written as IPv6 (`::ffff:…`) becomes IPv4.
 */
export function normalizeIp(text: string): string | undefined {
  const trimmed = foldText(text)
  if (isIP(trimmed) !== 0) return publicAddress(trimmed)
  for (const part of trimmed.split(/[\s,;]+/)) {
    const ip = publicAddress(part.replace(/^for=/i, '').replace(/^"|"$/g, '').replace(AROUND_ADDRESS, '$1$2$3'))
    if (ip !== undefined) return ip
  }
  return undefined
}

/** Brackets, a port, and the prefix of a single address: `[2001:db8::1]:443`, `203.0.113.7:443`, `203.0.113.7/32`. */
const AROUND_ADDRESS = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+)(?::\d+|\/32)|(.*)\/128)$/

function publicAddress(text: string): string | undefined {
  const ip = /ffff:/i.test(text) ? mappedIpv4(text) : text
  const version = isIP(ip)
  if (version === 4) return MAY_BE_SPECIAL.test(ip) && NOT_PUBLIC.check(ip, 'ipv4') ? undefined : ip

  const isPublic = version === 6 && !ip.includes('%') && GLOBAL_IPV6.check(ip, 'ipv6') && !NOT_PUBLIC.check(ip, 'ipv6')
  return isPublic ? ip : undefined
}

/** The IPv4 address that is written as IPv6, such as `::ffff:203.0.113.7` or `::ffff:cb00:7107`; others as they are. */
function mappedIpv4(text: string): string {
  if (isIP(text) !== 6) return text
  const { hostname } = new URL(`http://[${text}]`)
  const [, high, low] = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(hostname) ?? []
  if (high === undefined) return text
  const words = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return words.flatMap((word) => [word >> 8, word & 255]).join('.')
}

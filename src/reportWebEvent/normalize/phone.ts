import type { PhoneNumber } from 'google-libphonenumber'
import { PhoneNumberFormat, PhoneNumberUtil } from 'google-libphonenumber'
import { readCountry } from '../read/country'
import { foldText } from '../read/text'

/**
 * Numbers that are certainly E.164: `+`, an existing calling code, at most 15 digits, or the ten of North America, which
 * has no area code 555. Numbers that may hold a domestic prefix do not match: a zero after the calling code, Mexico's
 * former 1, the former prefixes of Vietnam, and those such as the 8 of Belarus and of Russia.
 */
const E164 =
  /^\+(?!521|841|78\d{10}$|35215|3758|6921|9938)(?=\d{8,15}$)(?:1(?!555)[2-9]\d\d[2-9]\d{6}|(?:7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2[1-689]\d|3[578]\d|42\d|5[09]\d|6[7-9]\d|8[057-9]\d|96[0-8]|97[0-7]|99[2-68])[1-9]\d+)$/

/** What spreadsheets append to numbers that they read as decimals. Behind another dot it is a part of the number. */
const DECIMAL_ZERO = /^([^.]*)\.0+$/

/** A word in brackets, such as `(mobile)`, and the underscores between digits. */
const PHONE_REMARK = /\([^()\d]*\)|_/g

/** The longest text that the parser of google-libphonenumber accepts, in characters. */
const MAX_PHONE_TEXT = 250

/**
 * Normalizes a phone number to E.164 with `+`; `undefined` if it cannot be one, or if anybody may have typed it. A number
 * with its calling code may be of a range that is newer than google-libphonenumber; a national one has to be valid.
 * @param country ISO 3166-1 alpha-2, for numbers without a country code
 */
export function normalizePhone(text: string, country?: string): string | undefined {
  // Most numbers are written so.
  if (E164.test(text)) return isAnyones(text) ? undefined : text
  if (text.length > MAX_PHONE_TEXT) return undefined
  const phone = foldText(text)
    .replace(/^\+?00/, '+')
    .replace(DECIMAL_ZERO, '$1')
    .replace(PHONE_REMARK, ' ')
    .trim()
  if (E164.test(phone)) return isAnyones(phone) ? undefined : phone
  const e164 = parseWritten(phone, country)
  return e164 === undefined || isAnyones(e164) || isAnyones(phone.replace(/\D/g, '')) ? undefined : e164
}

function parseWritten(phone: string, country: string | undefined): string | undefined {
  const region = readCountry(country ?? '')?.toUpperCase()
  return isBareDigits(phone) ? bareDigitsToE164(phone, region) : usableE164(parsePhone(phone, region), phone, region)
}

function isBareDigits(phone: string): boolean {
  return /^\d[\d .-]*$/.test(phone)
}

/**
 * Reads digits without a `+`, which can be a national or an international number. Only valid ones count, in this order:
 * 1. international, with the calling code of the event's country
 * 2. national, unless anybody may have typed it
 * 3. international
 */
function bareDigitsToE164(digits: string, region?: string): string | undefined {
  const international = parsePhone(`+${digits}`)
  const national = region === undefined ? undefined : parsePhone(digits, region)

  if (international?.valid && (national === undefined || international.countryCode === national.countryCode)) {
    return international.e164
  }
  const e164 = usableE164(national, digits, region)
  if (e164 !== undefined || national?.valid) return e164
  return international?.valid ? international.e164 : undefined
}

/** A national number has to be valid; one with its calling code, also behind a prefix such as 011, has to look like one. */
function usableE164(phone: Phone | undefined, text: string, region: string | undefined): string | undefined {
  if (phone === undefined) return undefined
  const { e164, valid, countryCode } = phone
  // Without a region, no number is read that lacks the +.
  const isNational = !text.includes('+') && countryCode === callingCodeOf(region as string)
  if (isNational) return valid && !hasRun(text.replace(/\D/g, ''), DESCENDING) ? e164 : undefined
  return valid || E164.test(e164) ? e164 : undefined
}

function callingCodeOf(region: string): number {
  return PhoneNumberUtil.getInstance().getCountryCodeForRegion(region)
}

const ASCENDING = 1
const DESCENDING = 9

/** The number of digits at the end that a person's number does not have in a row. */
const RUN = 7

/** Numbers that people copy from advertisements: the information service of China Mobile. */
const FAMILIAR: readonly string[] = ['+8613800138000']

/**
 * Whether a number ends with one digit repeated, with ascending digits, or with pairs such as 01 02 03 04 and
 * 11 22 33 44. Descending digits count in national numbers only: +91 98765 43210 is in use.
 * @param digits also with the + of E.164
 */
function isAnyones(digits: string): boolean {
  return hasRun(digits, 0) || hasRun(digits, ASCENDING) || hasPairs(digits) || FAMILIAR.includes(digits)
}

/** Whether each of the last digits is the one before it plus a step; 0 follows 9. */
function hasRun(digits: string, step: number): boolean {
  const start = digits.length - RUN + 1
  if (start < 1) return false
  for (let index = start; index < digits.length; index++) {
    if ((digitAt(digits, index - 1) + step) % 10 !== digitAt(digits, index)) return false
  }
  return true
}

/** Whether the last eight digits are pairs that differ by nothing, 1, 10 or 11. */
function hasPairs(digits: string): boolean {
  const start = digits.length - 8
  if (start < 0) return false
  const step = pairAt(digits, start + 2) - pairAt(digits, start)
  if (!PAIR_STEPS.includes(Math.abs(step))) return false
  return (
    pairAt(digits, start + 4) - pairAt(digits, start + 2) === step &&
    pairAt(digits, start + 6) - pairAt(digits, start + 4) === step
  )
}

const PAIR_STEPS = [0, 1, 10, 11]

function pairAt(digits: string, index: number): number {
  return 10 * digitAt(digits, index) + digitAt(digits, index + 1)
}

function digitAt(digits: string, index: number): number {
  return digits.charCodeAt(index) - 48
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
    replaceVietnamesePrefix(number)
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

/** The prefixes of mobile numbers in Vietnam until 2018, and what took their place. The numbers belong to the same people. */
const VIETNAMESE_PREFIXES = new Map(
  `120:70 121:79 122:77 126:76 128:78 123:83 124:84 125:85 127:81 129:82 162:32 163:33 164:34 165:35 166:36 167:37
  168:38 169:39 186:56 188:58 199:59`
    .split(/\s+/)
    .map((pair) => pair.split(':') as [string, string])
)

function replaceVietnamesePrefix(number: PhoneNumber): void {
  if (number.getCountryCode() !== 84) return
  const [, former, rest] = /^(1\d\d)(\d{7})$/.exec(String(number.getNationalNumber())) ?? []
  const prefix = VIETNAMESE_PREFIXES.get(former)
  if (prefix !== undefined) number.setNationalNumber(Number(prefix + rest))
}

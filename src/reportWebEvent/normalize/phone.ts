import type { PhoneNumber } from 'google-libphonenumber'
import { PhoneNumberFormat, PhoneNumberUtil } from 'google-libphonenumber'
import { readCountry } from '../read/country'
import { foldText } from '../read/text'

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

  const region = readCountry(country ?? '')?.toUpperCase()
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

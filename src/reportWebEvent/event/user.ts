import type { Payload } from '../generated-types'
import { hash, hashAll, isDigestOfNothing } from '../hash'
import type { LeftOutReason, Warn } from '../left-out'
import {
  isNobodysEmail,
  normalizeEmail,
  normalizeExternalId,
  normalizeIp,
  normalizePhone,
  normalizeZipCode
} from '../normalize'
import { splitEmails, splitPhones } from '../read/lists'
import { isNoPerson } from '../read/placeholder'
import { isAbsent, readIdentifiers, readTexts } from '../read/text'
import type { TikTokUser } from '../types'
import { readAddress } from './address'
import { clickId, cookieId } from './click-id'
import type { OtherSources } from './fallbacks'
import { candidatesFor, isMapped } from './fallbacks'
import { nameDigest } from './name'
import type { Complete } from './values'
import { plainText, unreadable } from './values'

type Normalize = (text: string) => string | undefined
type Read = (value: unknown) => string[]

const EMAIL_KEYS = ['email', 'emails', 'email_address', 'emailAddress']
const PHONE_KEYS = ['phone', 'phones', 'phone_number', 'phoneNumber']

const readEmails: Read = (value) => readTexts(value).flatMap(splitEmails)
const readPhones: Read = (value) => readTexts(value).flatMap(splitPhones)

/** Builds the identifiers and the browser of the person, hashed where TikTok expects hashes. */
export function buildUser(payload: Payload, others: OtherSources, pageUrls: readonly string[], warn: Warn) {
  const { city, state, country, zipCode } = readAddress(payload, others, warn)
  const list = (field: keyof Payload, keys: string[], read: Read, normalize: Normalize, reason: LeftOutReason) =>
    digestsOf(field, candidatesFor(payload[field], others, field, keys), normalize, read, reason, warn)
  const user: Complete<TikTokUser> = {
    email: list('email', EMAIL_KEYS, readEmails, normalizeEmail, 'not_an_email'),
    phone: list('phone_number', PHONE_KEYS, readPhones, (phone) => normalizePhone(phone, country), 'not_a_phone'),
    external_id: externalIds(payload, others, warn),
    first_name: nameDigest('first_name', payload, others, country, warn),
    last_name: nameDigest('last_name', payload, others, country, warn),
    zip_code: zipCode === undefined ? undefined : hash(zipCode, (text) => normalizeZipCode(text, country)),
    city,
    state,
    country,
    ttclid: clickId(payload, others, pageUrls, warn),
    ttp: cookieId(payload, others, warn),
    ip: publicIp(payload.ip, warn),
    user_agent: plainText(payload.user_agent, 'user_agent', warn),
    locale: plainText(payload.locale, 'locale', warn)
  }
  return user
}

/** The digests of the first value that holds some. */
function digestsOf(
  field: string,
  values: Iterable<unknown>,
  normalize: Normalize,
  read: Read,
  reason: LeftOutReason,
  warn: Warn
): string[] | undefined {
  for (const value of values) {
    const texts = read(value)
    const digests = texts.length === 0 ? undefined : hashAll(texts, normalize)
    // A digest for each text says that none is unusable, so that none has to be hashed again.
    if (texts.length > (digests?.length ?? 0)) noteUnusable(field, texts, normalize, reason, warn)
    if (texts.length === 0) unreadable(value, field, warn)
    if (digests !== undefined) return digests
  }
  return undefined
}

function noteUnusable(field: string, texts: string[], normalize: Normalize, reason: LeftOutReason, warn: Warn): void {
  for (const text of texts) {
    if (hash(text, normalize) !== undefined) continue
    const isPlaceholder = isNoPerson(text) || isDigestOfNothing(text) || isNobodysEmail(text)
    warn(field, isPlaceholder ? 'placeholder' : reason)
  }
}

/** The user ID, or else the anonymous ID; both where the mapping says so. */
function externalIds(payload: Payload, others: OtherSources, warn: Warn): string[] | undefined {
  const anonymousId = isMapped(others, 'external_id') ? others.anonymousId : undefined
  const own = digestsOf('external_id', [payload.external_id], normalizeExternalId, readIdentifiers, 'invalid', warn)
  if (own !== undefined && payload.include_anonymous_id !== true) return own

  const anonymous = hashAll(readIdentifiers(anonymousId), normalizeExternalId)
  if (own === undefined || anonymous === undefined) return own ?? anonymous
  return [...new Set([...own, ...anonymous])]
}

function publicIp(value: unknown, warn: Warn): string | undefined {
  const text = readTexts(value).join(', ')
  const ip = normalizeIp(text)
  if (ip === undefined && !isAbsent(value)) warn('ip', 'not_public')
  return ip
}

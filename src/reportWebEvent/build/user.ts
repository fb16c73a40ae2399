import type { Payload } from '../generated-types'
import { hash, hashAll } from '../hash'
import type { LeftOutReason, Warn } from '../left-out'
import {
  normalizeEmail,
  normalizeExternalId,
  normalizeIp,
  normalizeName,
  normalizePhone,
  normalizeZipCode
} from '../normalize'
import { isAnyone, isPlaceholder } from '../read/placeholder'
import { isAbsent, readText, readTexts } from '../read/text'
import { clickIdIn } from '../read/url'
import type { TikTokUser } from '../types'
import { readAddress } from './address'
import type { OtherSources } from './sources'
import { isMapped, valuesOf } from './sources'
import type { Complete } from './values'
import { identifier, plainText } from './values'

type Normalize = (text: string) => string | undefined

/** Builds the identifiers and the browser of the person, hashed where TikTok expects hashes. */
export function buildUser(payload: Payload, others: OtherSources, pageUrls: readonly string[], warn: Warn) {
  const { city, state, country, zipCode } = readAddress(payload, others, warn)
  const list = (field: keyof Payload, keys: string[], normalize: Normalize, reason: LeftOutReason) =>
    digestsOf(field, [payload[field], ...valuesOf(others, field, keys)], normalize, reason, warn)
  const user: Complete<TikTokUser> = {
    email: list('email', ['email', 'emails'], normalizeEmail, 'not_an_email'),
    phone: list('phone_number', ['phone', 'phones'], (phone) => normalizePhone(phone, country), 'not_a_phone'),
    external_id: externalIds(payload, others, warn),
    first_name: nameDigest('first_name', payload, others, warn),
    last_name: nameDigest('last_name', payload, others, warn),
    zip_code: zipCode === undefined ? undefined : hash(zipCode, (text) => normalizeZipCode(text, country)),
    city,
    state,
    country,
    ttclid: clickId(payload, others, pageUrls, warn),
    ttp: firstIdentifier('ttp', payload.ttp, others, warn),
    ip: publicIp(payload.ip, warn),
    user_agent: plainText(payload.user_agent, 'user_agent', warn),
    locale: plainText(payload.locale, 'locale', warn)
  }
  return user
}

/** The digests of the first value that holds some. */
function digestsOf(
  field: string,
  values: readonly unknown[],
  normalize: Normalize,
  reason: LeftOutReason,
  warn: Warn
): string[] | undefined {
  for (const value of values) {
    const texts = readTexts(value)
    const digests = texts.length === 0 ? undefined : hashAll(texts, normalize)
    // A digest for each text says that none is unusable, so that none has to be hashed again.
    if (texts.length > (digests?.length ?? 0)) noteUnusable(field, texts, normalize, reason, warn)
    if (texts.length === 0 && !isAbsent(value)) warn(field, 'not_readable')
    if (digests !== undefined) return digests
  }
  return undefined
}

function noteUnusable(field: string, texts: string[], normalize: Normalize, reason: LeftOutReason, warn: Warn): void {
  for (const text of texts) {
    if (isPlaceholder(text)) warn(field, 'placeholder')
    else if (hash(text, normalize) === undefined) warn(field, isAnyone(text) ? 'placeholder' : reason)
  }
}

/** The user ID, or else the anonymous ID; both where the mapping says so. */
function externalIds(payload: Payload, others: OtherSources, warn: Warn): string[] | undefined {
  const anonymousId = isMapped(others, 'external_id') ? others.anonymousId : undefined
  const own = digestsOf('external_id', [payload.external_id], normalizeExternalId, 'invalid', warn)
  if (own !== undefined && payload.include_anonymous_id !== true) return own

  const anonymous = hashAll(readTexts(anonymousId), normalizeExternalId)
  if (own === undefined || anonymous === undefined) return own ?? anonymous
  return [...new Set([...own, ...anonymous])]
}

const NAME_KEYS = {
  first_name: ['first_name', 'firstName', 'firstname', 'given_name', 'givenName'],
  last_name: ['last_name', 'lastName', 'lastname', 'family_name', 'familyName', 'surname']
}

function nameDigest(field: keyof typeof NAME_KEYS, payload: Payload, others: OtherSources, warn: Warn) {
  const mapped = payload[field]
  const digest = hash(readText(mapped) ?? '', normalizeName)
  if (digest !== undefined) return digest
  for (const value of valuesOf(others, field, NAME_KEYS[field])) {
    const other = hash(readText(value) ?? '', normalizeName)
    if (other !== undefined) return other
  }
  if (!isAbsent(mapped)) warn(field, readText(mapped) === undefined ? 'not_readable' : 'placeholder')
  return nameInFullName(field, others)
}

/** A full name of two words has a first and a last name. Which of three words is which cannot be told. */
function nameInFullName(field: keyof typeof NAME_KEYS, others: OtherSources): string | undefined {
  if (!isMapped(others, field)) return undefined
  for (const { name } of others.traits) {
    const words = (readText(name) ?? '').split(/\s+/)
    if (words.length === 2 && !words.some(isPlaceholder))
      return hash(words[field === 'first_name' ? 0 : 1], normalizeName)
  }
  return undefined
}

/** The mapped click ID, or else that in the address of the page. A placeholder does not hide a real one. */
function clickId(payload: Payload, others: OtherSources, pageUrls: readonly string[], warn: Warn): string | undefined {
  const mapped = firstIdentifier('ttclid', payload.ttclid, others, warn)
  if (mapped !== undefined) return mapped
  for (const url of pageUrls) {
    const found = clickIdIn(url)
    if (found !== undefined) return found
  }
  return undefined
}

function firstIdentifier(field: 'ttclid' | 'ttp', mapped: unknown, others: OtherSources, warn: Warn) {
  const own = identifier(mapped, field, warn)
  if (own !== undefined || !isMapped(others, field)) return own
  for (const holder of [others.properties, others.clickIds, ...others.traits]) {
    const text = readText(holder[field])
    if (text !== undefined && !isAnyone(text)) return text
  }
  return undefined
}

function publicIp(value: unknown, warn: Warn): string | undefined {
  const text = readTexts(value).join(', ')
  const ip = normalizeIp(text)
  if (ip === undefined && !isAbsent(value)) warn('ip', 'not_public')
  return ip
}

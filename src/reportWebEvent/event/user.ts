import type { Payload } from '../generated-types'
import type { Normalize } from '../hash'
import { hash, hashAll, isDigestOfNothing, noteFor } from '../hash'
import type { LeftOutReason, Notes, Warn } from '../left-out'
import {
  isNobodysEmail,
  normalizeEmail,
  normalizeExternalId,
  normalizeIp,
  normalizePhone,
  normalizeZipCode
} from '../normalize'
import { distinct, firstFound, splitAll, splitEmails, splitPhones } from '../read/lists'
import { isNoPerson } from '../read/placeholder'
import { isAbsent, readIdentifiers, readTexts } from '../read/text'
import type { TikTokUser } from '../types'
import { readAddress } from './address'
import { clickId, cookieId } from './click-id'
import type { OtherSources } from './fallbacks'
import { isMapped, valuesOf } from './fallbacks'
import { nameDigest } from './name'
import type { Complete } from './values'
import { plainText, unreadable } from './values'

/** A list of identifiers: its key in the request, its field, and the way its texts are read. */
interface Identifiers {
  key: 'email' | 'phone' | 'external_id'
  field: 'email' | 'phone_number' | 'external_id'
  /** Keys of other sources. */
  keys: readonly string[]
  read: (value: unknown) => string[]
  normalize: Normalize
  /** The reason why a text cannot be used, unless it is a placeholder. */
  reason: LeftOutReason
}

const EMAILS: Identifiers = {
  key: 'email',
  field: 'email',
  keys: ['email', 'emails', 'email_address', 'emailAddress'],
  read: (value) => splitAll(readTexts(value), splitEmails),
  normalize: normalizeEmail,
  reason: 'not_an_email'
}

const PHONES: Identifiers = {
  key: 'phone',
  field: 'phone_number',
  keys: ['phone', 'phones', 'phone_number', 'phoneNumber'],
  read: (value) => splitAll(readTexts(value), splitPhones),
  normalize: normalizePhone,
  reason: 'not_a_phone'
}

const EXTERNAL_IDS: Identifiers = {
  key: 'external_id',
  field: 'external_id',
  keys: [],
  read: readIdentifiers,
  normalize: normalizeExternalId,
  reason: 'too_long'
}

/** Builds the identifiers and the browser of the person, hashed as TikTok expects. */
export function buildUser(payload: Payload, others: OtherSources, notes: Notes) {
  const { warn, trace } = notes
  const { city, state, country, zip_code } = readAddress(payload, others, warn)
  const user: Complete<TikTokUser> = {
    email: identifiersOf(EMAILS, payload, others, notes),
    phone: identifiersOf(PHONES, payload, others, notes, country),
    external_id: externalIds(payload, others, notes),
    first_name: nameDigest('first_name', payload, others, country, notes),
    last_name: nameDigest('last_name', payload, others, country, notes),
    zip_code: zip_code && hash(zip_code, normalizeZipCode, noteFor('zip_code', trace), country),
    city,
    state,
    country,
    ttclid: clickId(payload, others, warn),
    ttp: cookieId(payload, others, warn),
    ip: publicIp(payload.ip, warn),
    user_agent: plainText(payload.user_agent, 'user_agent', warn),
    locale: plainText(payload.locale, 'locale', warn)
  }
  return user
}

/** The digests of the mapped value, or else of the first other one that holds some. */
function identifiersOf(
  identifiers: Identifiers,
  payload: Payload,
  others: OtherSources,
  notes: Notes,
  country?: string
): string[] | undefined {
  const { field, keys } = identifiers
  const read = (value: unknown) => digestsOf(identifiers, value, notes, country)
  return read(payload[field]) ?? firstFound(valuesOf(others, field, keys), read)
}

function digestsOf(identifiers: Identifiers, value: unknown, notes: Notes, country?: string): string[] | undefined {
  if (value === undefined) return undefined
  const { key, field, read, normalize } = identifiers
  const texts = read(value)
  if (texts.length === 0) return unreadable(value, field, notes.warn)
  const digests = hashAll(texts, normalize, noteFor(key, notes.trace), country)
  // A digest for each text shows that none is unusable, so that none has to be hashed again.
  if (texts.length > (digests?.length ?? 0)) noteUnusableTexts(identifiers, texts, notes, country)
  return digests
}

function noteUnusableTexts(
  { key, field, normalize, reason }: Identifiers,
  texts: readonly string[],
  { warn, trace }: Notes,
  country?: string
): void {
  for (const text of texts) {
    if (hash(text, normalize, undefined, country) !== undefined) continue
    const isPlaceholder = isNoPerson(text) || isDigestOfNothing(text) || isNobodysEmail(text)
    warn(field, isPlaceholder ? 'placeholder' : reason)
    trace?.(key, 'unusable')
  }
}

/** The user ID, or else the anonymous ID; both if the mapping asks for both. */
function externalIds(payload: Payload, others: OtherSources, notes: Notes): string[] | undefined {
  const anonymousId = isMapped(others, 'external_id') ? others.anonymousId : undefined
  const own = firstFound(idCandidates(payload, others), (value) => digestsOf(EXTERNAL_IDS, value, notes))
  if (own !== undefined && payload.include_anonymous_id !== true) return own

  const anonymous = hashAll(readIdentifiers(anonymousId), normalizeExternalId, noteFor('external_id', notes.trace))
  return distinct([...(own ?? []), ...(anonymous ?? [])])
}

/** The mapped ID, and IDs that a CDP keeps for TikTok, which go before an anonymous ID only. */
function idCandidates({ external_id }: Payload, others: OtherSources): unknown[] {
  const { tiktokIds, anonymousId } = others
  if (tiktokIds.length === 0 || !isMapped(others, 'external_id')) return [external_id]
  return String(external_id) === String(anonymousId) ? [tiktokIds, external_id] : [external_id, tiktokIds]
}

function publicIp(value: unknown, warn: Warn): string | undefined {
  const text = readTexts(value).join(', ')
  const ip = normalizeIp(text)
  if (ip === undefined && !isAbsent(value)) warn('ip', 'not_public')
  return ip
}

import type { Payload } from '../generated-types'
import { hash, hashAll } from '../hash'
import {
  isPlaceholder,
  normalizeCountry,
  normalizeEmail,
  normalizeExternalId,
  normalizeIp,
  normalizeName,
  normalizePhone,
  normalizeZipCode
} from '../normalize'
import type { TikTokUser } from '../types'
import type { Complete } from './values'
import { identifier, text } from './values'

/** Builds the identifiers and the browser of the person, hashed where TikTok expects hashes. */
export function buildUser(payload: Payload): Complete<TikTokUser> {
  const { city, state, country, zip_code } = payload.address ?? {}
  return {
    email: hashAll(payload.email, normalizeEmail),
    phone: hashAll(payload.phone_number, (phone) => normalizePhone(phone, country)),
    external_id: hashAll(payload.external_id, normalizeExternalId),
    first_name: hash(payload.first_name ?? '', normalizeName),
    last_name: hash(payload.last_name ?? '', normalizeName),
    zip_code: hash(zip_code ?? '', (zipCode) => normalizeZipCode(zipCode, country)),
    city: placeName(city),
    state: placeName(state),
    country: normalizeCountry(country),
    ttclid: identifier(payload.ttclid) ?? clickIdIn(payload.url),
    ttp: identifier(payload.ttp),
    ip: normalizeIp(payload.ip ?? ''),
    user_agent: text(payload.user_agent),
    locale: text(payload.locale)
  }
}

/** The click ID that TikTok added to a landing page's address. A pattern finds it in invalid URLs too. */
function clickIdIn(url = ''): string | undefined {
  const [, clickId] = /[?&#;]ttclid=([^&#]+)/.exec(url) ?? []
  if (clickId === undefined) return undefined
  try {
    return identifier(decodeURIComponent(clickId))
  } catch {
    return identifier(clickId)
  }
}

function placeName(name = ''): string | undefined {
  return isPlaceholder(name) ? undefined : normalizeName(name)
}

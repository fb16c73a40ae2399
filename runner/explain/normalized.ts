import type { Payload } from '../../src/reportWebEvent/generated-types'
import { hash } from '../../src/reportWebEvent/hash'
import {
  normalizeEmail,
  normalizeExternalId,
  normalizeName,
  normalizePhone,
  normalizeZipCode
} from '../../src/reportWebEvent/normalize'
import type { TikTokUser } from '../../src/reportWebEvent/types'

type HashedKey = 'email' | 'phone' | 'external_id' | 'first_name' | 'last_name' | 'zip_code'

type Normalize = (text: string) => string | undefined

interface Source {
  texts: (payload: Payload) => readonly string[] | string | undefined
  normalize: (payload: Payload) => Normalize
}

/** The texts that each hashed key comes from, and their normaliser. */
const SOURCES: Record<HashedKey, Source> = {
  email: { texts: ({ email }) => email, normalize: () => normalizeEmail },
  phone: {
    texts: ({ phone_number }) => phone_number,
    normalize:
      ({ address }) =>
      (text) =>
        normalizePhone(text, address?.country)
  },
  external_id: { texts: ({ external_id }) => external_id, normalize: () => normalizeExternalId },
  first_name: { texts: ({ first_name }) => first_name, normalize: () => normalizeName },
  last_name: { texts: ({ last_name }) => last_name, normalize: () => normalizeName },
  zip_code: {
    texts: ({ address }) => address?.zip_code,
    normalize:
      ({ address }) =>
      (text) =>
        normalizeZipCode(text, address?.country)
  }
}

/** The way of one text to its digest. */
export interface HashedText {
  text: string
  /** Absent for a text that is a digest already, and for one that is left out. */
  normalized?: string
  /** Absent for a text that is left out. */
  digest?: string
}

export function isHashedKey(key: string): key is HashedKey & keyof TikTokUser {
  return Object.hasOwn(SOURCES, key)
}

/** Follows the texts of a payload to the digests of a key. */
export function hashedTexts(key: HashedKey, payload: Payload): HashedText[] {
  const { texts, normalize } = SOURCES[key]
  return [texts(payload) ?? []].flat().map((text) => follow(text, normalize(payload)))
}

/** `hash` itself calls the normaliser, unless the text needs none. */
function follow(text: unknown, normalize: Normalize): HashedText {
  // A number that JavaScript has rounded, which is left out.
  if (typeof text !== 'string') return { text: String(text) }
  let normalized: string | undefined
  const digest = hash(text, (trimmed) => {
    normalized = normalize(trimmed)
    return normalized
  })
  return { text, normalized, digest }
}

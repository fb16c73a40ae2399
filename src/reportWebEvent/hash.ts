import type { TextForm, Trace } from './left-out'
import { distinct } from './read/lists'
import { spellingsOfNobody } from './read/nobody'
import { sha256 } from './sha256'
import type { TikTokUser } from './types'

/** @param country ISO 3166-1 alpha-2 */
export type Normalize = (text: string, country?: string) => string | undefined

/** Notes what becomes of a text. @param normalized the text that is hashed */
export type Note = (form: TextForm, normalized?: string) => void

const SHA256_DIGEST = /^[a-f0-9]{64}$/i
const DIGEST_LENGTH = 64

/** The digest of an empty text. */
const EMPTY_DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** Texts that code writes for a missing value, beside the words for nobody. */
const NOTHING = ['(not set)', '[object Object]', 'nan', 'na']

/** Made when the first digest is met: it takes some milliseconds. */
let digestsOfNothing: ReadonlySet<string> | undefined

/**
 * Hashes an identifier with SHA-256, in lower-case hex; `undefined` if nothing identifies a person.
 * A value that is a digest already stays as it is. This is checked first, because normalizing would change it.
 * @param note gets what becomes of the text
 */
export function hash(text: string, normalize: Normalize, note?: Note, country?: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length === DIGEST_LENGTH && SHA256_DIGEST.test(trimmed)) {
    if (isDigestOfNothing(trimmed)) return undefined
    note?.('digest')
    return trimmed.toLowerCase()
  }

  const normalized = normalize(trimmed, country)
  if (normalized === undefined) return undefined
  note?.('hashed', normalized)
  return sha256(normalized)
}

/** The note of a trace for the texts of one key. */
export function noteFor(key: keyof TikTokUser, trace: Trace | undefined): Note | undefined {
  return trace && ((form, normalized) => trace(key, form, normalized))
}

/** Whether a text is the digest of a missing value or of a word for nobody, which many people would share. */
export function isDigestOfNothing(text: string): boolean {
  if (text.length < DIGEST_LENGTH) return false
  digestsOfNothing = digestsOfNothing ?? new Set([EMPTY_DIGEST, ...[...NOTHING, ...spellingsOfNobody()].map(sha256)])
  return digestsOfNothing.has(text.trim().toLowerCase())
}

/** Hashes several identifiers and drops duplicates; `undefined` if none is left. */
export function hashAll(
  texts: readonly string[],
  normalize: Normalize,
  note?: Note,
  country?: string
): string[] | undefined {
  const digests: string[] = []
  for (const text of texts) {
    const digest = hash(text, normalize, note, country)
    if (digest !== undefined) digests.push(digest)
  }
  return distinct(digests)
}

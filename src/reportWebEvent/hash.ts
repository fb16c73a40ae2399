import { spellingsOfNobody } from './read/nobody'
import { sha256 } from './sha256'

const SHA256_DIGEST = /^[a-f0-9]{64}$/i
const DIGEST_LENGTH = 64

/** Texts that code writes for a missing value, beside the words for nobody. */
const NOTHING = ['', '(not set)', '[object Object]', 'nan', 'na']

/** Made when the first digest is met: it takes some milliseconds. */
let digestsOfNothing: ReadonlySet<string> | undefined

/**
 * Hashes an identifier with SHA-256, in lower-case hex; `undefined` if nothing identifies a person.
 * A value that is a digest already stays as it is. This is checked first, because normalizing would change it.
 */
export function hash(text: string, normalize: (text: string) => string | undefined): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length === DIGEST_LENGTH && SHA256_DIGEST.test(trimmed))
    return isDigestOfNothing(trimmed) ? undefined : trimmed.toLowerCase()

  const normalized = normalize(trimmed)
  return normalized === undefined ? undefined : sha256(normalized)
}

/** Tells whether a text is the digest of a missing value or of a word for nobody, which many people would share. */
export function isDigestOfNothing(text: string): boolean {
  if (text.length < DIGEST_LENGTH) return false
  digestsOfNothing = digestsOfNothing ?? new Set([...NOTHING, ...spellingsOfNobody()].map(sha256))
  return digestsOfNothing.has(text.trim().toLowerCase())
}

/** Hashes several identifiers and drops duplicates; `undefined` if none is left. */
export function hashAll(
  texts: readonly string[] | undefined,
  normalize: (text: string) => string | undefined
): string[] | undefined {
  const digests = new Set<string>()
  for (const text of texts ?? []) {
    const digest = hash(text, normalize)
    if (digest !== undefined) digests.add(digest)
  }
  return digests.size > 0 ? [...digests] : undefined
}

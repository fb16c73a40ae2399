import { sha256 } from './sha256'

const SHA256_DIGEST = /^[a-f0-9]{64}$/i
const DIGEST_LENGTH = 64

/** The digests of nothing, and of texts that code writes for a missing value. */
const DIGESTS_OF_NOTHING: ReadonlySet<string> = new Set([
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ...['null', 'undefined', 'none', 'nan', 'n/a', 'unknown', 'false', '(not set)', '[object Object]'].map(sha256)
])

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

/** Tells whether a text is the digest of a missing value, which many people would share. */
export function isDigestOfNothing(text: string): boolean {
  return DIGESTS_OF_NOTHING.has(text.trim().toLowerCase())
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

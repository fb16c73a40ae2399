import { isPlaceholder } from './normalize'
import { sha256 } from './sha256'

const SHA256_DIGEST = /^[a-f0-9]{64}$/i

/**
 * Hashes an identifier with SHA-256, in lower-case hex; `undefined` if nothing identifies a person.
 * A value that is a digest already stays as it is. This is checked first, because normalizing would change it.
 */
export function hash(text: string, normalize: (text: string) => string | undefined): string | undefined {
  const trimmed = text.trim()
  if (SHA256_DIGEST.test(trimmed)) return trimmed.toLowerCase()
  if (isPlaceholder(trimmed)) return undefined

  const normalized = normalize(trimmed)
  return normalized === undefined ? undefined : sha256(normalized)
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

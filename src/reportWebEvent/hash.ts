import { isPlaceholder } from './normalize'
import { sha256 } from './sha256'

const SHA256_DIGEST = /^[a-f0-9]{64}$/i

/**
 * The SHA-256 digest of an identifier, in lower-case hex; `undefined` where there is no identifier to hash.
 * A digest passes through. It is looked for first, because normalising would change it.
 */
export function hash(text: string, normalize: (text: string) => string | undefined): string | undefined {
  const trimmed = text.trim()
  if (SHA256_DIGEST.test(trimmed)) return trimmed.toLowerCase()
  if (isPlaceholder(trimmed)) return undefined

  const normalized = normalize(trimmed)
  return normalized === undefined ? undefined : sha256(normalized)
}

/** The digests of several identifiers, each once; `undefined` where there is none. */
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

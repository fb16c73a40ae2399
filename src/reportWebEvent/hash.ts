import { createHash, hash as hashAtOnce } from 'node:crypto'
import { isPlaceholder } from './normalize'

const SHA256_DIGEST = /^[a-f0-9]{64}$/i

/** Node.js before 20.12 lacks `crypto.hash`, and needs an object for each digest, which takes four times as long. */
const sha256: (text: string) => string = hashAtOnce
  ? (text) => hashAtOnce('sha256', text)
  : (text) => createHash('sha256').update(text).digest('hex')

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

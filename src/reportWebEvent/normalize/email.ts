import { isPlaceholder } from '../read/placeholder'
import { foldText } from '../read/text'

/** The address in `Jane <jane@example.com>`. */
const IN_ANGLE_BRACKETS = /^[^<]*<([^<>]+)>$/

/** A label before an address (`mailto:`, `Email: `), and what is copied with one: a query, a comment, punctuation. */
const AROUND_EMAIL = /^[^@:]*:\s*|^[\s"'`“”„‘’«»<([{,;:]+|\?.*$|\([^()]*\)[^\p{L}\p{N}]*$|[^\p{L}\p{N}]+$/gsu

const EMAIL =
  /^[^\s@"<>()[\],;:\\]+@(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,}$/u

/** The beginnings of addresses that belong to nobody, and of those of which a part is masked. */
const NOBODY = /^(?:guest|anonymous|anon|nobody|no-?e?mail|(?:no|do-?not)-?reply)@|^[^@]*\*\*/

/** A domain is short, and patterns take long to read texts that cannot be addresses. */
const MAX_EMAIL = 320

/**
 * Trims and lower-cases an address, without the decorations of mail programs; `undefined` unless one `@` has text on
 * both sides.
 */
export function normalizeEmail(text: string): string | undefined {
  const folded = decodeAt(foldText(text).toLowerCase())
  if (folded.length > MAX_EMAIL) return undefined
  const [, inBrackets = folded] = IN_ANGLE_BRACKETS.exec(folded) ?? []
  // Removing a label can reveal a bracket.
  const email = inBrackets.replace(AROUND_EMAIL, '').replace(AROUND_EMAIL, '').replace(/。/g, '.')
  const [user] = email.split('@')
  return EMAIL.test(email) && !NOBODY.test(email) && !isPlaceholder(user) ? email : undefined
}

/** Decodes an address of which the `@` is encoded, as in the query of a URL. */
function decodeAt(text: string): string {
  if (text.includes('@') || !text.includes('%40')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

import { closest, distance } from 'fastest-levenshtein'
import { foldName } from './names'

/** Letters that may differ for each letter of a word. */
const TOLERANCE = 0.4

/** The word that was probably meant, in any spelling: `eventId` for `event_id`, `phone` for `phone_number`. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const folded = foldName(word)
  const isPart = (candidate: string) =>
    candidate.startsWith(folded) || (candidate !== '' && folded.startsWith(candidate))
  const nearest = closest(folded, known.map(foldName))
  const isNear = distance(folded, nearest) <= Math.max(1, Math.floor(TOLERANCE * folded.length))
  return known.find((name) => (isNear ? foldName(name) === nearest : folded.length > 2 && isPart(foldName(name))))
}

/** A question that follows a message about an unknown word, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const suggestion = suggest(word, known)
  return suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`
}

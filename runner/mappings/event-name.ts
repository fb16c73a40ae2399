import { distance } from 'fastest-levenshtein'
import { OTHER_EVENTS, STANDARD_EVENTS } from '../../src/reportWebEvent/constants'
import { foldName } from '../names'

const KNOWN_NAMES: readonly string[] = [...STANDARD_EVENTS, ...Object.keys(OTHER_EVENTS)]

/** Letters of a long name: two of them may differ. */
const LONG_NAME = 8

/** Whether TikTok has an event of that name, so that it is not a custom one. */
export function isKnownName(name: string): boolean {
  return KNOWN_NAMES.includes(name)
}

/** Finds the standard event that is probably meant by a custom name, which TikTok would read as a custom event. */
export function nearestStandardName(name: string): string | undefined {
  if (KNOWN_NAMES.includes(name)) return undefined
  const folded = foldName(name)
  return KNOWN_NAMES.find((known) => isTypo(folded, foldName(known)))
}

/** One letter differs, two in a long name, or two are interchanged. */
function isTypo(name: string, known: string): boolean {
  const letters = distance(name, known)
  const hasSameLetters = [...name].sort().join() === [...known].sort().join()
  return letters <= 1 || (letters === 2 && (known.length >= LONG_NAME || hasSameLetters))
}

import type { Payload } from '../generated-types'
import type { Note } from '../hash'
import { hash, isDigestOfNothing, noteFor } from '../hash'
import type { Notes } from '../left-out'
import { normalizeName } from '../normalize'
import { isPlaceholder } from '../read/placeholder'
import { readText } from '../read/text'
import type { OtherSources } from './fallbacks'
import { candidatesFor, isMapped } from './fallbacks'
import { unreadable } from './values'

const KEYS = {
  first_name: ['first_name', 'firstName', 'firstname', 'given_name', 'givenName'],
  last_name: ['last_name', 'lastName', 'lastname', 'family_name', 'familyName', 'surname']
}

const HAS_LETTER = /\p{L}/u

/** A word of a name. */
const WORD = /^[\p{L}\p{M}'’.-]+$/u

/** Words before a name that many people share. */
const TITLE = /^(?:mr|mrs|ms|miss|mx|sir|dr|prof|herr|frau|m|mme|mlle|sr|sra)\.?$/i

/** The digest of a first or last name, from the first source that holds one. */
export function nameDigest(field: keyof typeof KEYS, payload: Payload, others: OtherSources, { warn, trace }: Notes) {
  const mapped = payload[field]
  const note = noteFor(field, trace)
  for (const value of candidatesFor(mapped, others, field, KEYS[field])) {
    const digest = digestOf(readText(value), note)
    if (digest !== undefined) return digest
  }
  if (readText(mapped) === undefined) unreadable(mapped, field, warn)
  else warn(field, 'placeholder')
  return nameInFullName(field, others, note)
}

function digestOf(text: string | undefined, note: Note | undefined): string | undefined {
  if (text === undefined || isDigestOfNothing(text) || !HAS_LETTER.test(text)) return undefined
  return hash(text, normalizeName, note)
}

/**
 * A full name of two words has a first and a last name, in the other order where a comma divides them. Which of three
 * words is which cannot be told.
 */
function nameInFullName(field: keyof typeof KEYS, others: OtherSources, note: Note | undefined): string | undefined {
  if (!isMapped(others, field)) return undefined
  for (const { name } of others.traits) {
    const [, last, first] = /^(\S+),\s*(\S+)$/.exec(readText(name) ?? '') ?? []
    const words = last === undefined ? (readText(name) ?? '').split(/\s+/) : [first, last]
    if (words.length === 2 && words.every(isNameWord)) return digestOf(words[field === 'first_name' ? 0 : 1], note)
  }
  return undefined
}

function isNameWord(word: string): boolean {
  return WORD.test(word) && !TITLE.test(word) && !isPlaceholder(word)
}

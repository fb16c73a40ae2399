import { MAX_LENGTHS } from '../constants'
import type { Payload } from '../generated-types'
import type { Note } from '../hash'
import { hash, isDigestOfNothing, noteFor } from '../hash'
import type { Notes } from '../left-out'
import { hasLetter, normalizeName } from '../normalize'
import { firstFound } from '../read/lists'
import { foldWord, isAlsoName, kindsOf, splitWords } from '../read/nobody'
import { isNobody } from '../read/placeholder'
import { foldText, readText } from '../read/text'
import { TITLES } from '../read/words/titles'
import type { OtherSources } from './fallbacks'
import { isMapped, valuesOf } from './fallbacks'
import { noteUnusable } from './values'

const KEYS = {
  first_name: ['first_name', 'firstName', 'firstname', 'given_name', 'givenName'],
  last_name: ['last_name', 'lastName', 'lastname', 'family_name', 'familyName', 'surname']
}

type NameField = keyof typeof KEYS

/** A word of a name. */
const WORD = /^[\p{L}\p{M}'’.-]+$/u

/** A name in Han, Kana or Hangul: its family name comes first. */
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー\s]+$/u

/** Countries in whose languages the family name comes first. */
const FAMILY_NAME_FIRST: readonly unknown[] = ['vn', 'hu']

/** Made when the first full name is read. */
let titles: ReadonlySet<string> | undefined

/**
 * The digest of a first or last name, from the first source that holds one.
 * @param country ISO 3166-1 alpha-2 in lower case, for the order of a full name
 */
export function nameDigest(
  field: NameField,
  payload: Payload,
  others: OtherSources,
  country: string | undefined,
  { warn, trace }: Notes
) {
  const mapped = payload[field]
  const note = noteFor(field, trace)
  const other = readText(payload[field === 'first_name' ? 'last_name' : 'first_name'])
  const read = (value: unknown) => digestOf(field, readText(value), note, other)
  const digest = read(mapped) ?? firstFound(valuesOf(others, field, KEYS[field]), read)
  if (digest !== undefined) return digest
  noteUnusable(mapped, field, MAX_LENGTHS.name, warn)
  return nameInFullName(field, others, country, note)
}

function digestOf(
  field: NameField,
  text: string | undefined,
  note: Note | undefined,
  other?: string
): string | undefined {
  if (text === undefined || text.length > MAX_LENGTHS.name || isDigestOfNothing(text) || !hasLetter(text))
    return undefined
  return isNobodysName(field, text, other) ? undefined : hash(text, normalizeName, note)
}

/**
 * Whether a name stands for nobody, alone or with the other name of the person, as in `Consumidor` `Final`. The
 * number behind `Guest 123` does not make it a name. A word that is also a name stays beside another name.
 */
function isNobodysName(field: NameField, text: string, otherText: string | undefined): boolean {
  const word = withoutNumber(text)
  const isNobodys = isNobody(word)
  if (otherText === undefined || otherText.length > MAX_LENGTHS.name) return isNobodys
  const other = withoutNumber(otherText)
  if (isNobodys) return !isAlsoName(word, field) || isNobody(other)
  // Most names are no such word.
  return kindsOf(word) !== 0 && isNobody(field === 'first_name' ? `${word} ${other}` : `${other} ${word}`)
}

function withoutNumber(text: string): string {
  return text.replace(/\s?\d{1,20}$/, '')
}

/**
 * A full name of two words has a first and a last name, the last one first if a comma divides them, and in languages
 * that write it so. Three words cannot be assigned, except for the family name of a Vietnamese name.
 */
function nameInFullName(
  field: NameField,
  others: OtherSources,
  country: string | undefined,
  note: Note | undefined
): string | undefined {
  if (!isMapped(others, field)) return undefined
  for (const { name } of others.traits) {
    const text = foldText(readText(name) ?? '')
    if (text === '' || text.length > MAX_LENGTHS.name || isNobody(text)) continue
    const parts = partsOf(text, country)
    if (parts?.[field] !== undefined) return digestOf(field, parts[field], note)
  }
  return undefined
}

function partsOf(text: string, country: string | undefined): { [F in NameField]?: string } | undefined {
  const comma = text.indexOf(',')
  const parts = comma < 0 ? [text] : [text.slice(0, comma), text.slice(comma + 1)]
  const words = parts.flatMap((part) => part.trim().split(/\s+/))
  if (!words.every(isNameWord)) return undefined

  const [first, second] = words
  const isFamilyNameFirst = comma >= 0 || FAMILY_NAME_FIRST.includes(country) || EAST_ASIAN.test(text)
  if (words.length === 2) {
    return isFamilyNameFirst ? { first_name: second, last_name: first } : { first_name: first, last_name: second }
  }
  return country === 'vn' && comma < 0 && words.length > 2 ? { last_name: first } : undefined
}

function isNameWord(word: string): boolean {
  titles = titles ?? new Set(Object.values(TITLES).flatMap(splitWords))
  return WORD.test(word) && !titles.has(foldWord(word)) && !isNobody(word)
}

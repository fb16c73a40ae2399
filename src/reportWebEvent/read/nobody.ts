import { foldText, isLetter } from './text'
import { ALSO_NAMES, NOBODY } from './words/nobody'

/** What a word stands for: a missing value, nobody, nobody beside another word, or no place. */
export const MISSING = 1
export const PERSON = 2
const BESIDE = 4
export const PLACE = 8
const FIRST_NAME = 16
const LAST_NAME = 32
const NAME = FIRST_NAME | LAST_NAME

/** The longest text that can consist of words for nobody, in characters. */
const MAX_LENGTH = 60

/** The most words of an entry beside others. */
const MAX_WORDS = 3

/** The longest word of a language that writes no spaces. */
const MAX_WORD = 16

/** The first script that writes no spaces is Thai. */
const MAY_LACK_SPACES = /[\u0e00-\u0eff\u1100-\uffff]/

/** The shortest entry of several words that is also found without spaces, such as `guestuser`. `Noone` is a name. */
const MIN_JOINED = 7

const TITLE_CASE = /^[^\p{Ll}](?!.*\p{Lu})/u

/** Rows of keys from which hands type three or more in a row. */
const ROWS = 'qwertyuiop\nasdfghjkl\nzxcvbnm\nfdsa\nabcdefgh\nxyz\n123456'

/** Of three keys, only these: the others can be the initials of people. */
const THREE_KEYS = new Set(['qwe', 'asd', 'sdf', 'dfg', 'fgh', 'jkl', 'zxc', 'abc', 'xyz', '123'])

/** Each word in its folded form, with what it stands for. Made when the first word is looked up. */
let words: Map<string, number> | undefined

/**
 * What a text stands for if it consists of words for nobody, such as `Guest User` and `匿名用户`; otherwise 0.
 * @returns the sum of `MISSING`, `PERSON` and `PLACE`, and of bits for words that count beside others only
 */
export function kindsOf(text: string): number {
  if (text.length > MAX_LENGTH) return 0
  const known = readWords()
  if (!mayBeginWithWord(text)) return 0
  const folded = foldWord(text)
  const kinds = known.get(folded)
  if (kinds !== undefined) return kinds
  return folded.includes(' ') || MAY_LACK_SPACES.test(folded) ? kindsOfParts(partsOf(folded)) : 0
}

/**
 * What several words stand for. A word that is also a name does not count beside words that need a word for a person:
 * `Line Guest` may be a name.
 */
function kindsOfParts(parts: readonly number[]): number {
  if (parts.length < 2) return 0
  const all = (kinds: number) => parts.every((part) => (part & kinds) !== 0)
  const hasNobody = parts.some((part) => (part & (MISSING | PERSON)) !== 0 && (part & NAME) === 0)
  const isNobody = all(MISSING | PERSON) || (hasNobody && all(MISSING | PERSON | BESIDE))
  return (all(MISSING) ? MISSING : 0) | (isNobody ? PERSON : 0) | (all(MISSING | PLACE) ? PLACE : 0)
}

/** Whether a text is what hands type without thinking: one letter again and again, or keys in a row. */
export function isTyped(text: string): boolean {
  if (text.length > MAX_LENGTH) return false
  return /^(.)\1*$/iu.test(text) || areKeysInARow(text.toLowerCase())
}

/** Whether a text is a part of a row of keys, once or twice, as in `asdf` and `qweqwe`. */
function areKeysInARow(text: string): boolean {
  const half = text.slice(0, text.length / 2)
  const keys = half.length > 2 && text === half + half ? half : text
  return keys.length === 3 ? THREE_KEYS.has(keys) : keys.length > 3 && ROWS.includes(keys)
}

/** The bit that distinguishes the small letters of ASCII from the capital ones. */
const CASE = 32

/** For each pair of letters that a word of the table begins with, the lengths of these words, one bit each. */
const lengths = new Uint32Array(26 * 26)

/**
 * Whether the first word of a text has the first letters and the length of a word in the table. Most names have not, so
 * that they are never looked up. Any other text than words of ASCII may be in the table.
 */
function mayBeginWithWord(text: string): boolean {
  let end = 0
  while (isLetter(text.charCodeAt(end))) end++
  return end < 2 || (end < text.length && !SEPARATORS.has(text[end])) || (lengths[pairOf(text)] & bitOf(end)) !== 0
}

const SEPARATORS: ReadonlySet<string> = new Set(' .-_')

function pairOf(text: string): number {
  return ((text.charCodeAt(0) | CASE) - 97) * 26 + (text.charCodeAt(1) | CASE) - 97
}

function bitOf(length: number): number {
  return 1 << (length & 31)
}

/** Whether a text is a word for nobody that may also be a name, such as the last name `Guest`. */
export function isAlsoName(text: string, field: 'first_name' | 'last_name'): boolean {
  const kinds = kindsOf(text)
  return (kinds & (field === 'first_name' ? FIRST_NAME : LAST_NAME)) !== 0 && TITLE_CASE.test(text)
}

/** What the words of a text stand for, read as one if they can be; an empty list if one is not in the table. */
function partsOf(folded: string): number[] {
  const parts: number[] = []
  const texts = folded.split(' ')
  for (let index = 0; index < texts.length; ) {
    let count = Math.min(MAX_WORDS, texts.length - index)
    while (count > 1 && !readWords().has(texts.slice(index, index + count).join(' '))) count--
    const word = texts.slice(index, index + count).join(' ')
    const kinds = readWords().get(word)
    if (kinds !== undefined) parts.push(kinds)
    else if (!MAY_LACK_SPACES.test(word) || !divide(word, parts)) return []
    index += count
  }
  return parts
}

/** Adds the words of a text without spaces, the longest first; false if it consists of others, too. */
function divide(text: string, parts: number[]): boolean {
  for (let start = 0; start < text.length; ) {
    let length = Math.min(MAX_WORD, text.length - start)
    while (length > 0 && !readWords().has(text.slice(start, start + length))) length--
    if (length === 0) return false
    parts.push(readWords().get(text.slice(start, start + length)) as number)
    start += length
  }
  return true
}

function readWords(): Map<string, number> {
  if (words !== undefined) return words
  const read = new Map<string, number>()
  const add = (list: string, bit: number) => {
    for (const word of splitWords(list)) {
      const joined = word.replace(/ /g, '')
      for (const each of joined.length < MIN_JOINED ? [word] : [word, joined])
        read.set(each, (read.get(each) ?? 0) | bit)
    }
  }
  for (const { any, person, beside, place } of Object.values(NOBODY)) {
    add(any, MISSING)
    add(person, PERSON)
    add(beside, BESIDE)
    add(place, PLACE)
  }
  add(ALSO_NAMES.first, FIRST_NAME)
  add(ALSO_NAMES.last, LAST_NAME)
  for (const word of read.keys()) {
    const [, first] = /^([a-z]{2,})(?: |$)/.exec(word) ?? []
    if (first !== undefined) lengths[pairOf(first)] |= bitOf(first.length)
  }
  words = read
  return read
}

/** The words for nobody as tools write them before they hash them, with and without spaces. Names are not among them. */
export function spellingsOfNobody(): string[] {
  const written = Object.values(NOBODY).flatMap(({ any, person }) => `${any},${person}`.split(','))
  return written
    .map((word) => word.trim().toLowerCase())
    .filter((word) => (kindsOf(word) & NAME) === 0)
    .flatMap((word) => [word, word.replace(/\s/g, '')])
}

/** The words of a table in the form that is looked up. */
export function splitWords(list: string): string[] {
  return list.split(',').map(foldWord)
}

const PLAIN = /^[\x20-\x7e]*$/

/** Marks of Latin, Cyrillic, Hebrew, Arabic and Hindi that people leave out, and the Arabic tatweel. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u093c\u0640]/g

const SAME_LETTERS: Readonly<Record<string, string>> = { đ: 'd', ł: 'l', ı: 'i', ø: 'o', ß: 'ss', ى: 'ي', ة: 'ه' }

/** A text in lower case, without accents and apostrophes, and with one space for all other signs. */
export function foldWord(text: string): string {
  if (/^[a-z0-9]+(?: [a-z0-9]+)*$/i.test(text)) return text.toLowerCase()
  const lower = foldText(text).toLowerCase()
  if (PLAIN.test(lower))
    return lower
      .replace(/['`]/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  const bare = lower.normalize('NFD').replace(MARKS, '').normalize('NFC')
  return bare
    .replace(/[đłıøßىة]/g, (letter) => SAME_LETTERS[letter])
    .replace(/['’ʼ`´]/g, '')
    .replace(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim()
}

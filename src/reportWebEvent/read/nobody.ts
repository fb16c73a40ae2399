import { foldText } from './text'
import { ALSO_NAMES, NOBODY } from './words/nobody'

const ANY = 1
const PERSON = 2
const BESIDE = 4
const PLACE = 8
const FIRST_NAME = 16
const LAST_NAME = 32
const NAME = FIRST_NAME | LAST_NAME

/** The longest text that can consist of words for nobody, in characters. */
const MAX_LENGTH = 60

/** The longest word of a language that writes no spaces. */
const MAX_WORD = 16

/** The first script that writes no spaces is Thai. */
const MAY_LACK_SPACES = /[\u0e00-\u0eff\u1100-\uffff]/

const TITLE_CASE = /^[^\p{Ll}](?!.*\p{Lu})/u

/** Each word in its folded form, with what it stands for. Made when the first word is looked up. */
let words: Map<string, number> | undefined

/** Tells whether a text consists of words for a missing value, in any language. */
export function isMissingWord(text: string): boolean {
  return consistsOf(text, ANY, ANY)
}

/** Tells whether a text consists of words for nobody, such as `Guest User` and `匿名用户`. */
export function isNobodyWord(text: string): boolean {
  return consistsOf(text, ANY | PERSON, ANY | PERSON | BESIDE)
}

/** Tells whether a text consists of words for a missing place. */
export function isNowhereWord(text: string): boolean {
  return consistsOf(text, ANY | PLACE, ANY | PLACE)
}

/** Tells whether a text is a word for nobody that may also be a name, such as the last name `Guest`. */
export function isAlsoName(text: string, field: 'first_name' | 'last_name'): boolean {
  const bits = text.length > MAX_LENGTH ? 0 : (readWords().get(foldWord(text)) ?? 0)
  return (bits & (field === 'first_name' ? FIRST_NAME : LAST_NAME)) !== 0 && TITLE_CASE.test(text)
}

/**
 * Tells whether all words of a text are of the allowed kinds, and one of the needed kinds. A word that is also a name
 * does not count as one of these beside words that need a word for a person: `Line Guest` may be a name.
 */
function consistsOf(text: string, needed: number, allowed: number): boolean {
  if (text.length > MAX_LENGTH) return false
  const folded = foldWord(text)
  const whole = readWords().get(folded) ?? 0
  if ((whole & needed) !== 0) return true

  const parts = partsOf(folded)
  if (parts.length < 2 || !parts.every((part) => (part & allowed) !== 0)) return false
  return parts.every((part) => (part & needed) !== 0) || parts.some((part) => (part & needed) !== 0 && !(part & NAME))
}

/** What each word of a text stands for; an empty list if one of them is not in the table. */
function partsOf(folded: string): number[] {
  const parts: number[] = []
  for (const word of folded.split(' ')) {
    const bits = readWords().get(word)
    if (bits !== undefined) parts.push(bits)
    else if (!MAY_LACK_SPACES.test(word) || !divide(word, parts)) return []
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
    for (const word of splitWords(list)) read.set(word, (read.get(word) ?? 0) | bit)
  }
  for (const { any, person, beside, place } of Object.values(NOBODY)) {
    add(any, ANY)
    add(person, PERSON)
    add(beside, BESIDE)
    add(place, PLACE)
  }
  add(ALSO_NAMES.first, FIRST_NAME)
  add(ALSO_NAMES.last, LAST_NAME)
  words = read
  return read
}

/** The words of a table in the form in which they are looked up. */
export function splitWords(list: string): string[] {
  return list.split(',').map(foldWord)
}

const PLAIN = /^[\x20-\x7e]*$/

/** Marks of Latin, Cyrillic, Hebrew, Arabic and Hindi that people leave out, and the Arabic tatweel. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u093c]/g

const SAME_LETTERS: Readonly<Record<string, string>> = { đ: 'd', ł: 'l', ı: 'i', ø: 'o', ß: 'ss', ى: 'ي', ة: 'ه' }

/** A text in lower case, without accents and apostrophes, and with one space for all other signs. */
export function foldWord(text: string): string {
  const lower = foldText(text).toLowerCase()
  if (/^[a-z0-9]*$/.test(lower)) return lower
  if (PLAIN.test(lower)) return spaced(lower)
  const bare = lower.normalize('NFD').replace(MARKS, '').normalize('NFC')
  return spaced(bare.replace(/[đłıøßىة]/g, (letter) => SAME_LETTERS[letter]))
}

function spaced(text: string): string {
  return text
    .replace(/['’ʼ`´]/g, '')
    .replace(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim()
}

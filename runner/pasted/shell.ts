import type { Excerpt } from './excerpt'
import { FaultAt } from './excerpt'

/** Escapes of `$'…'` that are one letter. */
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', a: '\x07' }

/** Escapes of `$'…'` that are numbers: hexadecimal, or octal. */
const NUMBER = /^(?:x([\da-f]{1,2})|u([\da-f]{1,4})|([0-7]{1,3}))/i

/** A backslash at the end of a line. */
const LINE_GOES_ON = /^\\\r?\n/

/**
 * Splits a command line into words as a shell does, and keeps their places. Nothing is expanded.
 * @throws FaultAt for a quotation mark that is not closed
 */
export function splitWords(text: string): Excerpt[] {
  const words: Excerpt[] = []
  let word: Word | undefined
  let index = 0
  while (index < text.length) {
    const character = text[index]
    if (/[\s;]/.test(character)) {
      if (word !== undefined) words.push(word.excerpt())
      word = undefined
      index++
    } else if (character === '#' && word === undefined) {
      index = endOf(text, '\n', index)
    } else if (LINE_GOES_ON.test(text.slice(index, index + 3))) {
      index = endOf(text, '\n', index) + 1
    } else {
      word ??= new Word()
      index = readPart(text, index, word)
    }
  }
  if (word !== undefined) words.push(word.excerpt())
  return words
}

class Word {
  private text = ''
  private readonly places: number[] = []

  add(text: string, place: number): void {
    this.text += text
    for (let count = 0; count < text.length; count++) this.places.push(place)
  }

  excerpt(): Excerpt {
    const { text, places } = this
    const end = (places.at(-1) ?? 0) + 1
    return { text, placeOf: (index) => places[index] ?? end }
  }
}

/** Reads one character, or what stands between quotation marks. @returns the place behind it */
function readPart(text: string, begin: number, word: Word): number {
  const character = text[begin]
  if (character === "'") return readQuoted(text, begin + 1, "'", word, () => 0)
  if (character === '"') return readQuoted(text, begin + 1, '"', word, escapeInDouble)
  if (character === '$' && text[begin + 1] === "'") return readQuoted(text, begin + 2, "'", word, escapeInAnsi)
  const isEscape = character === '\\'
  word.add(isEscape ? (text[begin + 1] ?? '') : character, begin)
  return begin + (isEscape ? 2 : 1)
}

/** Reads an escape. @returns the number of its characters behind the backslash; 0 if it is none */
type ReadEscape = (rest: string, add: (text: string) => void) => number

function readQuoted(text: string, begin: number, quote: string, word: Word, readEscape: ReadEscape): number {
  for (let index = begin; index < text.length; index++) {
    if (text[index] === quote) return index + 1
    const place = index
    const add = (value: string) => word.add(value, place)
    const length = text[index] === '\\' ? readEscape(text.slice(index + 1, index + 6), add) : 0
    if (length === 0) add(text[index])
    index += length
  }
  throw new FaultAt(begin - 1, 'This quotation mark is not closed.')
}

const escapeInDouble: ReadEscape = (rest, add) => {
  if (rest[0] === '\n') return 1
  if (!/^["\\$`]/.test(rest)) return 0
  add(rest[0])
  return 1
}

const escapeInAnsi: ReadEscape = (rest, add) => {
  const [all, hex, unicode, octal] = NUMBER.exec(rest) ?? []
  const code = hex ?? unicode ?? octal
  add(code === undefined ? (LETTERS[rest[0]] ?? rest[0] ?? '') : String.fromCharCode(parseInt(code, octal ? 8 : 16)))
  return all?.length ?? 1
}

function endOf(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from)
  return found < 0 ? text.length : found
}

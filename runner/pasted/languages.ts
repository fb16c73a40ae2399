import { tokenizer, tokTypes } from 'acorn'

/** A bracket that is open. */
interface Bracket {
  place: number
  /** Whether it holds keys with `=>`, as hashes of Ruby and arrays of PHP do. */
  isHash: boolean
  /** Whether it holds the arguments of a call. */
  isCall: boolean
}

const OPENING = [tokTypes.braceL, tokTypes.bracketL, tokTypes.parenL]
const CLOSING = [tokTypes.braceR, tokTypes.bracketR, tokTypes.parenR]

/** A text that may be a call in Ruby or PHP. */
export const RUBY_OR_PHP = /=>|::|\(\s*\w+:/

/**
 * Writes calls of Ruby and PHP as ones of JavaScript, each character in its place: `(key: 1)` as `(key= 1)`, `:key => 1`
 * as ` key :  1`, `["key" => 1]` and `array("key" => 1)` as objects, `::` as ` .`.
 */
export function toJavaScript(text: string): string {
  const characters = text.split('')
  const write = (place: number, replacement: string) => characters.splice(place, replacement.length, ...replacement)
  const open: Bracket[] = []
  const tokens = [...tokenizer(text, { ecmaVersion: 'latest' })]
  for (const [index, { type, start, end }] of tokens.entries()) {
    const [before, after] = [tokens[index - 1], tokens[index + 1]]
    const bracket = open.at(-1)
    if (OPENING.includes(type)) {
      const isArray = type === tokTypes.parenL && text.slice(before?.start, before?.end) === 'array'
      if (isArray) write(before.start, `${' '.repeat(start - before.start)}[`)
      open.push({ place: start, isHash: false, isCall: type === tokTypes.parenL && !isArray })
    } else if (CLOSING.includes(type)) {
      const closed = open.pop()
      if (closed?.isHash) write(closed.place, '{')
      if (closed?.isCall === false) write(start, closed.isHash || type === tokTypes.braceR ? '}' : ']')
    } else if (type === tokTypes.arrow) {
      write(start, bracket?.isCall ? '= ' : ': ')
      if (bracket?.isCall === false) bracket.isHash = true
    } else if (type === tokTypes.colon) {
      const isKey = before?.type === tokTypes.name && before.end === start
      if (after?.type === tokTypes.colon && after.start === end) write(start, ' .')
      else if (before?.type === tokTypes.colon && before.end === start) continue
      else if (isKey && bracket?.isCall) write(start, '=')
      else if (!isKey && after?.start === end && tokens[index + 2]?.type === tokTypes.arrow) write(start, ' ')
    }
  }
  return characters.join('')
}

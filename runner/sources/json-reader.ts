import { isUtf8 } from 'node:buffer'
import { QUOTE } from './json-bytes'

/** Text that may hold a number which JavaScript does not hold exactly: `Number.MAX_SAFE_INTEGER` has 16 digits. */
const MAYBE_UNSAFE = /(?:^|[:,[])\s*-?(?:\d{16}|\d{10,15}\.\d)/

/** A whole string, which is passed over, or a whole number. JSON has no string without an end. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

const INTEGER = /^-?\d+$/

/** A decimal number with more digits before the dot than an amount has: the client ID of Google Analytics. */
const DECIMAL_ID = /^-?\d{10,15}\.\d+$/

/** Text that holds the escape of a surrogate, such as `\ud83d`. */
const MAYBE_LONE_SURROGATE = /\\u[dD][89a-fA-F]/

/** An escape: a pair of surrogates, one without its other half (captured), or any other. */
const ESCAPE = /\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F])|.)/g

/** The problem of JSON that has a lone surrogate. */
export const LONE_SURROGATE = 'contains a lone surrogate, such as \\ud83d'

/**
 * Parses JSON as `JSON.parse` does, but keeps the digits of integers, and of decimal IDs such as 1234567890.1600000001, that JavaScript
 * would round: they become strings. Other numbers are amounts, and stay numbers.
 * @throws SyntaxError for text that is not JSON
 */
export function readJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (!holdsLongRun(text) || !MAYBE_UNSAFE.test(text)) return value
  // Only valid JSON can be cut into strings and numbers like this.
  const quoted = text.replace(STRING_OR_NUMBER, (token) => (isUnsafe(token) ? `"${token}"` : token))
  return quoted === text ? value : JSON.parse(quoted)
}

/**
 * Decodes a JSON document. A string in it whose bytes are not UTF-8 begins with a lone surrogate, which marks its event
 * from the others: decoded as it is, each such byte would become the same character.
 */
export function decodeUtf8(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString()
  let text = ''
  for (let begin = 0; begin <= bytes.length; ) {
    const quote = bytes.indexOf(QUOTE, begin)
    const piece = bytes.subarray(begin, quote < 0 ? bytes.length : quote)
    text += `${isUtf8(piece) ? '' : '\ud800'}${piece.toString()}${quote < 0 ? '' : '"'}`
    begin += piece.length + 1
  }
  return text
}

/**
 * Whether valid JSON contains a lone surrogate. Lone surrogates all become the same character when they are sent, which would
 * make different people one.
 */
export function hasLoneSurrogate(json: string): boolean {
  if (!json.includes('\\u') || !MAYBE_LONE_SURROGATE.test(json)) return false
  for (const [, lone] of json.matchAll(ESCAPE)) if (lone !== undefined) return true
  return false
}

/** The least characters of a number that JavaScript may round: sixteen digits, or more with a dot among them. */
const LONG_RUN = 16

/** Tells whether so many digits and dots are in a row. Of such a run, one is at each sixteenth character. */
function holdsLongRun(text: string): boolean {
  for (let index = LONG_RUN - 1; index < text.length; index += LONG_RUN) {
    if (!isDigitOrDot(text, index)) continue
    let begin = index
    while (isDigitOrDot(text, begin - 1)) begin--
    let end = index + 1
    while (isDigitOrDot(text, end)) end++
    if (end - begin >= LONG_RUN) return true
  }
  return false
}

function isDigitOrDot(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return (code >= 48 && code <= 57) || code === 46
}

function isUnsafe(token: string): boolean {
  if (INTEGER.test(token)) return !Number.isSafeInteger(Number(token))
  return DECIMAL_ID.test(token) && String(Number(token)) !== token.replace(/(?<!0)0+$/, '').replace(/\.$/, '')
}

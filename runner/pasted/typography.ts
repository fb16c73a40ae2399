import { blank } from './excerpt'

/** Blocks of code in Markdown, with their lines of backticks or tildes. */
const FENCE = /^[ \t]*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)^[ \t]*\1[ \t]*$/gm

/** The code of the blocks of a text, at its places; `undefined` if there are none. */
export function findFenced(text: string): string | undefined {
  let code = ''
  for (const { 0: all, 1: fence, 2: content, index } of text.matchAll(FENCE)) {
    const begin = index + all.indexOf('\n', all.indexOf(fence)) + 1
    code += blank(text.slice(code.length, begin)) + content
  }
  return code === '' ? undefined : code + blank(text.slice(code.length))
}

/** Quotation marks as word processors write them, by the straight one they stand for. */
const DOUBLE = '“”„‟«»'
const SINGLE = '‘’‚‛'

export function hasTypographicQuotes(text: string): boolean {
  return [...DOUBLE, ...SINGLE].some((quote) => text.includes(quote))
}

/** What follows a quotation mark that closes. */
const CLOSED = /^\s*(?:[:,}\])]|$)/

/** Writes straight quotation marks in place of the ones around texts. Quotation marks within texts stay. */
export function straightenQuotes(text: string): string {
  let straight = ''
  for (let index = 0; index < text.length; ) {
    const character = text[index]
    const marks = [DOUBLE, SINGLE].find((known) => known.includes(character))
    const end =
      marks === undefined ? endOfString(text, index) : closingMark(text, index, marks + (marks === DOUBLE ? '"' : "'"))
    const content = text.slice(index + 1, end)
    if (marks === undefined || end < 0) {
      const stop = end < 0 ? index : end
      straight += text.slice(index, stop + 1)
      index = stop + 1
    } else {
      const quote = content.includes('"') ? "'" : '"'
      straight += quote + content + quote
      index = end + 1
    }
  }
  return straight
}

function closingMark(text: string, begin: number, marks: string): number {
  for (let index = begin + 1; index < text.length; index++) {
    if (text[index] === '\n') return -1
    if (marks.includes(text[index]) && CLOSED.test(text.slice(index + 1))) return index
  }
  return -1
}

/** The end of a string with straight quotation marks; the place itself if there is none. */
function endOfString(text: string, begin: number): number {
  const quote = text[begin]
  if (quote !== '"' && quote !== "'") return begin
  for (let index = begin + 1; index < text.length && text[index] !== '\n'; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === quote) return index
  }
  return begin
}

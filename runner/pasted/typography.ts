import { blank } from './excerpt'

/** The first and the last line of a block of code in Markdown: https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
const FENCE = /^[ \t]*(`{3,}|~{3,})/

/** The code of the blocks of a text, at its places; `undefined` if there are none. */
export function findFenced(text: string): string | undefined {
  let code = ''
  let fence: string | undefined
  let begin = 0
  let index = 0
  for (const line of text.split('\n')) {
    const next = index + line.length + 1
    if (fence === undefined) {
      fence = FENCE.exec(line)?.[1]
      begin = next
    } else if (line.trim() === fence) {
      code += blank(text.slice(code.length, begin)) + text.slice(begin, index)
      fence = undefined
    }
    index = next
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
const CLOSED = /\s*(?:[:,}\])]|$)/y

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
    CLOSED.lastIndex = index + 1
    if (marks.includes(text[index]) && CLOSED.test(text)) return index
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

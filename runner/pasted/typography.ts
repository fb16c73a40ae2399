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

/** A kind of quotation marks: which begin a text, and which may end it. Within straight ones, a backslash escapes. */
interface QuoteKind {
  begins: string
  ends: string
  isStraight: boolean
}

const KINDS: readonly QuoteKind[] = [
  { begins: DOUBLE, ends: `${DOUBLE}"`, isStraight: false },
  { begins: SINGLE, ends: `${SINGLE}'`, isStraight: false },
  { begins: '"', ends: '"', isStraight: true },
  { begins: "'", ends: "'", isStraight: true }
]

/** What follows a typographic quotation mark that closes. */
const CLOSED = /\s*(?:[:,}\])]|$)/y

/** Writes straight quotation marks in place of the ones around texts. Quotation marks within texts stay. */
export function straightenQuotes(text: string): string {
  let straight = ''
  /** The place up to which a kind has no end, so that it is looked for once. */
  const unclosed = new Map<QuoteKind, number>()
  for (let index = 0; index < text.length; ) {
    const kind = KINDS.find(({ begins }) => begins.includes(text[index]))
    if (kind === undefined || index < (unclosed.get(kind) ?? 0)) {
      straight += text[index++]
      continue
    }
    const { end, isClosed } = findEnd(text, index, kind)
    if (isClosed) {
      straight += kind.isStraight ? text.slice(index, end + 1) : quoted(text.slice(index + 1, end))
      index = end + 1
    } else unclosed.set(kind, end)
  }
  return straight
}

function quoted(content: string): string {
  const quote = content.includes('"') ? "'" : '"'
  return quote + content + quote
}

/** Finds the end of a text on its line, or else the place up to which there is none. */
function findEnd(text: string, begin: number, { ends, isStraight }: QuoteKind): { end: number; isClosed: boolean } {
  let index = begin + 1
  for (; index < text.length && text[index] !== '\n'; index++) {
    CLOSED.lastIndex = index + 1
    if (isStraight && text[index] === '\\') index++
    else if (ends.includes(text[index]) && (isStraight || CLOSED.test(text))) return { end: index, isClosed: true }
  }
  return { end: index, isClosed: false }
}

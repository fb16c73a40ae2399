import { MAX_LINE_BYTES } from './chunk'
import { findWrappedList } from './wrapped-list'

/** The bytes of U+FEFF, one character each. */
const BYTE_ORDER_MARK = '\xEF\xBB\xBF'

/** Bytes that are enough to recognize a file: no event is longer. */
const MAX_HEAD_BYTES = MAX_LINE_BYTES

/**
 * Tells documents, such as a list or an object that is printed over several lines, from one JSON object a line.
 * @param head the first bytes of the input
 * @param isWhole whether there are no further bytes
 * @returns `undefined` if more bytes are needed
 */
export function isDocument(head: Buffer, isWhole: boolean): boolean | undefined {
  if (head.length < BYTE_ORDER_MARK.length && !isWhole) return undefined
  const text = head.toString('latin1').replace(BYTE_ORDER_MARK, '').trimStart()
  if (text === '') return isWhole ? false : undefined
  if (text[0] === '[') return true
  if (text[0] !== '{') return false

  const isEnough = isWhole || head.length >= MAX_HEAD_BYTES
  const { end, open, isInString } = scanLine(text)
  if (isInString && end < text.length) return false
  const rest = text.slice(end)
  if (open.length === 0 && /^[ \t\r]*\n/.test(rest)) return false
  const next = rest.trimStart()[0]
  if (next === undefined) return isEnough ? open.length > 0 && findWrappedList(head) !== undefined : undefined
  if (open.length > 0) return continues(text.slice(0, end).trimEnd(), next, open[open.length - 1])
  // Another object on the same line, or a comma before it.
  return next === '{' || next === ','
}

/** The end of the first line, or of its first value, and the brackets that are open there. */
function scanLine(text: string): { end: number; open: string[]; isInString: boolean } {
  const open: string[] = []
  let isInString = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '\n') return { end: index, open, isInString }
    if (isInString) {
      if (character === '\\') index++
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === '{' || character === '[') open.push(character)
    else if (character === '}' || character === ']') {
      open.pop()
      if (open.length === 0) return { end: index + 1, open, isInString }
    }
  }
  return { end: text.length, open, isInString }
}

/** Whether a line goes on, as JSON would, with the first character of the next one; a line that is cut does not. */
function continues(line: string, next: string, container: string): boolean {
  const last = line[line.length - 1]
  if (last === ':') return true
  if (container === '{')
    return last === '{' || last === ',' ? next === '"' || next === '}' : next === ',' || next === '}'
  return last === '[' || last === ',' || next === ',' || next === ']'
}

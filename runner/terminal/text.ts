import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

/** Cuts a text to a number of columns, with an ellipsis. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  const [start] = wrapAnsi(text, columns - 1, { hard: true, trim: false, wordWrap: false }).split('\n')
  return `${start}…`
}

/** Cuts the start of a text to a number of columns, with an ellipsis, or fills it with blanks. */
export function cutStart(text: string, columns: number): string {
  let end = text
  while (stringWidth(end) > columns) end = `…${[...end].slice(2).join('')}`
  return end + ' '.repeat(columns - stringWidth(end))
}

/** Fills a name with blanks, or cuts it, to a number of columns. */
export function toWidth(name: string, columns: number): string {
  const text = cut(visible(name), columns)
  return text + ' '.repeat(columns - stringWidth(text))
}

/** A JSON value as a text on one line, without characters that a terminal would obey. */
export function formatValue(value: unknown): string {
  return visible(JSON.stringify(value) ?? 'undefined')
}

/** Escapes each character that a terminal would obey or hide, such as one in the name of a file. */
export function visible(text: string): string {
  return text.replace(/\p{C}/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}

/** Escapes as `visible` does, and keeps the ends of lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n')
}

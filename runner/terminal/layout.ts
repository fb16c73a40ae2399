import { styleText } from 'node:util'
import { Help } from '@commander-js/extra-typings'

/** Columns of a line. */
export const WIDTH = 80

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_style, text) => text

/** Colours on a terminal, unless `NO_COLOR` is set. Node.js before 20.12 has no colours. */
export function paintFor(stream: { isTTY?: boolean }, noColor = process.env.NO_COLOR): Paint {
  const isColored = stream.isTTY === true && !noColor && typeof styleText === 'function'
  return isColored ? (style, text) => styleText(style, text) : plain
}

/** Breaks a text into lines. @param indent spaces before each of them @param hang further spaces from the second on */
export function wrap(text: string, indent = 0, hang = 0): string {
  const lines = new Help().boxWrap(text, WIDTH - indent - hang).split('\n')
  return lines
    .flatMap((line) => breakWord(line, WIDTH - indent - hang))
    .map((line, index) => ' '.repeat(index === 0 ? indent : indent + hang) + line)
    .join('\n')
}

/** A text without spaces can be longer than a line. */
function breakWord(line: string, width: number): string[] {
  const characters = [...line]
  if (characters.length <= width || line.includes('\u001b')) return [line]
  const parts: string[] = []
  for (let start = 0; start < characters.length; start += width) {
    parts.push(characters.slice(start, start + width).join(''))
  }
  return parts
}

/** Cuts a text to a number of columns. */
export function cut(text: string, columns: number): string {
  const characters = [...text]
  return characters.length <= columns ? text : `${characters.slice(0, columns - 1).join('')}…`
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

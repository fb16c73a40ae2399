import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { visible } from './layout'

/** Fills a name with blanks, or cuts it with an ellipsis, to a number of columns. */
export function toWidth(name: string, columns: number): string {
  const text = visible(name)
  const width = stringWidth(text)
  if (width <= columns) return text + ' '.repeat(columns - width)
  const [start] = wrapAnsi(text, columns - 1, { hard: true, trim: false, wordWrap: false }).split('\n')
  return `${start}…${' '.repeat(columns - 1 - stringWidth(start))}`
}

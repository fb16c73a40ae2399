import { Screen } from '../terminal/screen'
import { visibleLines } from '../terminal/text'

/** Prints an error, whose lines a terminal breaks between words. Names in it cannot command the terminal. */
export function printError(message: string): void {
  const screen = new Screen(process.stderr)
  const lines = visibleLines(`error: ${message}`).split('\n')
  console.error(lines.map((line) => screen.wrap(line)).join('\n'))
}

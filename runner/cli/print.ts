import { Screen } from '../terminal/screen'
import { visibleLines } from '../terminal/text'

/** Prints a result, as `printNotice` does, on standard output. @param hang blanks before each further line of a sentence */
export function printLine(message: string, hang = 0): void {
  console.log(fold(message, process.stdout, hang))
}

/** The user and the password of a URL, such as one that was typed in the place of another argument. */
const USER_INFORMATION = /(:\/+)[^\s/]*@/g

/**
 * Prints a message, whose lines a terminal breaks between words. Names in it cannot command the terminal, and no URL
 * shows its password.
 */
export function printNotice(message: string): void {
  console.error(fold(message.replace(USER_INFORMATION, '$1•••@'), process.stderr))
}

export function printError(message: string): void {
  printNotice(`error: ${message}`)
}

function fold(message: string, stream: NodeJS.WriteStream, hang = 0): string {
  const screen = new Screen(stream)
  return visibleLines(message)
    .split('\n')
    .map((line) => screen.wrap(line, hang))
    .join('\n')
}

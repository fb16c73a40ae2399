/** A part of a text, such as an argument of a command without its quotation marks. */
export interface Excerpt {
  text: string
  /** The place of a character of it in the whole text. */
  placeOf: (index: number) => number
}

/** A place in a text that cannot be read. */
export interface TextFault {
  /** From 1. */
  line: number
  /** From 1. */
  column: number
  /** A sentence that quotes nothing of the text. */
  message: string
}

/** A fault at a character of a text. */
export class FaultAt extends Error {
  constructor(
    readonly place: number,
    message: string
  ) {
    super(message)
  }
}

/** A text as a part of itself. */
export function whole(text: string): Excerpt {
  return { text, placeOf: (index) => index }
}

/** The number of the line of a character, and its number in that line. */
export function positionIn(text: string, place: number): Pick<TextFault, 'line' | 'column'> {
  const before = text.slice(0, place)
  return { line: before.split('\n').length, column: place - before.lastIndexOf('\n') }
}

/** Replaces all characters but line ends by spaces, so that the others keep their places. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

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

/** The places of a text as lines and columns. */
export class Positions {
  private readonly ends: number[] = []

  constructor(text: string) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.ends.push(end)
  }

  /** The line of a character, and its number in that line. */
  of(place: number): Pick<TextFault, 'line' | 'column'> {
    let [first, last] = [0, this.ends.length]
    while (first < last) {
      const middle = (first + last) >> 1
      if (this.ends[middle] < place) first = middle + 1
      else last = middle
    }
    return { line: first + 1, column: place - (this.ends[first - 1] ?? -1) }
  }
}

/** Replaces all characters but line ends by spaces, so that the others keep their places. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

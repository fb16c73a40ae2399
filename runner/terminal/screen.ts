import { styleText } from 'node:util'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

export type Color = 'green' | 'red' | 'yellow'

/** The width of tables on files, and on terminals that do not tell theirs, in columns. */
const DEFAULT_COLUMNS = 80

/** A wider table is harder to read; a narrower one has no room for its names. */
const [MIN_COLUMNS, MAX_COLUMNS] = [60, 120]

/** A stream that people read: a terminal, or a file in its place. */
export class Screen {
  constructor(private readonly stream: NodeJS.WriteStream) {}

  get isTerminal(): boolean {
    return this.stream.isTTY === true
  }

  /** The width of a line. */
  get columns(): number {
    return (this.isTerminal && this.stream.columns) || DEFAULT_COLUMNS
  }

  /** The width of a table. */
  get tableColumns(): number {
    return Math.min(Math.max(this.columns, MIN_COLUMNS), MAX_COLUMNS)
  }

  /** Colours a text on terminals, unless NO_COLOR is set, and elsewhere if FORCE_COLOR is set. */
  paint(color: Color, text: string): string {
    return styleText(color, text, { stream: this.stream })
  }

  /**
   * Breaks a text between words where a terminal ends. A file gets it as it is, so that a line can be searched for.
   * @param indent blanks before each further line
   */
  wrap(text: string, indent = 0): string {
    if (!this.isTerminal || stringWidth(text) <= this.columns) return text
    return this.breakLines(text, indent).join(`\n${' '.repeat(indent)}`)
  }

  /** Breaks a text as `wrap` does. @param indent blanks before all lines */
  indent(text: string, indent: number): string {
    const blanks = ' '.repeat(indent)
    const lines = this.isTerminal ? this.breakLines(text, indent) : [text]
    return blanks + lines.join(`\n${blanks}`)
  }

  private breakLines(text: string, indent: number): string[] {
    return wrapAnsi(text, this.columns - indent, { hard: true }).split('\n')
  }
}

import { styleText } from 'node:util'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

/** Width of tables in files, and on terminals that do not report theirs, in columns. */
const DEFAULT_COLUMNS = 80

/** A wider table is harder to read; a narrower one has no room for its names. */
const [MIN_COLUMNS, MAX_COLUMNS] = [60, 120]

/** Commands of a terminal: erase everything behind the cursor, and do not break lines, or do. */
const [ERASE_BELOW, NO_WRAP, WRAP] = ['\u001b[J', '\u001b[?7l', '\u001b[?7h']

/** A stream that people read: a terminal, or a file in its place. */
export class Screen {
  /** @param stream none for a plain text */
  constructor(private readonly stream?: NodeJS.WriteStream) {}

  get isTerminal(): boolean {
    return this.stream?.isTTY === true
  }

  /** Whether lines can be rewritten: not on a terminal without a cursor, such as that of an editor. */
  get canRewrite(): boolean {
    return this.isTerminal && process.env.TERM !== 'dumb'
  }

  /**
   * Replaces the last line. The cursor stays at its beginning, so that the line can be erased whatever width the terminal
   * has by then, and whether it broke the line or not.
   */
  rewrite(line: string): void {
    this.stream?.write(`\r${ERASE_BELOW}${line === '' ? '' : `${NO_WRAP}${line}${WRAP}\r`}`)
  }

  /** Calls a listener when the terminal has another size. @returns a function that removes the listener */
  onResize(listener: () => void): () => void {
    this.stream?.on('resize', listener)
    return () => this.stream?.off('resize', listener)
  }

  /** Width of a line. */
  get columns(): number {
    return (this.isTerminal && this.stream?.columns) || DEFAULT_COLUMNS
  }

  /** Width of a table, and of the paragraphs of a report. */
  get tableColumns(): number {
    return Math.min(Math.max(this.columns, MIN_COLUMNS), MAX_COLUMNS)
  }

  /** Colours a text on terminals, unless NO_COLOR is set, and elsewhere if FORCE_COLOR is set. */
  paint(style: Style, text: string): string {
    return this.stream === undefined ? text : styleText(style, text, { stream: this.stream })
  }

  /**
   * Breaks a message between words at the end of a terminal's line. A file gets it as it is, so that it can be searched.
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

  /**
   * Breaks a paragraph of a report, which is read as a page, in files too.
   * @param indent blanks before all lines
   * @param hang further blanks from the second line on
   */
  paragraph(text: string, indent = 0, hang = 0): string {
    const lines = wrapAnsi(text, this.tableColumns - indent - hang, { hard: true }).split('\n')
    return lines.map((line, index) => ' '.repeat(index === 0 ? indent : indent + hang) + line).join('\n')
  }

  private breakLines(text: string, indent: number): string[] {
    return wrapAnsi(text, this.columns - indent, { hard: true }).split('\n')
  }
}

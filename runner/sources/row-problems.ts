/** Problems of the rows of a table. */
const ROW_PROBLEMS = {
  columns: 'has another number of columns than the header',
  encoding: 'is not valid UTF-8',
  quotes: 'has a quotation mark that is not doubled or not closed, so that the rows behind it may be part of it'
}

/** JSON cannot begin with it. */
const MARK = '\0'

/** Writes a problem as a line, in the place of the row. */
export function toProblemLine(problem: keyof typeof ROW_PROBLEMS): string {
  return MARK + problem
}

/** Reads the problem that a line names, if it does. */
export function problemIn(line: string): string | undefined {
  return line.startsWith(MARK) ? ROW_PROBLEMS[line.slice(1).trim() as keyof typeof ROW_PROBLEMS] : undefined
}

import { ForeignFile } from './foreign-file'

const DELIMITERS = [',', '\t', ';', '|']

/** The name of a column, with quotation marks or without. */
const NAME = /^"?[\p{L}_$][\p{L}\p{N}\p{M}_$ .:/()-]*"?$/u

/** Bytes of the longest header. */
const MAX_HEADER_BYTES = 64 * 1024

/** Columns from which on lines without names are no prose. */
const LEAST_COLUMNS = 4

/**
 * Finds the character between the columns of a table.
 * @param head the first bytes of a text that is not JSON
 * @param isWhole whether there are no further bytes
 * @returns `false` for a text that is no table, and `undefined` if more bytes are needed
 * @throws ForeignFile for a table whose first line does not name its columns
 */
export function findDelimiter(head: Buffer, isWhole: boolean): string | false | undefined {
  const text = head
    .toString('utf8', 0, MAX_HEADER_BYTES)
    .replace(/^\uFEFF/, '')
    .trimStart()
  const lines = text.split('\n', 3)
  const isEnough = isWhole || head.length >= MAX_HEADER_BYTES
  if (lines.length < 2 && !isEnough) return undefined
  const delimiter = DELIMITERS.find((each) => isHeader(lines[0].trimEnd().split(each)))
  if (delimiter !== undefined) return delimiter
  if (lines.length < 3 && !isEnough) return undefined
  if (areRows(lines.slice(0, 2))) {
    throw new ForeignFile('is a table whose first line does not name its columns: export it with a header')
  }
  return false
}

function isHeader(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.every((cell) => cell === '' || NAME.test(cell.trim()))
}

/** Whether lines are rows of one table; those with JSON in them may be lines of a log. */
function areRows(lines: readonly string[]): boolean {
  if (lines.length < 2 || lines.some((line) => line.includes('{'))) return false
  return DELIMITERS.some((delimiter) => {
    const [first, second] = lines.map((line) => line.split(delimiter).length)
    return first >= LEAST_COLUMNS && first === second
  })
}

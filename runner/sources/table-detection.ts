const DELIMITERS = [',', '\t', ';', '|']

/** The name of a column, with quotation marks or without. */
const NAME = /^\s*"?[\p{L}_$][\p{L}\p{N}\p{M}_$ .:/()-]*"?\s*$/u

/** Bytes of the longest header. */
const MAX_HEADER_BYTES = 64 * 1024

/**
 * Finds the character between the columns of a table.
 * @param head the first bytes of a text that is not JSON
 * @param isWhole whether there are no further bytes
 * @returns `false` for a text that is no table, and `undefined` if more bytes are needed
 */
export function findDelimiter(head: Buffer, isWhole: boolean): string | false | undefined {
  const text = head
    .toString('utf8', 0, MAX_HEADER_BYTES)
    .replace(/^\uFEFF/, '')
    .trimStart()
  const end = text.indexOf('\n')
  if (end < 0 && !isWhole && head.length < MAX_HEADER_BYTES) return undefined
  const header = (end < 0 ? text : text.slice(0, end)).trimEnd()
  return DELIMITERS.find((delimiter) => isHeader(header.split(delimiter))) ?? false
}

function isHeader(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.every((cell) => cell === '' || NAME.test(cell))
}

import { Parser } from 'papaparse'
import { MAX_LINE_BYTES } from './chunk'
import { ForeignFile } from './foreign-file'
import { toProblemLine } from './lines'
import { findColumnProblem } from './warehouse-row'

/** Keys that lead to the value of a column; `undefined` for a column without a name. */
type TableColumn = readonly string[] | undefined

type TableRow = { [key: string]: string | null | TableRow }

/** Cells that stand for no value: blank, and as databases write it. */
const NOTHING = ['', '\\N', 'NULL', 'null']

/** Tables without a column for the name of the event, and the type of their events. */
const TYPES: Record<string, string> = { pages: 'page', screens: 'screen', identifies: 'identify', groups: 'group' }

/**
 * Splits CSV and TSV into lines of one JSON object each, whose keys the header names. A row is put on the line where it
 * begins, so that positions are those of the file, and the next lines stay blank if a cell goes on there.
 */
export class TableSplitter {
  private readonly decoder = new TextDecoder()
  /** The beginning of a row whose end has not been read. */
  private rest = ''
  private columns?: TableColumn[]
  /** Number of the next line, from 1. */
  private line = 1

  /** @param path the file, whose name may name a table */
  constructor(
    private readonly delimiter: string,
    private readonly path: string
  ) {}

  /** Splits the next bytes. @returns the rows that end in them @throws ForeignFile for a table that is none of events */
  split(bytes: Uint8Array): Buffer {
    return this.read(this.decoder.decode(bytes, { stream: true }), false)
  }

  /** Ends the table. @returns the last row, if it has no line end */
  end(): Buffer {
    return this.read(this.decoder.decode(), true)
  }

  private read(text: string, isEnd: boolean): Buffer {
    const input = this.rest + text
    const parser = new Parser({ delimiter: this.delimiter, newline: '\n', quoteChar: '"' })
    const { data, errors, meta } = parser.parse(input, 0, !isEnd)
    const broken = new Set(errors.map(({ row }: { row: number }) => row))
    const lines = (data as string[][]).map((cells, index) => this.toLine(cells, broken.has(index)))
    this.rest = input.slice(meta.cursor)
    if (this.rest.length > MAX_LINE_BYTES) throw new ForeignFile(this.describeLongRow())
    return Buffer.from(lines.join(''))
  }

  private toLine(cells: string[], isBroken: boolean): string {
    const lineEnds = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 1)
    this.line += lineEnds
    cells.push((cells.pop() ?? '').replace(/\r$/, ''))
    return this.contentOf(cells, isBroken) + '\n'.repeat(lineEnds)
  }

  private contentOf(cells: readonly string[], isBroken: boolean): string {
    if (cells.length === 1 && cells[0].trim() === '') return ''
    if (this.columns === undefined) {
      this.columns = readHeader(cells, this.typeByName())
      return ''
    }
    if (isBroken) return toProblemLine('quotes')
    if (cells.length !== this.columns.length) return toProblemLine('columns')
    const json = JSON.stringify(this.toRow(cells, this.columns))
    return json.includes('\uFFFD') ? toProblemLine('encoding') : json
  }

  private toRow(cells: readonly string[], columns: readonly TableColumn[]): TableRow {
    const row = newRow()
    for (const [index, keys] of columns.entries()) {
      if (keys !== undefined) setValue(row, keys, NOTHING.includes(cells[index]) ? null : cells[index])
    }
    const type = this.typeByName()
    if (type !== undefined) row.type ??= type
    return row
  }

  /** The type of the events of `pages.csv` or `prod_pages_000.csv.gz`. */
  private typeByName(): string | undefined {
    const name = this.path.split(/[\\/]/).at(-1) ?? ''
    const table = name.split(/[^a-z]+/i).find((word) => Object.hasOwn(TYPES, word.toLowerCase()))
    return table && TYPES[table.toLowerCase()]
  }

  private describeLongRow(): string {
    return `could not be read beyond line ${this.line}: a row is longer than 1 MiB, so that a quotation mark is probably not closed`
  }
}

/** @throws ForeignFile for a header that is none of events */
function readHeader(cells: readonly string[], type?: string): TableColumn[] {
  const isUpperCase = cells.every((cell) => cell === cell.toUpperCase())
  const names = cells.map((cell) => (isUpperCase ? cell.toLowerCase() : cell).trim())
  const problem = findColumnProblem(type === undefined ? names : [...names, 'type'])
  if (problem !== undefined) throw new ForeignFile(problem)
  return names.map((name) => (name === '' ? undefined : name.split('.')))
}

/** An object without inherited keys, as columns may have any name. */
function newRow(): TableRow {
  return Object.create(null)
}

/** The first value counts if several columns have one name. */
function setValue(row: TableRow, keys: readonly string[], value: string | null): void {
  let holder = row
  for (const key of keys.slice(0, -1)) {
    holder[key] ??= newRow()
    const child = holder[key]
    if (typeof child !== 'object' || child === null) return
    holder = child
  }
  holder[keys[keys.length - 1]] ??= value
}

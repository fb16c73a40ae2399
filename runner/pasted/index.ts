import type { AnyNode, Options } from 'acorn'
import { parse, parseExpressionAt, tokenizer, tokTypes } from 'acorn'
import type { EventType } from '../segment-event'
import { CODE, findCall, readCall } from './calls'
import { CURL, readCurl } from './curl'
import type { Excerpt, TextFault } from './excerpt'
import { blank, FaultAt, Positions, whole } from './excerpt'
import { RUBY_OR_PHP, toJavaScript } from './languages'
import type { LiteralValue } from './literals'
import { readLiteral, text as scalarOf, toJsonText } from './literals'
import { findFenced, hasTypographicQuotes, straightenQuotes } from './typography'

export type { TextFault } from './excerpt'

/** What was found in a text that a person pasted. */
export interface PastedText {
  /** JSON on one line each, with the line of the text that it begins on. */
  values: { line: number; json: string }[]
  /** How the text was read, as sentences such as `Read as a curl command; 2 trailing commas dropped.` */
  notes: string[]
  faults: TextFault[]
}

/** What is read, for whoever has another text. */
export const READ_FORMS =
  'JSON, curl commands, and calls such as analytics.track(…) in JavaScript, Python, Ruby and PHP are read. Write the event of another library as JSON.'

/** Texts within texts that are looked into. */
const MAX_DEPTH = 3

/** The beginning of a text in one of the forms that are understood here. */
const BEGINNING = /^\s*(?:[{[(']|"[{[\\]|[“”„‟«‘’‚‛]|\/[/*]|#)/

/**
 * Reads a text as people copy it: JSON with comments, trailing commas or other quotation marks, a block of code, a curl
 * command, calls of Segment's libraries, or JSON within a text. Code is read, never run.
 * @returns `undefined` for a text of another form, such as JSON that needs no help, one event a line, or a table
 */
export function readPasted(text: string): PastedText | undefined {
  const pasted = text.replace(/^\uFEFF/, ' ')
  const source = findFenced(pasted) ?? pasted
  const isUnderstood = [BEGINNING, CODE, CURL].some((beginning) => beginning.test(source))
  if (!isUnderstood || isPlain(pasted)) return undefined
  const reading = new Reading(pasted)
  if (source !== pasted) reading.kinds.add('a block of code')
  reading.attempt(() => {
    const lines = source.split('\n')
    const first = lines.find((line) => line.trim() !== '') ?? ''
    const isLines = isObjectText(first) && lines.filter((line) => line.trim() !== '').length > 1
    if (isLines) readEachLine(lines, reading)
    else if (CURL.test(withoutComments(source))) readCommands(source, reading)
    else readDocument(whole(source), reading)
  })
  return reading.result
}

/** What has been read of a text so far. */
class Reading {
  readonly values: { place: number; json: string }[] = []
  readonly faults: TextFault[] = []
  readonly kinds = new Set<string>()
  readonly dropped = { comment: 0, 'trailing comma': 0, 'other statement': 0 }
  readonly replaced = new Set<string>()
  readonly further = new Set<string>()

  private readonly positions: Positions

  constructor(text: string) {
    this.positions = new Positions(text)
  }

  add(value: LiteralValue, place: number): void {
    this.values.push({ place, json: toJsonText(value) })
  }

  /** Runs a part of the reading, and notes its fault. */
  attempt(read: () => void): void {
    try {
      read()
    } catch (error) {
      this.note(error)
    }
  }

  get result(): PastedText {
    const values = this.values.map(({ place, json }) => ({ line: this.positions.of(place).line, json }))
    return { values, notes: this.notes, faults: this.faults }
  }

  private note(error: unknown): void {
    // The parser and this reader go as deep as the values.
    const known = error instanceof RangeError ? new FaultAt(0, 'The values are nested too deeply.') : error
    if (!(known instanceof FaultAt)) throw known
    this.faults.push({ ...this.positions.of(known.place), message: known.message })
  }

  private get notes(): string[] {
    const dropped = Object.entries(this.dropped).filter(([, count]) => count > 0)
    const parts = [
      this.kinds.size > 0 ? `Read as ${listOf([...this.kinds])}` : '',
      dropped.length > 0 ? `${listOf(dropped.map(([noun, count]) => formatCount(count, noun)))} dropped` : '',
      this.replaced.size > 0 ? `${listOf([...this.replaced])} read as in JSON` : ''
    ].filter((part) => part !== '')
    if (parts.length === 0) return [...this.further]
    return [`${parts.join('; ')}.`.replace(/^./, (letter) => letter.toUpperCase()), ...this.further]
  }
}

function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** Whether the usual readers do as well: JSON, or JSON on each line. */
function isPlain(text: string): boolean {
  const whole = parseJson(text)
  if (whole !== undefined) return typeof whole.value !== 'string'
  return text.split('\n').every((line) => line.trim() === '' || parseJson(line) !== undefined)
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function isObjectText(text: string): boolean {
  const { value } = parseJson(text) ?? {}
  return typeof value === 'object' && value !== null
}

/** Reads one value a line. A line with a fault costs only itself. */
function readEachLine(lines: readonly string[], reading: Reading): void {
  let place = 0
  for (const line of lines) {
    const begin = place
    const excerpt = { text: line, placeOf: (index: number) => begin + index }
    if (/^\s*[{[]/.test(line)) reading.attempt(() => readDocument(excerpt, reading))
    else if (line.trim() !== '') reading.attempt(() => notJson(begin))
    place += line.length + 1
  }
}

function notJson(place: number): never {
  throw new FaultAt(place, 'This line is not JSON.')
}

function readCommands(source: string, reading: Reading): void {
  const { commands, bodies } = readCurl(source)
  reading.kinds.add(commands === 1 ? 'a curl command' : `${commands} curl commands`)
  for (const { type, ...body } of bodies) reading.attempt(() => readDocument(body, reading, { type }))
}

interface DocumentOptions {
  depth?: number
  /** The type of an event that has none. */
  type?: EventType
}

/** Reads values, or calls. */
function readDocument(excerpt: Excerpt, reading: Reading, { depth = 0, type }: DocumentOptions = {}): void {
  const { text, placeOf } = excerpt
  const isCode = CODE.test(withoutComments(text)) && depth === 0
  const { nodes, source, ...seen } = parseTolerantly(text, placeOf, isCode)
  for (const noun of ['comment', 'trailing comma'] as const) reading.dropped[noun] += seen[noun]
  for (const kind of seen.replaced) reading.replaced.add(kind)
  const locate = <T>(read: () => T): T => {
    try {
      return read()
    } catch (error) {
      throw error instanceof FaultAt ? new FaultAt(placeOf(error.place), error.message) : error
    }
  }
  if (isCode) {
    locate(() => readStatements(nodes, reading, placeOf))
    return
  }
  for (const node of nodes) {
    const value = locate(() => readLiteral(node)) ?? scalarOf('')
    const styles = stylesIn(source.slice(node.start, node.end))
    // Those of typographic quotes may have become single ones.
    for (const style of styles) if (style !== SINGLE_QUOTES || seen.replaced.length === 0) reading.replaced.add(style)
    readValue(value, { place: placeOf(node.start), depth, type }, reading)
  }
}

function readValue(
  value: LiteralValue,
  { place, depth = 0, type }: DocumentOptions & { place: number },
  reading: Reading
): void {
  const text: unknown = 'json' in value ? JSON.parse(value.json) : undefined
  if (typeof text === 'string' && /^\s*["[{]/.test(text) && depth < MAX_DEPTH) {
    reading.kinds.add('JSON within a text')
    readDocument({ text, placeOf: () => place }, reading, { depth: depth + 1, type })
  } else if (type !== undefined && value instanceof Map && !value.has('type') && !value.has('batch')) {
    reading.further.add(`The type "${type}" is that of the address.`)
    reading.add(new Map([['type', scalarOf(type)], ...value]), place)
  } else reading.add(value, place)
}

/** Reads the calls among statements, or else the objects that are named. */
function readStatements(nodes: readonly AnyNode[], reading: Reading, placeOf: Excerpt['placeOf']): void {
  const expressions = nodes.map((node) => (node.type === 'ExpressionStatement' ? node.expression : undefined))
  const calls = expressions.flatMap((expression) => (expression && findCall(expression)) ?? [])
  for (const call of calls) reading.add(readCall(call), placeOf(call.node.start))
  if (calls.length === 0) {
    const objects = nodes.flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []))
    for (const { init } of objects) {
      if (init?.type === 'ObjectExpression') reading.add(readLiteral(init) as LiteralValue, placeOf(init.start))
    }
    if (reading.values.length > 0) return
    throw new FaultAt(nodes[0]?.start ?? 0, `This code holds no call of Segment’s libraries. ${READ_FORMS}`)
  }
  reading.dropped['other statement'] += nodes.length - calls.length
  reading.kinds.add(calls.length === 1 ? `a call of ${calls[0].name}` : `${calls.length} calls of Segment’s library`)
  reading.further.add(
    'The library itself would add what a call does not name, such as messageId, timestamp and context.'
  )
}

/** The text as it was parsed, and what the parser has passed over. */
interface ParsedText {
  nodes: AnyNode[]
  source: string
  comment: number
  'trailing comma': number
  replaced: string[]
}

/** Ways to write a text another way. Each keeps all characters in their places. */
const REPAIRS: { applies: (text: string) => boolean; repair: (text: string) => string; replaced?: string }[] = [
  { applies: () => true, repair: (text) => text },
  { applies: (text) => /^[ \t]*#/m.test(text), repair: withoutComments },
  { applies: hasTypographicQuotes, repair: straightenQuotes, replaced: 'typographic quotes' },
  { applies: (text) => RUBY_OR_PHP.test(text) && CODE.test(text), repair: toJavaScript }
]

/** @throws FaultAt at the place of the first failure, if no repair helps */
function parseTolerantly(text: string, placeOf: Excerpt['placeOf'], isCode: boolean): ParsedText {
  let failure: unknown
  let source = text
  const replaced: string[] = []
  for (const { applies, repair, replaced: kind } of REPAIRS) {
    if (!applies(source)) continue
    try {
      source = repair(source)
      if (kind !== undefined) replaced.push(kind)
      const hashes = [...text.matchAll(/^[ \t]*#/gm)].length
      const parsed = parseWith(source, isCode)
      return { ...parsed, source, comment: parsed.comment + (source === text ? 0 : hashes), replaced }
    } catch (error) {
      failure = error
    }
  }
  throw toFault(failure, text, placeOf)
}

function parseWith(source: string, isCode: boolean): Omit<ParsedText, 'source' | 'replaced'> {
  const seen = { comment: 0, 'trailing comma': 0 }
  const options: Options = {
    ecmaVersion: 'latest',
    allowAwaitOutsideFunction: true,
    onComment: () => seen.comment++,
    onTrailingComma: () => seen['trailing comma']++
  }
  if (isCode) {
    const nodes = parse(source, { ...options, sourceType: 'module', allowReturnOutsideFunction: true }).body
    return { nodes: nodes as AnyNode[], ...seen }
  }
  const nodes: AnyNode[] = []
  for (let place = nextValue(source, 0); place < source.length; ) {
    const node: AnyNode = parseExpressionAt(source, place, options)
    nodes.push(...(node.type === 'SequenceExpression' ? node.expressions : [node]))
    place = nextValue(source, node.end)
  }
  return { nodes, ...seen }
}

/** The place of the next value, behind blanks, comments, and the separators of values. */
function nextValue(source: string, begin: number): number {
  const rest = /^(?:[\s,;]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/.exec(source.slice(begin)) as RegExpExecArray
  return begin + rest[0].length
}

function toFault(error: unknown, text: string, placeOf: Excerpt['placeOf']): unknown {
  if (!(error instanceof SyntaxError)) return error
  const { pos = 0, message } = error as SyntaxError & { pos?: number }
  const isCut = text.slice(pos).trim() === ''
  const reason = isCut ? 'The text ends here, inside of a value.' : `${message.replace(/ \(\d+:\d+\)$/, '')}.`
  return new FaultAt(placeOf(isCut ? text.trimEnd().length : pos), reason)
}

const SINGLE_QUOTES = 'single quotes'

/** The ways of writing that JSON does not know. */
function stylesIn(source: string): Set<string> {
  const styles = new Set<string>()
  let name = false
  for (const { type, start } of tokenizer(source, { ecmaVersion: 'latest' })) {
    if (type === tokTypes.string && source[start] === "'") styles.add(SINGLE_QUOTES)
    if (type === tokTypes.colon && name) styles.add('keys without quotes')
    name = type === tokTypes.name
  }
  return styles
}

/** Lines that are comments of a shell, of Python or of Ruby. */
function withoutComments(source: string): string {
  return source.replace(/^[ \t]*#.*$/gm, blank)
}

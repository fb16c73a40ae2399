import { ByteBuffer } from './byte-buffer'
import { MAX_LINE_BYTES, NEWLINE } from './chunk'
import { COMMA, countLines, isBlank, LIST_BEGIN, LIST_END, withinLine } from './json-bytes'
import { ValueScanner } from './value-scanner'
import { concernsEvents, findWrappedList } from './wrapped-list'

const ENVELOPE_END = Buffer.from(']}')

/**
 * Splits JSON documents into lines of one value each: the items of a list, and values that follow one another. The
 * bytes of a value stay as they are, so that no digit of a number is lost, and a broken value costs only itself. Each
 * value is put on the line where it begins, or on the next free one.
 *
 * Memory does not grow with the document: an object that is too long for a line, such as `{ "batch": [...] }`, becomes
 * one object of the same kind for each item of its list.
 */
export class DocumentSplitter {
  private state: 'between' | 'value' | 'tooLong' | 'rest' = 'between'
  private scanner = new ValueScanner()
  private isInList = false
  /** The beginning of a long object, up to its list, while the items of that list are split. */
  private envelope?: Uint8Array
  /** The value so far, or the rest of a long object. */
  private readonly value = new ByteBuffer(0)
  /** Lines of the input and of the output, from 1. */
  private line = 1
  private outputLine = 1
  private valueLine = 1
  private output = new ByteBuffer(0)

  /** Splits the next bytes. @returns the values that end in them, each on a line */
  split(bytes: Uint8Array): Buffer {
    this.output = new ByteBuffer(bytes.length)
    this.read(bytes)
    return this.output.bytes()
  }

  /** Ends the document. A list that is not closed leaves a line that cannot be read, as values may be missing. */
  end(): Buffer {
    this.output = new ByteBuffer(0)
    const isCut = this.isInList || this.state === 'rest'
    if (this.state === 'value' || this.state === 'tooLong') this.endValue()
    if (isCut) this.output.push(LIST_BEGIN)
    return this.output.bytes()
  }

  private read(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; ) {
      if (this.state === 'between') this.begin(bytes[index++])
      else index = this.continue(bytes, index)
    }
  }

  private begin(byte: number): void {
    if (byte === NEWLINE) this.line++
    if (byte === COMMA || isBlank(byte)) return
    if (byte === LIST_BEGIN && !this.isInList) this.isInList = true
    else if (byte === LIST_END && this.isInList) this.endList()
    else {
      for (; this.outputLine < this.line; this.outputLine++) this.output.push(NEWLINE)
      this.state = 'value'
      this.valueLine = this.line
      this.continue(Buffer.of(byte), 0)
    }
  }

  /** Reads on in a value. @returns the index behind it, or behind the bytes */
  private continue(bytes: Uint8Array, begin: number): number {
    const { index, isEnd } = this.scanner.scan(bytes, begin, this.isInList)
    this.keep(bytes.subarray(begin, index))
    if (isEnd) this.endValue()
    else if (this.state === 'value' && this.value.length > MAX_LINE_BYTES) this.shorten()
    return index
  }

  private keep(bytes: Uint8Array): void {
    this.line += countLines(bytes)
    if (this.state === 'tooLong') this.output.append(withinLine(Uint8Array.from(bytes)))
    else if (this.state === 'value' || this.value.length < MAX_LINE_BYTES) this.value.append(bytes)
  }

  /** Splits the list of a long object, or else gives up to keep the value: the line is too long to be read. */
  private shorten(): void {
    const bytes = Buffer.from(this.value.bytes())
    this.value.clear()
    const offset = this.isInList ? undefined : findWrappedList(bytes)
    if (offset === undefined) {
      this.state = 'tooLong'
      this.output.append(withinLine(bytes))
      return
    }
    this.reset()
    this.isInList = true
    const beginning = bytes.subarray(0, offset)
    this.line = this.valueLine + countLines(beginning)
    this.envelope = withinLine(beginning)
    this.read(bytes.subarray(offset))
  }

  private endList(): void {
    this.isInList = false
    if (this.envelope === undefined) return
    this.envelope = undefined
    this.state = 'rest'
    this.scanner = new ValueScanner(1)
  }

  private endValue(): void {
    const bytes = this.value.bytes()
    // Items are on their way already, without what follows them.
    const isHarmlessRest = this.state === 'rest' && !concernsEvents(bytes)
    if (!isHarmlessRest) {
      if (this.envelope !== undefined) this.output.append(this.envelope)
      this.output.append(withinLine(bytes))
      if (this.envelope !== undefined) this.output.append(ENVELOPE_END)
      this.output.push(NEWLINE)
      this.outputLine++
    }
    this.value.clear()
    this.reset()
  }

  private reset(): void {
    this.state = 'between'
    this.scanner = new ValueScanner()
  }
}

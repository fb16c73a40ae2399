import { NEWLINE } from './chunk'

const CARRIAGE_RETURN = 0x0d
const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const LIST_BEGIN = 0x5b
const LIST_END = 0x5d
const OBJECT_BEGIN = 0x7b
const OBJECT_END = 0x7d

/**
 * Splits JSON documents into lines of one value each: the items of a list, and values that follow one another. The
 * bytes of a value stay as they are, so that no digit of a number is lost; a broken value costs only itself. Each value
 * is put on the line where it begins, or on the next free one. Memory does not grow with the document.
 */
export class DocumentSplitter {
  /** Brackets that are open in the value. */
  private depth = 0
  private isInValue = false
  private isInString = false
  private isEscaped = false
  private isInList = false
  /** Lines of the input and of the output, from 1. */
  private line = 1
  private outputLine = 1

  /** Splits the next bytes. @returns lines, of which the last one may go on in the next bytes */
  split(bytes: Uint8Array): Buffer {
    const output = new Output(bytes.length)
    for (const byte of bytes) {
      if (this.isInValue) this.continueValue(byte, output)
      else this.beginValue(byte, output)
      if (byte === NEWLINE) this.line++
    }
    return output.bytes()
  }

  /** Ends the document. A list that is not closed leaves a line that cannot be read, as values may be missing. */
  end(): Buffer {
    const output = new Output(2)
    if (this.isInValue) this.endValue(output)
    if (this.isInList) output.push(LIST_BEGIN)
    return output.bytes()
  }

  private beginValue(byte: number, output: Output): void {
    if (byte === COMMA || isBlank(byte)) return
    if (byte === LIST_BEGIN && !this.isInList) this.isInList = true
    else if (byte === LIST_END && this.isInList) this.isInList = false
    else {
      for (; this.outputLine < this.line; this.outputLine++) output.push(NEWLINE)
      this.isInValue = true
      this.continueValue(byte, output)
    }
  }

  /** Line ends are written as carriage returns, which JSON allows in the same places. */
  private continueValue(byte: number, output: Output): void {
    if (this.isInString) this.continueString(byte)
    else if (this.depth === 0 && this.isEndOfWord(byte)) {
      this.endValue(output)
      this.beginValue(byte, output)
      return
    } else if (byte === QUOTE) this.isInString = true
    else if (byte === OBJECT_BEGIN || byte === LIST_BEGIN) this.depth++
    else if (byte === OBJECT_END || byte === LIST_END) this.depth--

    output.push(byte === NEWLINE ? CARRIAGE_RETURN : byte)
    const isBracket = byte === OBJECT_END || byte === LIST_END
    if (this.depth <= 0 && !this.isInString && isBracket) this.endValue(output)
  }

  /** A line end cannot be in a string: the string lacks its end. */
  private continueString(byte: number): void {
    const isEnd = byte === NEWLINE || (byte === QUOTE && !this.isEscaped)
    this.isEscaped = byte === BACKSLASH && !this.isEscaped
    if (isEnd) this.isInString = false
  }

  /** Whether a value without brackets, such as a number, ends before the byte. */
  private isEndOfWord(byte: number): boolean {
    const isListEnd = byte === LIST_END && this.isInList
    return byte === COMMA || isBlank(byte) || isListEnd
  }

  private endValue(output: Output): void {
    output.push(NEWLINE)
    this.outputLine++
    this.isInValue = false
    this.isInString = false
    this.isEscaped = false
    this.depth = 0
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === NEWLINE || byte === CARRIAGE_RETURN
}

/** Bytes that are written one by one. */
class Output {
  private buffer: Buffer
  private length = 0

  /** @param expected bytes; more are possible */
  constructor(expected: number) {
    this.buffer = Buffer.allocUnsafe(expected + 64)
  }

  push(byte: number): void {
    if (this.length === this.buffer.length) this.buffer = Buffer.concat([this.buffer, Buffer.allocUnsafe(this.length)])
    this.buffer[this.length++] = byte
  }

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length)
  }
}

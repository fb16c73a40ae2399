import { NEWLINE } from './chunk'
import { BACKSLASH, COMMA, isBlank, LIST_BEGIN, LIST_END, OBJECT_BEGIN, OBJECT_END, QUOTE } from './json-bytes'

/** Finds the end of one JSON value, whose bytes come in pieces. */
export class ValueScanner {
  private isInString = false
  private isEscaped = false

  /** @param depth brackets that are open in the value */
  constructor(private depth = 0) {}

  /**
   * Reads on in the value.
   * @param isInList whether the end of a list ends it
   * @returns the index behind it, or behind the bytes
   */
  scan(bytes: Uint8Array, begin: number, isInList: boolean): { index: number; isEnd: boolean } {
    for (let index = begin; index < bytes.length; index++) {
      const byte = bytes[index]
      if (this.isInString) this.continueString(byte)
      else if (byte === QUOTE) this.isInString = true
      else if (byte === OBJECT_BEGIN || byte === LIST_BEGIN) this.depth++
      else if (this.depth === 0 && isEndOfWord(byte, isInList)) return { index, isEnd: true }
      else if ((byte === OBJECT_END || byte === LIST_END) && --this.depth <= 0) return { index: index + 1, isEnd: true }
    }
    return { index: bytes.length, isEnd: false }
  }

  /** A line end cannot be in a string: the string lacks its end. */
  private continueString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false
    else if (byte === BACKSLASH) this.isEscaped = true
    else if (byte === QUOTE) this.isInString = false
    if (byte === NEWLINE) this.isInString = false
  }
}

/** Whether a value without brackets, such as a number, ends before the byte. */
function isEndOfWord(byte: number, isInList: boolean): boolean {
  return byte === COMMA || isBlank(byte) || (byte === LIST_END && isInList)
}

import { NEWLINE } from './chunk'

const CARRIAGE_RETURN = 0x0d
export const QUOTE = 0x22
export const COMMA = 0x2c
export const BACKSLASH = 0x5c
export const LIST_BEGIN = 0x5b
export const LIST_END = 0x5d
export const OBJECT_BEGIN = 0x7b
export const OBJECT_END = 0x7d

export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === NEWLINE || byte === CARRIAGE_RETURN
}

/** Replaces line ends by carriage returns, which JSON allows as well. @returns the bytes, changed in place */
export function withinLine(bytes: Uint8Array): Uint8Array {
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) bytes[at] = CARRIAGE_RETURN
  return bytes
}

export function countLines(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++
  return count
}

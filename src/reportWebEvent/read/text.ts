/** Characters that cannot be seen: format characters such as bidirectional marks, and byte order marks. */
const INVISIBLE = /[\p{Cf}\uFEFF]/gu

/** Keys that hold the text of an object, such as `userAgent: { ua }`. */
const TEXT_KEYS = ['value', 'text', 'name', 'label', 'ua', 'userAgent', 'id', 'url', 'href', 'ip', 'address']

const MAX_DEPTH = 3

/**
 * Reads a text from a value of any type: a text, a number, a list of one, or an object that holds it.
 * @returns `undefined` for a blank one, and for a value without a text
 */
export function readText(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return undefined
  if (Array.isArray(value)) return value.length === 1 ? readText(value[0], depth + 1) : undefined

  const holder = value as Record<string, unknown>
  const key = TEXT_KEYS.find((each) => readText(holder[each], MAX_DEPTH) !== undefined)
  return key === undefined ? undefined : readText(holder[key], depth + 1)
}

/** Reads all texts of a value: of a list or an object, the texts in it. */
export function readTexts(value: unknown, depth = 0): string[] {
  if (typeof value !== 'object' || value === null) {
    const text = readText(value)
    return text === undefined ? [] : [text]
  }
  return depth >= MAX_DEPTH ? [] : Object.values(value).flatMap((each) => readTexts(each, depth + 1))
}

/** Tells whether a value is absent: it needs no warning. */
export function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  return typeof value === 'object' && Object.values(value).every(isAbsent)
}

/** A text in Unicode NFC, without invisible characters. */
export function cleanText(text: string): string {
  return IS_PLAIN.test(text) ? text.trim() : text.normalize('NFC').replace(INVISIBLE, '').trim()
}

/** A text with full-width and other compatibility forms folded (Unicode NFKC), without invisible characters. */
export function foldText(text: string): string {
  return IS_PLAIN.test(text) ? text.trim() : text.normalize('NFKC').replace(INVISIBLE, '').trim()
}

/** Most texts need no change. */
const IS_PLAIN = /^[\x20-\x7e]*$/

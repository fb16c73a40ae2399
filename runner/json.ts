/** A JSON object that somebody else wrote: any key may hold anything. */
export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the value if it is an object, else an empty object. */
export function objectOr(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/**
 * An object without inherited keys, for keys that people choose: a name may be `constructor`, and assigning to
 * `__proto__` of any other object changes its prototype.
 */
export function newDictionary<Value>(entries: Readonly<Record<string, Value>> = {}): Record<string, Value> {
  return Object.assign(Object.create(null), entries)
}

/** A key as a part of a JSON pointer, with the slash before it (RFC 6901). */
export function toPointer(key: string | number): string {
  return `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`
}

/**
 * Parses JSON that people wrote, with or without a byte order mark.
 * @returns the value, or why the text is not JSON: the end of a sentence that quotes nothing of it
 */
export function parseDocument(text: string): { value: unknown } | { problem: string } {
  const json = text.replace(/^\uFEFF/, '')
  try {
    return { value: JSON.parse(json) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { problem: describeSyntaxError(json, error) }
  }
}

/** Describes a fault with its place, if Node.js knows it. The message of `JSON.parse` is not shown, since it may quote. */
function describeSyntaxError(text: string, { message }: SyntaxError): string {
  const [, position] = / in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message) ?? []
  const place = message.startsWith('Unexpected end of') ? text.length : position
  if (place === undefined) return 'is not valid JSON.'
  const lines = text.slice(0, Number(place)).split('\n')
  return `is not valid JSON: line ${lines.length}, column ${lines[lines.length - 1].length + 1}.`
}

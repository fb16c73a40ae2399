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

/** Describes a fault with its place. The message of `JSON.parse` is not shown, since it may quote. */
function describeSyntaxError(text: string, error: SyntaxError): string {
  const lines = text.slice(0, placeOf(text, error) ?? findPlace(text)).split('\n')
  return `is not valid JSON: line ${lines.length}, column ${lines[lines.length - 1].length + 1}.`
}

/** The place of a fault, if Node.js names it. */
function placeOf(text: string, { message }: SyntaxError): number | undefined {
  const [, position] = / in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message) ?? []
  return message.startsWith('Unexpected end of') ? text.length : position === undefined ? undefined : Number(position)
}

/** Finds the place of a fault: the end of the longest beginning that could go on as JSON. */
function findPlace(text: string): number {
  let [least, most] = [0, text.length]
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    if (isBeginning(text.slice(0, middle))) least = middle
    else most = middle
  }
  return least
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    return placeOf(text, error as SyntaxError) === text.length
  }
}

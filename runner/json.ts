/** A JSON object that somebody else wrote: any key may hold anything. */
export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the value if it is an object, else an empty object. */
export function objectOr(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

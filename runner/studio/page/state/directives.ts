import type { Json } from '../types'

/** The value of a field as the form edits it. */
export type FieldValue =
  | { kind: 'none' }
  /** The value at the first path that leads to one. */
  | { kind: 'paths'; paths: string[] }
  | { kind: 'fixed'; value: string | number | boolean }
  /** Each part has a value of its own. */
  | { kind: 'parts'; parts: Record<string, Json> }
  /** The same for each item of the list at a path; paths of parts begin at the item. */
  | { kind: 'items'; path: string; parts: Record<string, Json> }
  /** Any other directive. */
  | { kind: 'json'; value: Json }

type JsonObject = Record<string, Json>

/** Reads a value of a mapping. */
export function readValue(value: Json | undefined): FieldValue {
  if (value === undefined) return { kind: 'none' }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'fixed', value }
  }
  const paths = pathsIn(value)
  if (paths !== undefined) return { kind: 'paths', paths }
  if (!isObject(value)) return { kind: 'json', value }
  return itemsIn(value) ?? partsIn(value) ?? { kind: 'json', value }
}

/** Writes a value as mappings have it. @returns `undefined` for none */
export function writeValue(value: FieldValue): Json | undefined {
  switch (value.kind) {
    case 'none':
      return undefined
    case 'paths':
      return firstOf(value.paths)
    case 'parts':
      return value.parts
    case 'items':
      return { '@arrayPath': [value.path, value.parts] }
    default:
      return value.value
  }
}

/** The paths of `@path`, or of the `@if` that takes the first one with a value. */
function pathsIn(value: Json): string[] | undefined {
  if (!isObject(value)) return undefined
  const path = value['@path']
  if (typeof path === 'string') return [path]
  const { exists, then, else: otherwise } = isObject(value['@if']) ? value['@if'] : {}
  const [first] = pathsIn(exists ?? null) ?? []
  const rest = pathsIn(otherwise ?? null)
  if (first === undefined || rest === undefined || pathsIn(then ?? null)?.[0] !== first) return undefined
  return [first, ...rest]
}

function firstOf([first, ...rest]: string[]): Json {
  const path = { '@path': first ?? '$.' }
  return rest.length === 0 ? path : { '@if': { exists: path, then: path, else: firstOf(rest) } }
}

function itemsIn(value: JsonObject): FieldValue | undefined {
  const [path, parts] = Array.isArray(value['@arrayPath']) ? value['@arrayPath'] : []
  if (typeof path !== 'string' || parts === undefined || !isObject(parts)) return undefined
  return { kind: 'items', path, parts }
}

function partsIn(value: JsonObject): FieldValue | undefined {
  return Object.keys(value).some((key) => key.startsWith('@')) ? undefined : { kind: 'parts', parts: value }
}

/** The value in a few words. */
export function describeValue(value: Json | undefined): string {
  const read = readValue(value)
  switch (read.kind) {
    case 'none':
      return 'not mapped'
    case 'paths':
      return read.paths.join(', or else ')
    case 'fixed':
      return `always ${JSON.stringify(read.value)}`
    case 'items':
      return `for each item of ${read.path}`
    case 'parts':
      return `${Object.keys(read.parts).length} parts`
    default:
      return 'a directive'
  }
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import type { JSONObject, JSONValue } from '@segment/actions-core'
import { get, realTypeOf, transform } from '@segment/actions-core'

/** Computes a value of the mapping from an event, or from the item that a list is mapped from. */
type Resolver = (data: unknown) => unknown

/** Computes a payload from an event, as actions-core's `transform` does. */
export type CompiledMapping = (event: object) => unknown

const ROOT_DIRECTIVE = '__segment_internal_directive'

/**
 * Turns a mapping into functions once, so that no event has to split its paths again. Results and errors are those of
 * actions-core. A field with a directive that is not compiled is left to `transform`.
 */
export function compileMapping(mapping: JSONObject): CompiledMapping {
  if (Object.hasOwn(mapping, ROOT_DIRECTIVE) || !isValid(mapping))
    return (event) => transform(mapping, event as JSONObject)
  if (isDirective(mapping)) return compileOrFallBack(mapping)
  const fields = Object.entries(mapping).map(([key, value]): [string, Resolver] => [key, compileOrFallBack(value)])
  return (event) => resolveObject(fields, event)
}

/** actions-core checks a mapping for each event; it need not be checked more than once. */
function isValid(mapping: JSONObject): boolean {
  try {
    transform(mapping, {})
    return true
  } catch {
    return false
  }
}

function compileOrFallBack(value: JSONValue): Resolver {
  return compile(value) ?? ((event) => (transform({ value }, event as JSONObject) as JSONObject).value)
}

/** @returns `undefined` for a value that holds a directive that is not compiled */
function compile(value: JSONValue): Resolver | undefined {
  if (typeof value !== 'object' || value === null) return () => value
  if (Array.isArray(value)) return compileList(value)
  if (isDirective(value)) return compileDirective(value)
  return compileObject(value)
}

function compileList(values: JSONValue[]): Resolver | undefined {
  const resolvers = compileAll(values)
  return resolvers && ((data) => resolvers.map((resolve) => resolve(data)))
}

function compileObject(object: JSONObject): Resolver | undefined {
  const keys = Object.keys(object)
  const resolvers = compileAll(Object.values(object))
  if (resolvers === undefined) return undefined
  const fields = keys.map((key, index): [string, Resolver] => [key, resolvers[index]])
  return (data) => resolveObject(fields, data)
}

function compileAll(values: JSONValue[]): Resolver[] | undefined {
  const resolvers = values.map(compile)
  return resolvers.every((resolver) => resolver !== undefined) ? (resolvers as Resolver[]) : undefined
}

/** Leaves out what is `undefined`, as actions-core does later: deleting a key makes an object slow. */
function resolveObject(fields: readonly [string, Resolver][], data: unknown): Record<string, unknown> {
  const resolved: Record<string, unknown> = {}
  for (const [key, resolve] of fields) {
    const value = resolve(data)
    if (value !== undefined) resolved[key] = value
  }
  return resolved
}

function compileDirective(directive: JSONObject): Resolver | undefined {
  const name = Object.keys(directive).find((key) => key.startsWith('@')) as string
  const value = directive[name]
  if (name === '@path') return typeof value === 'string' ? compilePath(value) : undefined
  if (name === '@if') return compileIf(value)
  if (name === '@arrayPath') return compileArrayPath(value)
  return name === '@literal' && typeof value === 'string' ? () => value : undefined
}

/** A falsy value on the way of a path is returned as it is, as actions-core does. */
function compilePath(path: string): Resolver {
  const keys = splitPath(path)
  return (data) => {
    let value = data
    for (const key of keys) value = value && (value as Record<string, unknown>)[key]
    return value
  }
}

/** The keys of a path, as actions-core itself reads them. */
export function splitPath(path: string): string[] {
  const keys: string[] = []
  const recorder: object = new Proxy(
    {},
    {
      get: (_target, key) => {
        keys.push(String(key))
        return recorder
      }
    }
  )
  get(recorder, path.replace('$.', ''))
  return keys
}

function compileIf(options: JSONValue): Resolver | undefined {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return undefined
  const { exists, then: yes, else: no } = options
  if (!exists) return undefined
  const [existing, resolveYes, resolveNo] = [exists, yes, no].map((value) => compile(value ?? null))
  if (existing === undefined || resolveYes === undefined || resolveNo === undefined) return undefined

  const hasYes = yes !== undefined
  const hasNo = Boolean(no)
  // The most frequent form looks the same path up twice.
  const isSamePath = hasYes && JSON.stringify(exists) === JSON.stringify(yes)
  return (data) => {
    const value = existing(data)
    if (value !== undefined && value !== null) return isSamePath ? value : hasYes ? resolveYes(data) : undefined
    return hasNo ? resolveNo(data) : undefined
  }
}

function compileArrayPath(options: JSONValue): Resolver | undefined {
  if (!Array.isArray(options)) return undefined
  const [path, shape] = options
  const resolveRoot = typeof path === 'string' ? compilePath(path) : compile(path ?? null)
  if (resolveRoot === undefined) return undefined
  const isShaped = typeof shape === 'object' && shape !== null && !Array.isArray(shape) && Object.keys(shape).length > 0
  const resolveItem = isShaped ? compile(shape) : undefined
  if (isShaped && resolveItem === undefined) return undefined
  return (data) => {
    const root = resolveRoot(data)
    if (resolveItem === undefined || typeof root !== 'object' || root === null) return root
    if (Array.isArray(root)) return root.map((item) => resolveItem(item))
    // A path can lead to the prototype of a text or a number, which is none of the event's objects.
    return realTypeOf(root) === 'object' ? [resolveItem(root)] : root
  }
}

/** An object whose only keys are a directive and its metadata. */
function isDirective(value: JSONObject): boolean {
  const keys = Object.keys(value)
  return keys.some((key) => key.startsWith('@')) && keys.every((key) => key.startsWith('@') || key === '_metadata')
}

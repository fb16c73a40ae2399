import type { JSONObject, JSONValue } from '@segment/actions-core'
import { get, realTypeOf, transform } from '@segment/actions-core'
import type { Field, Values } from './fit'
import { FitNotes, fieldsOf, IGNORED, RAW } from './fit'

/** Reads a value of the mapping from an event, or from the item that a list is mapped from. */
type Reader = (scope: Scope, notes: FitNotes) => unknown

/** The values at the paths of a mapping, in an event or an item. */
type Scope = readonly unknown[]

/** The paths of a mapping, whose beginnings are followed once for all of them. */
class Paths {
  /** Where each value lies: in the one before it at `from`, under a key. The first value is the event or item itself. */
  private readonly steps: { from: number; key: string }[] = []

  /** Adds a path. @returns the place of its value in a scope */
  add(path: string): number {
    return splitPath(path).reduce((from, key) => {
      const known = this.steps.findIndex((step) => step.from === from && step.key === key)
      return known < 0 ? this.steps.push({ from, key }) : known + 1
    }, 0)
  }

  /** A falsy value on the way of a path is returned as it is, as actions-core does. */
  read(data: unknown): Scope {
    const { steps } = this
    const scope = new Array<unknown>(steps.length + 1)
    scope[0] = data
    for (let index = 0; index < steps.length; index++) {
      const { from, key } = steps[index]
      const holder = scope[from]
      scope[index + 1] = holder && (holder as Values)[key]
    }
    return scope
  }
}

/**
 * Maps an event to a payload whose values fit their fields.
 * @param notes gets what is left out
 * @throws Error if the mapping cannot be applied
 */
export type PayloadMapper = (event: object, notes: FitNotes) => Values

const ROOT_DIRECTIVE = '__segment_internal_directive'

/**
 * Turns a mapping into functions once, so that no event has to split its paths again. They read values as the `transform`
 * of actions-core does, and fit each to its field at once: an object, a list or a wrong word would cost the whole event.
 * What can be read is read; other values, blank ones and unknown keys are left out. Directives that are not compiled are
 * left to `transform`.
 */
export function createPayloadMapper(action: string, mapping: JSONObject): PayloadMapper {
  const fields = fieldsOf(action)
  if (!Object.hasOwn(mapping, ROOT_DIRECTIVE) && isValid(mapping) && !isDirective(mapping)) {
    return readPayload(mapping, fields)
  }
  const paths = [...fields.keys()].map((key) => [key, { '@path': `$.${key}` }])
  const read = readPayload(Object.fromEntries(paths), fields)
  return (event, notes) => read(Object(transform(mapping, event as JSONObject)), notes)
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

/** All payloads are copies of one object that has every key: V8 turns an object that grows key by key into a slow one. */
function readPayload(mapping: JSONObject, fields: ReadonlyMap<string, Field>): PayloadMapper {
  const base = Object.fromEntries([...fields.keys()].map((key): [string, unknown] => [key, undefined]))
  const readers: [string, Reader][] = []
  const paths = new Paths()
  for (const [key, value] of Object.entries(mapping)) {
    const field = fields.get(key) ?? IGNORED
    const constant = constantOf(value, field)
    if (constant !== undefined) base[key] = constant
    else readers.push([key, compile(value, field, paths) ?? transformed(value, field)])
  }
  return (event, notes) => readAll({ ...base }, readers, paths.read(event), notes)
}

/** The value for all events, if the mapping gives one, and nothing about it has to be noted. */
function constantOf(value: JSONValue, field: Field): unknown {
  const notes = new FitNotes()
  const constant = isConstant(value) ? field.fit(value, notes) : undefined
  return notes.list === undefined && !notes.isOdd ? constant : undefined
}

function isConstant(value: JSONValue): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, child]) => !key.startsWith('@') && isConstant(child as JSONValue))
}

function transformed(value: JSONValue, field: Field): Reader {
  return ([event], notes) => field.fit((transform({ value }, event as JSONObject) as JSONObject).value, notes)
}

/** Leaves out what is `undefined`, as actions-core does later: deleting a key makes an object slow. */
function readAll(values: Values, readers: readonly [string, Reader][], scope: Scope, notes: FitNotes): Values {
  for (const [key, read] of readers) {
    const value = read(scope, notes)
    if (value !== undefined) values[key] = value
  }
  return values
}

/** @returns `undefined` for a value that holds a directive that is not compiled */
function compile(value: JSONValue, field: Field, paths: Paths): Reader | undefined {
  if (typeof value !== 'object' || value === null || isConstant(value))
    return (_scope, notes) => field.fit(value, notes)
  if (Array.isArray(value)) return compileList(value, field, paths)
  return isDirective(value) ? compileDirective(value, field, paths) : compileObject(value, field, paths)
}

function compileList(values: JSONValue[], field: Field, paths: Paths): Reader | undefined {
  const readers = compileAll(Object.entries(values), () => RAW, paths)
  return (
    readers &&
    ((scope, notes) =>
      field.fit(
        readers.map(([, read]) => read(scope, notes)),
        notes
      ))
  )
}

function compileObject(object: JSONObject, field: Field, paths: Paths): Reader | undefined {
  const isFitted = isFittedBy(field, object)
  const readers = compileAll(Object.entries(object), (key) => (isFitted && field.fields?.get(key)) || RAW, paths)
  if (readers === undefined) return undefined
  const read: Reader = (scope, notes) => readAll({}, readers, scope, notes)
  if (!isFitted) return (scope, notes) => field.fit(read(scope, notes), notes)
  return field.isList ? (scope, notes) => [read(scope, notes)] : read
}

/** Whether the values of an object can be read straight into the fields of its keys. */
function isFittedBy({ fields }: Field, object: JSONObject): boolean {
  return fields !== undefined && Object.keys(object).every((key) => fields.has(key))
}

function compileAll(
  entries: readonly [string, JSONValue | undefined][],
  fieldOf: (key: string) => Field,
  paths: Paths
): [string, Reader][] | undefined {
  const readers: [string, Reader][] = []
  for (const [key, value] of entries) {
    const read = compile(value ?? null, fieldOf(key), paths)
    if (read === undefined) return undefined
    readers.push([key, read])
  }
  return readers
}

function compileDirective(directive: JSONObject, field: Field, paths: Paths): Reader | undefined {
  const name = Object.keys(directive).find((key) => key.startsWith('@')) as string
  const value = directive[name]
  if (name === '@if') return compileIf(value, field, paths)
  if (name === '@arrayPath') return compileArrayPath(value, field, paths)
  if (typeof value !== 'string') return undefined
  if (name === '@literal') return (_scope, notes) => field.fit(value, notes)
  if (name !== '@path') return undefined
  const place = paths.add(value)
  return (scope, notes) => field.fit(scope[place], notes)
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

function compileIf(options: JSONValue, field: Field, paths: Paths): Reader | undefined {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return undefined
  const { exists, then: yes, else: no } = options
  if (!exists) return undefined
  const existing = compile(exists, RAW, paths)
  const readYes = yes === undefined ? NOTHING : compile(yes, field, paths)
  const readNo = no ? compile(no, field, paths) : NOTHING
  if (existing === undefined || readYes === undefined || readNo === undefined) return undefined
  return (scope, notes) => {
    const value = existing(scope, notes)
    return value === undefined || value === null ? readNo(scope, notes) : readYes(scope, notes)
  }
}

const NOTHING: Reader = () => undefined

function compileArrayPath(options: JSONValue, field: Field, paths: Paths): Reader | undefined {
  if (!Array.isArray(options)) return undefined
  const [path, shape] = options
  const readRoot = compile(typeof path === 'string' ? { '@path': path } : (path ?? null), RAW, paths)
  if (readRoot === undefined) return undefined
  const isShaped = typeof shape === 'object' && shape !== null && !Array.isArray(shape) && Object.keys(shape).length > 0
  if (!isShaped) return (scope, notes) => field.fit(readRoot(scope, notes), notes)

  const isFitted = field.isList && isFittedBy(field, shape)
  const itemPaths = new Paths()
  const readItem = isFitted
    ? compileObject(shape, { ...field, isList: false }, itemPaths)
    : compile(shape, RAW, itemPaths)
  return (
    readItem &&
    ((scope, notes) => {
      const root = readRoot(scope, notes)
      // A path can lead to the prototype of a text or a number, which is none of the event's objects.
      const items = Array.isArray(root) ? root : realTypeOf(root) === 'object' ? [root] : undefined
      const read = items?.map((item) => readItem(itemPaths.read(item), notes))
      return isFitted && read !== undefined ? read : field.fit(read ?? root, notes)
    })
  )
}

/** An object whose only keys are a directive and its metadata. */
function isDirective(value: JSONObject): boolean {
  const keys = Object.keys(value)
  return keys.some((key) => key.startsWith('@')) && keys.every((key) => key.startsWith('@') || key === '_metadata')
}

import type { InputField, JSONObject, JSONValue } from '@segment/actions-core'
import { getFieldValueKeys, transform } from '@segment/actions-core'
import definition from '../../src'
import { splitPath } from '../transform/payload-mapper'
import { describeReads, toJson } from './paths'
import { ReadRecorder } from './reads'
import type { PathRead } from './types'

const ROOT_DIRECTIVE = '__segment_internal_directive'

/** A value of a mapping: of a field, or of one part of an object. */
export interface Leaf {
  /** The field, and the part of it. */
  keys: readonly [field: string, part?: string]
  label: string
  /** The value in the mapping, with its directives. */
  value: JSONValue
}

/** The key of a leaf, such as `email`, or `address.city` for a part of an object. */
export function formatKeys(keys: Leaf['keys']): string {
  return keys.filter((key) => key !== undefined).join('.')
}

/** The values of a mapping, in the order of the mapping page. */
export function leavesOf(action: string, mapping: JSONObject): Leaf[] {
  return Object.entries(fieldsOf(action)).flatMap(([key, field]): Leaf[] => {
    const value = mapping[key]
    if (value === undefined) return []
    if (field.type !== 'object' || !isPlainObject(value)) return [{ keys: [key], label: field.label, value }]
    return Object.entries(value).map(([part, child]) => {
      const { label = part } = field.properties?.[part] ?? {}
      return { keys: [key, part], label: `${field.label} › ${label}`, value: child as JSONValue }
    })
  })
}

/** The fields that a mapping does not fill. */
export function unmappedFields(action: string, mapping: JSONObject): string[] {
  return Object.keys(fieldsOf(action)).filter((key) => mapping[key] === undefined)
}

function fieldsOf(action: string): Record<string, InputField> {
  return definition.actions[action]?.fields ?? {}
}

/** Whether a value of a mapping holds no directive that looks at the event. */
export function isConstant(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(
    ([key, child]) => (!key.startsWith('@') || key === '@literal') && isConstant(child)
  )
}

/** Whether a value is an object of several values, not a directive. */
function isPlainObject(value: JSONValue): value is JSONObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !Object.keys(value).some((key) => key.startsWith('@'))
}

/** The value that a leaf takes from an event, and the paths it looks at. actions-core evaluates it. */
export interface LeafValue {
  reads: PathRead[]
  raw?: JSONValue
}

export function evaluateLeaf({ keys: [field, part], value }: Leaf, mapping: JSONObject, event: object): LeafValue {
  const recorder = new ReadRecorder()
  const single: JSONObject = { [field]: part === undefined ? value : { [part]: value } }
  if (mapping[ROOT_DIRECTIVE] !== undefined) single[ROOT_DIRECTIVE] = structuredClone(mapping[ROOT_DIRECTIVE])
  const asked = getFieldValueKeys(value as never).map((path) => splitPath(path))
  let raw: JSONValue | undefined
  try {
    const resolved = valueAt(transform(single, recorder.wrap(event) as JSONObject), [field, part])
    raw = toJson(resolved) ?? undefined
  } catch {
    // The mapping as a whole fails with the same error, which is reported there.
  }
  return { reads: withoutUsedNearest(describeReads(event, recorder.reads, asked)), raw }
}

/** A path that is nearly right needs no mention if the mapping looks at the right one as well. */
function withoutUsedNearest(reads: readonly PathRead[]): PathRead[] {
  const present = reads.filter(({ isPresent }) => isPresent).map(({ path }) => path)
  return reads.map((read) => (present.includes(read.nearest ?? '') ? { ...read, nearest: undefined } : read))
}

export function valueAt(object: unknown, [field, part]: Leaf['keys']): unknown {
  const value = Object(object)[field]
  return part === undefined ? value : Object(value)[part]
}

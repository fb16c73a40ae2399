import type { InputField } from '@segment/actions-core'
import destination from '../../src'
import { LeftOutList } from '../../src/reportWebEvent/left-out'
import { isAbsent, readIdentifiers, readText, readTexts } from '../../src/reportWebEvent/read/text'
import { unwrap } from '../../src/reportWebEvent/read/wrapper'
import { isObject } from '../json'

export type Values = Record<string, unknown>

type FittedField = Omit<InputField, 'label' | 'description' | 'properties'> & {
  properties?: Record<string, FittedField>
}

/** Notes what is left out of a payload. */
export class FitNotes extends LeftOutList {
  /** Whether a value is of a type that Segment may reject. */
  isOdd = false
}

/** Reads a value as the type of its field. @returns `undefined` for a value that is left out */
type Fit = (value: unknown, notes: FitNotes) => unknown

/** The reading of a field. */
export interface Field {
  fit: Fit
  /** The fields of an object whose keys are known, or of each object of a list. */
  fields?: FieldsByKey
  isList?: boolean
}

type FieldsByKey = ReadonlyMap<string, Field>

/** Reads a value as it is. */
export const RAW: Field = { fit: (value) => value }

/** Reads a value of no field. */
export const IGNORED: Field = { fit: () => undefined }

/** An event without a readable text for one of these is rejected, so that validation may see the value. */
const TEXTS_OF_EVENT = ['event', 'timestamp']

/** Fields whose numbers stay numbers, which need not be read from a text again. */
const NUMBERS = ['value', 'predicted_ltv', 'num_items', 'contents.price', 'contents.quantity']

const actions = new Map(Object.entries(destination.actions).map(([name, { fields }]) => [name, readFields(fields, '')]))

/** The fields of an action by their keys. */
export function fieldsOf(action: string): FieldsByKey {
  return actions.get(action) ?? new Map()
}

function readFields(fields: Record<string, FittedField>, prefix: string): FieldsByKey {
  return new Map(Object.entries(fields).map(([key, field]) => [key, readField(field, `${prefix}${key}`)]))
}

function readField(field: FittedField, name: string): Field {
  const { type, multiple = false, properties, additionalProperties, minimum = -Infinity, maximum = Infinity } = field
  if (TEXTS_OF_EVENT.includes(name)) return { fit: fitTextOfEvent }
  if (NUMBERS.includes(name)) return { fit: fitOf(name, fitAmount, isScalar) }
  if (type === 'boolean') return { fit: fitOf(name, fitBoolean, isBoolean) }
  if (type === 'number') return { fit: fitOf(name, fitNumber, isNumberIn(minimum, maximum)) }
  if (type !== 'object') {
    if (multiple) return { fit: fitOf(name, name === 'external_id' ? fitIdentifiers : fitTexts, areScalars) }
    return { fit: fitOf(name, name === 'ip' ? fitAddresses : fitText, isScalar) }
  }
  const fields = additionalProperties || properties === undefined ? undefined : readFields(properties, `${name}.`)
  return multiple
    ? { fields, isList: true, fit: fitOf(name, (value, notes) => fitItems(value, fields, notes), areObjects) }
    : { fields, fit: fitOf(name, (value, notes) => fitObject(value, fields, notes), isObject) }
}

/** @param isUsual whether Segment accepts a value, and maybe makes it another type */
function fitOf(name: string, read: Fit, isUsual: (value: unknown) => boolean): Fit {
  return (value, notes) => {
    if (value === undefined || value === null || value === '') return undefined
    if (!isUsual(value)) notes.isOdd = true
    if (typeof value === 'string' && value.trim() === '') return undefined
    // A path can lead to a method of the language, such as `toString`.
    const fit = typeof value === 'function' ? undefined : read(unwrap(value), notes)
    if (fit === undefined && !isAbsent(value)) notes.warn(name, isScalar(value) ? 'invalid' : 'not_readable')
    return fit
  }
}

function fitTextOfEvent(value: unknown, notes: FitNotes): unknown {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'object') return String(value)
  notes.isOdd = true
  // actions-core makes an empty text of a list of null.
  return soleOf(value) === null ? '' : (fitText(value) ?? value)
}

function fitText(value: unknown): string | undefined {
  const single = soleOf(value)
  return isScalar(single) ? String(single) : readText(single)
}

/** actions-core takes a list of one value for the value. */
function soleOf(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value
}

function fitAmount(value: unknown): string | number | undefined {
  return typeof value === 'number' ? value : fitText(value)
}

function fitAddresses(value: unknown): string | undefined {
  return readTexts(value).join(', ') || undefined
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function areScalars(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value)
}

function areObjects(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isObject) : isObject(value)
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean' || value === 'true' || value === 'false'
}

function isNumberIn(minimum: number, maximum: number) {
  return (value: unknown) => typeof value === 'number' && value >= minimum && value <= maximum
}

/** Reads more words than actions-core, for which a boolean is true, false, 1, 0 or the text `true` or `false`. */
function fitBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const word = readText(value)?.toLowerCase()
  if (word === 'true' || word === 'yes' || word === '1') return true
  return word === 'false' || word === 'no' || word === '0' ? false : undefined
}

function fitNumber(value: unknown): number | undefined {
  const number = Number(readText(value))
  return Number.isFinite(number) ? number : undefined
}

function fitIdentifiers(value: unknown): string[] | undefined {
  if (typeof value !== 'object') return [String(value)]
  const ids = readIdentifiers(value)
  return ids.length > 0 ? ids : undefined
}

function fitTexts(value: unknown): string[] | undefined {
  if (typeof value !== 'object') return [String(value)]
  if (Array.isArray(value) && value.every((each) => isScalar(each) || each === undefined)) {
    return value.filter((each) => each !== undefined).map(String)
  }
  const texts = readTexts(value)
  return texts.length > 0 ? texts : undefined
}

function fitObject(value: unknown, fields: FieldsByKey | undefined, notes: FitNotes): Values | undefined {
  const object = unwrap(Array.isArray(value) ? value[0] : value)
  if (!isObject(object)) return undefined
  if (fields === undefined) return object
  const fitted: Values = {}
  for (const key of Object.keys(object)) {
    const fit = fields.get(key)?.fit(object[key], notes)
    if (fit !== undefined) fitted[key] = fit
  }
  return fitted
}

/** Items that are not objects are left out by themselves. */
function fitItems(value: unknown, fields: FieldsByKey | undefined, notes: FitNotes): Values[] | undefined {
  if (typeof value !== 'object') return undefined
  const items: unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => fitObject(item, fields, notes)).filter((item) => item !== undefined)
}

import type { InputField } from '@segment/actions-core'
import destination from '../../src'
import type { Warn } from '../../src/reportWebEvent/left-out'
import { isAbsent, readIdentifiers, readText, readTexts } from '../../src/reportWebEvent/read/text'
import { unwrap } from '../../src/reportWebEvent/read/wrapper'

type Values = Record<string, unknown>

type FittedField = Omit<InputField, 'label' | 'description' | 'properties'> & {
  properties?: Record<string, FittedField>
}

/** Reads a value as the type of its field. @returns `undefined` for a value that is left out */
type Fit = (value: unknown, warn: Warn) => unknown

/** The fields of an object by their keys. */
type Fits = ReadonlyMap<string, Fit>

/** An event without a readable text for one of these is rejected, so that validation may see the value. */
const TEXTS_OF_EVENT = ['event', 'timestamp']

/** The fields of each action, and a payload that has all of their keys. */
const actions = Object.entries(destination.actions).map(([name, { fields }]) => ({
  name,
  fits: fitsOf(fields, ''),
  empty: Object.fromEntries(Object.keys(fields).map((key): [string, unknown] => [key, undefined]))
}))

/**
 * Gives the values of a payload the types of their fields: an object, a list or a wrong word in their place would cost
 * the whole event. What can be read is read; other values, blank ones and unknown keys are left out.
 * @param payload any value; one that is not an object holds nothing
 * @param warn notes each value that is left out
 * @returns a copy
 */
export function fitPayload(action: string, payload: unknown, warn: Warn): Values {
  const found = actions.find(({ name }) => name === action)
  // V8 turns an object into a hash table, which is slow, where it gets more than a dozen keys one by one.
  return found === undefined ? {} : fitValues({ ...found.empty }, Object(payload), found.fits, warn)
}

function fitsOf(fields: Record<string, FittedField>, prefix: string): Fits {
  return new Map(Object.entries(fields).map(([key, field]) => [key, fitOf(field, `${prefix}${key}`)]))
}

function fitValues(fitted: Values, values: Values, fits: Fits, warn: Warn): Values {
  for (const key of Object.keys(values)) {
    const value = values[key]
    if (value === undefined || value === null || value === '') continue
    const fit = fits.get(key)?.(value, warn)
    if (fit !== undefined) fitted[key] = fit
  }
  return fitted
}

function fitOf(field: FittedField, name: string): Fit {
  if (TEXTS_OF_EVENT.includes(name)) {
    return (value) => (typeof value === 'object' ? (readText(value) ?? value) : String(value))
  }
  const read = readerOf(field, name)
  return (value, warn) => {
    if (typeof value !== 'object' && isAbsent(value)) return undefined
    // A path can lead to a method of the language, such as `toString`.
    const fit = typeof value === 'function' ? undefined : read(unwrap(value), warn)
    if (fit === undefined && !isAbsent(value)) warn(name, isScalar(value) ? 'invalid' : 'not_readable')
    return fit
  }
}

/** @returns `undefined` for a value that cannot be read as the type of the field */
function readerOf({ type, multiple, properties, additionalProperties }: FittedField, name: string): Fit {
  if (type === 'object') {
    const fits = additionalProperties || properties === undefined ? undefined : fitsOf(properties, `${name}.`)
    return multiple ? (value, warn) => fitItems(value, fits, warn) : (value, warn) => fitObject(value, fits, warn)
  }
  if (type === 'boolean') return fitBoolean
  if (type === 'number') return fitNumber
  if (multiple) return name === 'external_id' ? fitIdentifiers : fitTexts
  if (name === 'ip') return (value) => readTexts(value).join(', ') || undefined
  return fitText
}

/** actions-core takes a list of one value for the value. */
function fitText(value: unknown): string | undefined {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value
  return isScalar(single) ? String(single) : readText(single)
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Reads more words than actions-core, for which a boolean is true, false, 1, 0 or the text `true` or `false`. */
function fitBoolean(value: unknown): boolean | undefined {
  const word = typeof value === 'boolean' ? String(value) : readText(value)?.toLowerCase()
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

function fitObject(value: unknown, fits: Fits | undefined, warn: Warn): Values | undefined {
  const object = unwrap(Array.isArray(value) ? value[0] : value)
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined
  return fits === undefined ? (object as Values) : fitValues({}, object as Values, fits, warn)
}

/** Items that are not objects are left out by themselves. */
function fitItems(value: unknown, fits: Fits | undefined, warn: Warn): Values[] | undefined {
  if (typeof value !== 'object') return undefined
  const items: unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => fitObject(item, fits, warn)).filter((item) => item !== undefined)
}

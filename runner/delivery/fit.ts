import type { InputField } from '@segment/actions-core'
import destination from '../../src'
import type { Warn } from '../../src/reportWebEvent/left-out'
import { isAbsent, readText, readTexts } from '../../src/reportWebEvent/read/text'

type Values = Record<string, unknown>

type Field = Pick<InputField, 'type' | 'multiple'> & { properties?: Record<string, Field> }

/** An event without a readable value for one of these is rejected, so that validation may see the value. */
const REQUIRED = ['event', 'timestamp']

/**
 * A payload whose values are clean. actions-core copies plain objects twice to clean them, which takes a third of the
 * time of a delivery; it validates an object of another type as it is.
 */
class FittedPayload {
  [key: string]: unknown

  get [Symbol.toStringTag](): string {
    return 'FittedPayload'
  }
}

/**
 * Makes the values of a payload fit the types that actions-core validates: an object, a list or a wrong word would cost
 * the whole event there. What can be read is read; the rest is left out. Blank values are left out as well.
 * @param warn notes each value that is left out
 * @returns a copy, as validation changes the types of values in place
 */
export function fitPayload(action: string, payload: unknown, warn: Warn): unknown {
  if (typeof payload !== 'object' || payload === null) return payload
  const fields = destination.actions[action].fields as Record<string, Field>
  return fitValues(new FittedPayload(), payload as Values, fields, '', warn)
}

function fitValues(fitted: Values, values: Values, fields: Record<string, Field>, prefix: string, warn: Warn): Values {
  for (const key of Object.keys(values)) {
    const value = values[key]
    if (value === undefined || value === null || value === '') continue
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    const isLeft = field === undefined || (prefix === '' && REQUIRED.includes(key))
    const fit = isLeft ? value : fitValue(value, field, `${prefix}${key}`, warn)
    if (fit !== undefined) fitted[key] = fit
  }
  return fitted
}

function fitValue(value: unknown, field: Field, name: string, warn: Warn): unknown {
  if (typeof value !== 'object' && isAbsent(value)) return undefined
  const fit = readAs(value, field, name, warn)
  if (fit === undefined && !isAbsent(value)) warn(name, typeof value === 'object' ? 'not_readable' : 'invalid')
  return fit
}

/** @returns `undefined` for a value that cannot be read as the type of the field */
function readAs(value: unknown, field: Field, name: string, warn: Warn): unknown {
  const { type, multiple, properties } = field
  if (type === 'object') return multiple ? fitItems(value, field, name, warn) : fitObject(value, properties, name, warn)
  if (type === 'boolean') return ['true', 'false'].includes(String(value)) ? value : undefined
  if (type === 'number') return Number.isFinite(Number(readText(value))) ? value : undefined
  if (multiple) return fitTexts(value)
  if (name === 'ip') return readTexts(value).join(', ') || undefined
  return typeof value === 'object' ? readText(value) : value
}

function fitTexts(value: unknown): unknown[] | undefined {
  if (typeof value !== 'object') return [value]
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return [...value]
  const texts = readTexts(value)
  return texts.length > 0 ? texts : undefined
}

function fitObject(value: unknown, properties: Field['properties'], name: string, warn: Warn): Values | undefined {
  const object = Array.isArray(value) ? value[0] : value
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined
  return properties === undefined ? (object as Values) : fitValues({}, object as Values, properties, `${name}.`, warn)
}

/** Items that are not objects are left out by themselves. */
function fitItems(value: unknown, { properties }: Field, name: string, warn: Warn): Values[] | undefined {
  if (typeof value !== 'object') return undefined
  const items: unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => fitObject(item, properties, name, warn)).filter((item) => item !== undefined)
}

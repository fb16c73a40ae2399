import type { InputField, JSONObject } from '@segment/actions-core'
import { fieldsToJsonSchema, validateSchema } from '@segment/actions-core'
import { buildEvent } from '../../src/reportWebEvent/event'
import type { Payload } from '../../src/reportWebEvent/generated-types'
import { LEFT_OUT_REASONS, LeftOutList } from '../../src/reportWebEvent/left-out'
import type { MappedValue } from './field-values'

type Constant = NonNullable<MappedValue['constant']>

/** An event that lacks nothing, whatever its constant is. */
const COMPLETE: Payload = {
  event: 'Purchase',
  content_ids: ['a'],
  lead_id: '1',
  ip: '203.0.113.1',
  value: '1',
  currency: 'USD'
}

/** @returns why no event with the constant in a field could be sent, or `undefined` */
export function findConstantProblem(
  field: readonly string[],
  constant: Constant,
  fields: ConstantFields
): string | undefined {
  const definition = definitionOf(field, fields)
  if (definition === undefined) return undefined
  const key = field[field.length - 1]
  const payload: JSONObject = { [key]: constant }
  try {
    const schema = fieldsToJsonSchema({ [key]: { ...definition, required: false } })
    validateSchema(payload, schema, { schemaKey: `constant-${field.join('-')}` })
    if (field.length > 1 && !field[0].endsWith('_fields')) return undefined
    const leftOut = new LeftOutList()
    buildEvent(completed(field, payload), Date.now(), { warn: leftOut.warn })
    const found = leftOut.list?.find((each) => each.field === field.join('.'))
    if (found !== undefined) return `${definition.label} ${LEFT_OUT_REASONS[found.reason]}`
  } catch (error) {
    return (error as Error).message.replace(/\.$/, '')
  }
  return undefined
}

/** A payload that has the constant sent, if possible. */
function completed(field: readonly string[], constant: JSONObject): Payload {
  if (field.length === 1) return { ...COMPLETE, ...constant }
  const [key] = field
  return { ...COMPLETE, event_spec_type: key.replace('_fields', ''), [key]: constant } as Payload
}

export type ConstantFields = Record<string, Omit<InputField, 'properties'> & { properties?: Record<string, object> }>

/** The definition of a field, or of a key of an object field. */
function definitionOf([key, child]: readonly string[], fields: ConstantFields): InputField | undefined {
  const field = fields[key] as InputField
  if (child === undefined) return field
  return field.properties?.[child] as InputField | undefined
}

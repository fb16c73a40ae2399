import type { InputField } from '@segment/actions-core'
import { ErrorCodes, fieldsToJsonSchema, validateSchema } from '@segment/actions-core'
import destination from '../../src'
import type { DeliveryError } from '../delivery-error'
import { toError, UNMAPPABLE } from '../delivery-error'

type ConstrainedField = Pick<InputField, 'type' | 'required' | 'choices' | 'format' | 'minimum' | 'maximum'> & {
  properties?: Record<string, ConstrainedField>
}

/** The schema of each action, and the fields that ask for more than the type of their values. */
const actions = new Map(
  Object.entries(destination.actions).map(([name, { fields }]) => {
    const constrained = Object.entries<ConstrainedField>(fields).filter(([, field]) => isConstrained(field))
    return [name, { schema: fieldsToJsonSchema(fields), constrained }]
  })
)

/** The schema by which actions-core validates the payloads of an action. */
export function schemaOf(action: string): ReturnType<typeof fieldsToJsonSchema> {
  return actions.get(action)?.schema ?? {}
}

/**
 * Validates a payload as actions-core does. Values that fit the types of their
 * fields need no validation, which takes as long as building half of the event.
 * @param payload with values that fit
 * @returns the reason why it is not valid
 */
export function validatePayload(action: string, payload: Record<string, unknown>): DeliveryError | undefined {
  const { constrained = [] } = actions.get(action) ?? {}
  const isValid = constrained.every(([key, field]) => meets(payload[key], field))
  if (isValid && typeof payload.timestamp !== 'object') return undefined
  try {
    validateSchema(copyOf(payload) as object, schemaOf(action), { schemaKey: action })
    return undefined
  } catch (error) {
    // The message of any other error might quote the event.
    if (!(error instanceof Error) || error.name !== 'AggregateAjvError') return UNMAPPABLE
    return toError(400, ErrorCodes.PAYLOAD_VALIDATION_FAILED, error.message)
  }
}

/** Whether a field asks for more than the type of its values. */
function isConstrained({
  type,
  required,
  choices,
  format,
  minimum,
  maximum,
  properties = {}
}: ConstrainedField): boolean {
  const isSimple = ['string', 'boolean', 'number', 'object'].includes(type)
  const constraints = [required, choices, format, minimum, maximum]
  return !isSimple || constraints.some(Boolean) || Object.values(properties).some(isConstrained)
}

/** Whether a value meets what its field asks for. What cannot be decided here is left to the validation. */
function meets(value: unknown, field: ConstrainedField): boolean {
  if (value === undefined) return !field.required
  const { type, choices, format, properties, minimum = -Infinity, maximum = Infinity } = field
  if (choices || format || properties) return false
  return type === 'number' ? Number(value) >= minimum && Number(value) <= maximum : typeof value === type
}

/** Validation changes what it validates. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, copyOf(child)]))
}

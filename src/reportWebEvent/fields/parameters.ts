import type { InputField } from '@segment/actions-core'
import { property } from './paths'

/** A parameter of an object field, which is a text. */
export type Parameter = [
  label: string,
  description: string,
  more?: Pick<InputField, 'depends_on' | 'multiple' | 'placeholder'>
]

/** An object field for one kind of event, whose parameters default to the properties of the same name. */
export function objectField(
  label: string,
  description: string,
  eventSpecType: string,
  parameters: Record<string, Parameter>
): InputField {
  const rows = Object.entries(parameters)
  return {
    label,
    description,
    type: 'object',
    defaultObjectUI: 'keyvalue',
    displayMode: 'collapsed',
    additionalProperties: false,
    properties: Object.fromEntries(
      rows.map(([key, [name, meaning, more]]) => [key, { label: name, description: meaning, type: 'string', ...more }])
    ),
    default: Object.fromEntries(rows.map(([key]) => [key, property(key)])),
    // Saved mappings have the name of the field itself.
    depends_on: onlyFor({ event_source: 'web', event_spec_type: [eventSpecType, `${eventSpecType}_fields`] })
  }
}

/** Shows a field only if other fields have the given values, or one of a list of values. */
export function onlyFor(values: Record<string, string | string[]>): InputField['depends_on'] {
  return {
    match: 'all',
    conditions: Object.entries(values).map(([fieldKey, value]) => ({ fieldKey, operator: 'is', value }))
  }
}

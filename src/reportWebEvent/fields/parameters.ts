import type { InputField } from '@segment/actions-core'
import { property } from './paths'

/** A parameter of an object field. */
export type Parameter = [
  label: string,
  description: string,
  type: InputField['type'],
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
      rows.map(([key, [name, meaning, type, more]]) => [key, { label: name, description: meaning, type, ...more }])
    ),
    default: Object.fromEntries(rows.map(([key]) => [key, property(key)])),
    depends_on: onlyFor({ event_source: 'web', event_spec_type: eventSpecType })
  }
}

/** Shows a field only where other fields hold the given values. */
export function onlyFor(values: Record<string, string>): InputField['depends_on'] {
  return {
    match: 'all',
    conditions: Object.entries(values).map(([fieldKey, value]) => ({ fieldKey, operator: 'is', value }))
  }
}

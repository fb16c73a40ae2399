import type { InputField } from '@segment/actions-core'
import { fields } from '../../src/reportWebEvent/fields'
import { code, page, table } from './markdown'

const HEAD = ['key', 'label', 'type', 'choices', 'default']
const NONE = '–'

type Field = Pick<InputField, 'label' | 'type' | 'multiple' | 'required' | 'choices' | 'default' | 'properties'>

/** The page of all fields of the action, with a table for the parts of each object field. */
export function describeFields(): string {
  const objects = Object.entries<Field>(fields).filter(([, { properties }]) => properties !== undefined)
  return page(
    '# Fields',
    'The action **Report Web Event** has these fields. "property `x`" is `$.properties.x`, and "trait `x`" is `$.context.traits.x`.',
    table(HEAD, Object.entries<Field>(fields).map(describeField)),
    ...objects.flatMap(([key, { label, properties = {}, default: defaults }]) => [
      `## ${label}`,
      `The parts of ${code(key)}.`,
      table(
        HEAD,
        Object.entries<Field>(properties).map(([part, field]) =>
          describeField([part, { ...field, default: (defaults as Record<string, Default> | undefined)?.[part] }])
        )
      )
    ])
  )
}

function describeField([key, field]: [string, Field]): string[] {
  const { label, type, multiple, required, choices = [], properties, default: value } = field
  const types = [multiple ? `${type}[]` : type, ...(required === true ? ['required'] : [])]
  return [
    code(key),
    label,
    types.join(', '),
    choices.map((choice) => code(typeof choice === 'object' ? choice.value : choice)).join(', ') || NONE,
    properties !== undefined && value !== undefined
      ? `[see below](#${label.toLowerCase().replaceAll(' ', '-')})`
      : describeDefault(value as Default)
  ]
}

type Default =
  | string
  | number
  | boolean
  | undefined
  | Default[]
  | { '@path': string }
  | { '@if': { then: Default; else: Default } }
  | { [key: string]: Default }

/** A default in words: "property `email`, else trait `email`". */
function describeDefault(value: Default): string {
  if (value === undefined) return NONE
  if (typeof value !== 'object') return code(String(value))
  if (Array.isArray(value)) return value.map(describeDefault).join(', ')
  if ('@path' in value) return describePath(value['@path'] as string)
  if (!('@if' in value))
    return Object.entries(value)
      .map(([key, each]) => `${key}: ${describeDefault(each)}`)
      .join('; ')

  const { then, else: otherwise } = value['@if'] as { then: Default; else: Default }
  return `${describeDefault(then)}, else ${describeDefault(otherwise)}`
}

function describePath(path: string): string {
  const [, source, key] = /^\$\.(properties|context\.traits)\.(.+)$/.exec(path) ?? []
  if (source === undefined) return code(path)
  return `${source === 'properties' ? 'property' : 'trait'} ${code(key)}`
}

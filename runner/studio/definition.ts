import type { InputField } from '@segment/actions-core'
import { version } from 'tiktok-conversions/package.json'
import action from '../../src/reportWebEvent'
import { MAX_MAPPINGS } from '../mappings/check'
import { MAX_LINE_BYTES } from '../sources/chunk'
import type { Definition, FieldDefinition, Json } from './api'
import { editablePresets } from './mappings'

type Suggestions = FieldDefinition['suggestions']

/** Everything that the page needs to know of the destination. */
export async function describeDefinition(mappingFile?: string): Promise<Definition> {
  const fields = Object.entries(action.fields).map(async ([key, field]) =>
    describeField(key, field, await suggest(key))
  )
  return {
    version,
    fields: await Promise.all(fields),
    presets: editablePresets(),
    limits: { mappings: MAX_MAPPINGS, lineBytes: MAX_LINE_BYTES },
    mappingFile
  }
}

function describeField(
  key: string,
  field: Partial<InputField> & Pick<InputField, 'type'>,
  suggestions: Suggestions = []
): FieldDefinition {
  const { label = key, description = '', type, multiple, required, category, unsafe_hidden } = field
  return {
    key,
    label,
    description,
    type,
    isMultiple: multiple === true,
    isRequired: required === true,
    isHashed: category === 'hashedPII',
    isHidden: unsafe_hidden === true,
    suggestions,
    default: field.default as Json | undefined,
    properties: Object.entries(field.properties ?? {}).map(([name, property]) => describeField(name, property)),
    dependsOn: field.depends_on as Json | undefined
  }
}

/** The values that the mapping page suggests. Those of this destination do not depend on the account. */
async function suggest(key: string): Promise<Suggestions> {
  const dynamicFields = action.dynamicFields as Record<string, () => Promise<{ choices: Suggestions }>> | undefined
  const response = await dynamicFields?.[key]?.()
  return response?.choices ?? []
}

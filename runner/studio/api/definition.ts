import type { EditableMapping, Json } from './mappings'

export interface Definition {
  /** The version of the package. */
  version: string
  /** Fields of the action, in the order of the mapping page. */
  fields: FieldDefinition[]
  /** The mappings of a new destination. */
  presets: EditableMapping[]
  limits: { mappings: number; lineBytes: number }
  /** The file of `--mappings`, if it was given. */
  mappingFile?: string
}

/** An input field of the action. */
export interface FieldDefinition {
  key: string
  label: string
  description: string
  type: 'string' | 'text' | 'number' | 'integer' | 'datetime' | 'boolean' | 'password' | 'object' | 'hidden'
  isMultiple: boolean
  isRequired: boolean
  /** Whether TikTok gets a digest of it. */
  isHashed: boolean
  /** Whether the mapping page hides it. */
  isHidden: boolean
  /** Values among others that it may have. */
  suggestions: { label: string; value: string }[]
  /** The value in a new mapping: a constant or a directive, such as `{ "@path": "$.messageId" }`. */
  default?: Json
  /** Parts of an object; empty for other types. */
  properties: FieldDefinition[]
  /** When the field is of use, as actions-core writes it. */
  dependsOn?: Json
}

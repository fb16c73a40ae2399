import type { Fault as MappingFault } from '../../mappings/check'
import type { Json } from './json'

export interface EditableMapping {
  name: string
  /** The trigger, in FQL. */
  subscribe: string
  partnerAction: string
  /** Values of the fields: constants and directives. */
  mapping: { [field: string]: Json }
  enabled: boolean
}

export interface SessionMappings {
  mappings: EditableMapping[]
  /** Effects that are probably not meant, such as a mapping without an event ID. */
  warnings: string[]
  /** It grows with each change. */
  revision: number
  /** Whether they differ from those of the file, or from the presets where there is no file. */
  isChanged: boolean
  /** The file of `--mappings`, if it can be saved. */
  file?: string
}

export interface MappingCheck {
  /** The mappings that could be read, disabled ones too. */
  mappings: EditableMapping[]
  /** All faults, each with a JSON pointer into the text. */
  faults: MappingFault[]
  warnings: string[]
}

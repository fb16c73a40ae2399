import type { MappingFault } from '../../mappings/check'

/** JSON data. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export interface EditableMapping {
  /** Tells it apart while the studio runs, whatever its name is. A mapping without one is new. */
  id?: string
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
  /** It grows with each change. A change names the revision that it was made from. */
  revision: number
  /** The mappings of the file, or the presets if there is no file. */
  original: EditableMapping[]
  /** Whether they differ from the file, or from the presets if there is no file. */
  isChanged: boolean
  /** The file of `--mappings`, if it can be saved. */
  file?: string
}

export interface MappingCheck {
  /** The mappings that could be read, disabled ones too; without ids. */
  mappings: EditableMapping[]
  /** All faults, each with a JSON pointer into the text. */
  faults: MappingFault[]
  warnings: string[]
}

/**
 * The other side of a change that was not made: mappings that somebody else has put into force, or into the file. A
 * request that names its version takes their place.
 */
export interface MappingConflict {
  kind: 'session' | 'file'
  /** Their mappings; absent if the file could not be run as it stands. */
  theirs?: EditableMapping[]
  version: string
}

import { readFileSync } from 'node:fs'
import writeFileAtomic from 'write-file-atomic'
import { adviceFor } from '../mappings/advice'
import type { Fault } from '../mappings/check'
import { checkMappings, withOwnNames } from '../mappings/check'
import { findEntries } from '../mappings/entries'
import { readMappings } from '../mappings/file'
import type { Mapping } from '../mappings/mapping'
import { presetMappings } from '../mappings/presets'
import type { EditableMapping, MappingCheck, SessionMappings } from './api'
import { Problem } from './problem'

/** The mappings that are being edited. */
export class MappingSession {
  private current: EditableMapping[]
  /** As the file has them, or else the presets. */
  private saved: string
  /** Text of the file, as it was read or written. */
  private text?: string
  /** It grows with each change. */
  revision = 1

  /**
   * @param isSavable whether the file may be written
   * @throws UsageError for a file that could not be run as it stands
   */
  constructor(
    private readonly file?: string,
    private readonly isSavable = true
  ) {
    this.current = file === undefined ? editablePresets() : readFile(file)
    this.text = file && readText(file)
    this.saved = JSON.stringify(this.current)
  }

  /** Those that events go through. */
  get enabled(): Mapping[] {
    return enabledOf(this.current)
  }

  /** As the file has them, or else the presets, disabled ones too. */
  get original(): Mapping[] {
    return JSON.parse(this.saved)
  }

  get state(): SessionMappings {
    const { current: mappings, revision } = this
    const file = this.isSavable ? this.file : undefined
    const isChanged = JSON.stringify(mappings) !== this.saved
    return { mappings, warnings: adviceFor(this.enabled), revision, isChanged, file }
  }

  /** @throws Problem that holds all faults, and then nothing changes */
  replace(mappings: unknown): void {
    this.current = checked(mappings)
    this.revision++
  }

  /** Writes the file, whole or not at all. @throws Problem where there is none, or it cannot be written */
  async save(): Promise<void> {
    const { file, current } = this
    if (!this.isSavable) throw new Problem(409, 'Mappings cannot be saved while serving. Export them.')
    if (file === undefined) throw new Problem(409, 'No file was named: start the studio with --mappings FILE.')
    if ((readText(file) ?? this.text) !== this.text) {
      throw new Problem(409, `${file} has changed since the studio read it. Export the mappings, or start it again.`)
    }
    const text = this.export('send')
    try {
      await writeFileAtomic(file, text)
    } catch (error) {
      throw new Problem(409, `${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`)
    }
    this.text = text
    this.saved = JSON.stringify(current)
  }

  /** The content of a file that `send --mappings` reads. @param format `segment` has the keys of Segment's Public API */
  export(format: 'send' | 'segment'): string {
    const mappings = format === 'send' ? this.current : this.current.map(toSegment)
    return `${JSON.stringify(mappings, undefined, 2)}\n`
  }
}

export function editablePresets(): EditableMapping[] {
  return presetMappings().map((mapping) => ({ ...mapping, enabled: true }) as EditableMapping)
}

/** Checks the text of a mapping file. */
export function checkText(text: string): MappingCheck {
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    const { mappings: enabled, faults } = checkMappings(document)
    return { mappings: listMappings(document), faults, warnings: faults.length === 0 ? adviceFor(enabled) : [] }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { mappings: [], faults: [{ pointer: '', message: 'is not valid JSON.' }], warnings: [] }
  }
}

/** @throws Problem that holds all faults */
export function checked(document: unknown): EditableMapping[] {
  const { faults } = checkMappings(document)
  if (faults.length > 0) throw new Problem(422, describe(faults), faults)
  return listMappings(document)
}

export function enabledOf(mappings: readonly EditableMapping[]): Mapping[] {
  const enabled = mappings.filter((each) => each.enabled).map(({ enabled: _enabled, ...mapping }) => mapping as Mapping)
  return withOwnNames(enabled)
}

function describe(faults: readonly Fault[]): string {
  return faults.map(({ message }) => message.replace(/^./, (letter) => letter.toUpperCase())).join(' ')
}

function readFile(file: string): EditableMapping[] {
  readMappings(file)
  return listMappings(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')))
}

/** Text of a file; `undefined` if it cannot be read. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** All mappings of a document, disabled ones too, by the names of this project. */
function listMappings(document: unknown): EditableMapping[] {
  return (findEntries(document) ?? []).map(({ values }) => {
    // A mapping that is not enabled may lack some.
    const { name = '', subscribe = '', partnerAction = '', mapping = {}, enabled } = values as Partial<EditableMapping>
    return { name, subscribe, partnerAction, mapping, enabled: enabled !== false }
  })
}

/** The keys of a subscription in Segment's Public API. */
function toSegment({ name, subscribe, partnerAction, mapping, enabled }: EditableMapping) {
  return { name, enabled, trigger: subscribe, actionSlug: partnerAction, settings: mapping }
}

import { reasonOf } from '../errors'
import { parseDocument, toPointer } from '../json'
import { readJsonFile } from '../json-file'
import { adviceFor } from '../mappings/advice'
import type { MappingFault } from '../mappings/check'
import { checkMappings, withOwnNames } from '../mappings/check'
import { findEntries } from '../mappings/entries'
import { readMappings } from '../mappings/file'
import type { Mapping } from '../mappings/mapping'
import { presetMappings } from '../mappings/presets'
import { replaceFile } from '../replace-file'
import type { EditableMapping, MappingCheck, SessionMappings } from './api'
import { Problem } from './problem'
import { readText, versionOf } from './saved-file'

/** The mappings that are being edited. */
export class MappingSession {
  private current: EditableMapping[] = []
  /** As the file has them, or else the presets. */
  private saved: EditableMapping[] = []
  /** Text of the file, as it was read or written. */
  private text?: string
  private lastId = 0
  /** Keys of the file that are lost when it is saved. */
  private lostKeys: string[] = []
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
    this.begin(file === undefined ? editablePresets() : readFile(file))
    this.text = file && readText(file)
    this.lostKeys = file === undefined ? [] : findUnknownKeys(readJsonFile(file)).map(({ message }) => message)
  }

  /** Those that events go through. */
  get enabled(): Mapping[] {
    return enabledOf(this.current)
  }

  /** As the file has them, or else the presets, disabled ones too. */
  get original(): Mapping[] {
    return this.saved as unknown as Mapping[]
  }

  get state(): SessionMappings {
    const { current: mappings, saved: original, revision } = this
    const file = this.isSavable ? this.file : undefined
    const isChanged = toText(mappings) !== toText(original)
    return { mappings, original, warnings: [...this.lostKeys, ...adviceFor(this.enabled)], revision, isChanged, file }
  }

  /**
   * @param revision the revision that the change was made from
   * @throws Problem that holds all faults, or the mappings of somebody else, and then nothing changes
   */
  replace(mappings: unknown, revision: number): void {
    this.checkRevision(revision)
    this.current = this.identify(checked(mappings))
    this.revision++
  }

  /**
   * Writes the file, whole or not at all.
   * @param replaces version of a file that somebody else has changed, and whose text is given up
   * @throws Problem if there is none, somebody else has changed it, or it cannot be written
   */
  async save(revision: number, replaces?: string): Promise<void> {
    const file = this.savableFile()
    this.checkRevision(revision)
    const there = readText(file)
    if (there !== undefined && there !== this.text && versionOf(there) !== replaces) throw changedFile(file, there)
    const text = this.export('send')
    try {
      await replaceFile(file, text)
    } catch (error) {
      throw new Problem(409, `${file} cannot be written (${reasonOf(error)}).`)
    }
    this.text = text
    this.lostKeys = []
    this.saved = this.current
  }

  /** Reads the file again, in place of the present mappings. @throws Problem for a file that could not be run as it is */
  load(revision: number): void {
    const file = this.savableFile()
    this.checkRevision(revision)
    const text = readText(file) ?? ''
    const { mappings, faults } = checkText(text)
    if (faults.length > 0) throw new Problem(422, `${file}: ${describe(faults)}`, faults)
    this.begin(mappings)
    this.text = text
    this.revision++
  }

  /** The content of a file that `send --mappings` reads. @param format `segment` has the keys of Segment's Public API */
  export(format: 'send' | 'segment'): string {
    return toText(format === 'send' ? this.current : this.current.map(toSegment))
  }

  private begin(mappings: EditableMapping[]): void {
    this.current = this.identify(mappings)
    this.saved = this.current
  }

  /** Gives new mappings an id. Known ones keep theirs. */
  private identify(mappings: readonly EditableMapping[]): EditableMapping[] {
    const taken = new Set<string>()
    return mappings.map((mapping) => {
      const isKnown = mapping.id !== undefined && !taken.has(mapping.id)
      const id = isKnown ? mapping.id : this.newId()
      taken.add(id as string)
      return { ...mapping, id }
    })
  }

  private newId(): string {
    this.lastId++
    return `m${this.lastId}`
  }

  /** @throws Problem if somebody else has changed the mappings since */
  private checkRevision(revision: number): void {
    if (revision === this.revision) return
    throw new Problem(409, 'The mappings have been changed in another window.', undefined, {
      kind: 'session',
      theirs: this.current,
      version: String(this.revision)
    })
  }

  private savableFile(): string {
    if (!this.isSavable) throw new Problem(409, 'Mappings cannot be saved while serving. Export them.')
    if (this.file === undefined) throw new Problem(409, 'No file was named: start the studio with --mappings FILE.')
    return this.file
  }
}

function toText(mappings: readonly object[]): string {
  return `${JSON.stringify(mappings, (key, value) => (key === 'id' ? undefined : value), 2)}\n`
}

function changedFile(file: string, text: string): Problem {
  const { mappings, faults } = checkText(text)
  return new Problem(409, `${file} has been changed by another program.`, undefined, {
    kind: 'file',
    theirs: faults.length === 0 ? mappings : undefined,
    version: versionOf(text)
  })
}

export function editablePresets(): EditableMapping[] {
  return presetMappings().map((mapping) => ({ ...mapping, enabled: true }) as EditableMapping)
}

/** Checks the text of a mapping file. */
export function checkText(text: string): MappingCheck {
  const parsed = parseDocument(text)
  if ('problem' in parsed) return { mappings: [], faults: [{ pointer: '', message: parsed.problem }], warnings: [] }
  const document = parsed.value
  const { mappings: enabled, faults: found } = checkMappings(document)
  const faults = [...found, ...findUnknownKeys(document)]
  const mappings = listMappings(document).map(({ id: _id, ...mapping }) => mapping)
  return { mappings, faults, warnings: faults.length === 0 ? adviceFor(enabled) : [] }
}

/** @throws Problem that holds all faults */
export function checked(document: unknown): EditableMapping[] {
  const faults = [...checkMappings(document).faults, ...findUnknownKeys(document)]
  if (faults.length > 0) throw new Problem(422, describe(faults), faults)
  return listMappings(document)
}

export function enabledOf(mappings: readonly EditableMapping[]): Mapping[] {
  const enabled = mappings
    .filter((each) => each.enabled)
    .map(({ enabled: _enabled, id: _id, ...mapping }) => mapping as Mapping)
  return withOwnNames(enabled)
}

function describe(faults: readonly MappingFault[]): string {
  return faults.map(({ message }) => message.replace(/^./, (letter) => letter.toUpperCase())).join(' ')
}

function readFile(file: string): EditableMapping[] {
  readMappings(file)
  return listMappings(readJsonFile(file))
}

/** All mappings of a document, disabled ones too, by the names of this project. */
function listMappings(document: unknown): EditableMapping[] {
  return (findEntries(document) ?? []).map(({ values, source }) => {
    // A mapping that is not enabled may lack some.
    const { name = '', subscribe = '', partnerAction = '', mapping = {}, enabled } = values as Partial<EditableMapping>
    const id = typeof source.id === 'string' ? source.id : undefined
    return { id, name, subscribe, partnerAction, mapping, enabled: enabled !== false }
  })
}

/** A key that the studio does not know would be lost when the mappings are saved. */
function findUnknownKeys(document: unknown): MappingFault[] {
  return (findEntries(document) ?? []).flatMap(({ pointer, unknown }, index) =>
    unknown.map((key) => ({
      pointer: pointer + toPointer(key),
      message: `mapping ${index + 1}: "${key}" is not a key of a mapping, and would be lost when the mappings are saved.`
    }))
  )
}

/** The keys of a subscription in Segment's Public API. */
function toSegment({ name, subscribe, partnerAction, mapping, enabled }: EditableMapping) {
  return { name, enabled, trigger: subscribe, actionSlug: partnerAction, settings: mapping }
}

import destination from '../../src'
import { isObject } from '../json'
import { didYouMean } from '../suggestion'
import type { MappingEntry } from './entries'
import { findEntries } from './entries'
import type { Fields } from './field-check'
import { checkFields } from './field-check'
import type { Path } from './field-values'
import type { Mapping } from './mapping'
import { findTriggerProblem } from './trigger-check'

/** A problem of a mapping file, and its place. */
export interface Fault {
  /** JSON pointer into the file (RFC 6901). */
  pointer: string
  message: string
}

/** The content of a mapping file. */
export interface CheckedMappings {
  /** The enabled mappings that could be read. */
  mappings: Mapping[]
  /** Reasons why the file could not be run as it stands, in the order of the file. */
  faults: Fault[]
}

export const MAX_MAPPINGS = 50

/** Checks mappings before the first event. @param document the content of a mapping file */
export function checkMappings(document: unknown): CheckedMappings {
  const entries = findEntries(document)
  if (entries === undefined)
    return { mappings: [], faults: [{ pointer: '', message: 'is not a JSON list of mappings.' }] }
  if (entries.length > MAX_MAPPINGS) {
    const message = `holds ${entries.length} mappings: ${MAX_MAPPINGS} at most can be used.`
    return { mappings: [], faults: [{ pointer: '', message }] }
  }
  const names = entries.map(({ values }) => values.name)
  const checks = entries.map((entry, index) => new EntryCheck(entry, index + 1, names.slice(0, index)))
  const mappings = checks.flatMap(({ mapping }) => mapping ?? [])
  const faults = checks.flatMap((check) => check.faults)
  const isDisabled = faults.length === 0 && mappings.length === 0
  return { mappings, faults: isDisabled ? [{ pointer: '', message: 'holds no enabled mapping.' }] : faults }
}

/** Checks one mapping. */
class EntryCheck {
  readonly faults: Fault[] = []
  /** The mapping, if it is enabled and could be read. */
  readonly mapping?: Mapping

  /**
   * @param number position in the file, from 1
   * @param takenNames the names of the mappings before it
   */
  constructor(
    private readonly entry: MappingEntry,
    private readonly number: number,
    takenNames: readonly unknown[]
  ) {
    if (!entry.isObject) {
      this.faults.push({ pointer: entry.pointer, message: `mapping ${number} is not an object.` })
      return
    }
    const { name, subscribe, partnerAction, mapping, enabled } = entry.values
    this.checkKeys()
    if (name !== undefined && takenNames.includes(name)) this.report('name', [], 'is that of another mapping.')
    if (typeof subscribe === 'string') this.checkTrigger(subscribe)
    const fields = typeof partnerAction === 'string' ? this.fieldsOf(partnerAction) : undefined
    if (fields !== undefined && isObject(mapping)) {
      checkFields(mapping, fields, (path, problem) => this.report('mapping', path, problem))
    }
    if (enabled !== false) this.mapping = { name, subscribe, partnerAction, mapping } as Mapping
  }

  private report(key: keyof MappingEntry['names'], path: Path, problem: string): void {
    const { pointer, names } = this.entry
    const keys = [names[key], ...path]
    this.faults.push({
      pointer: pointer + keys.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join(''),
      message: `mapping ${this.number}: "${keys.join('.')}" ${problem}`
    })
  }

  /** Of several keys that are missing, the first one says enough. */
  private checkKeys(): void {
    const { values, unknown } = this.entry
    const missing = (['name', 'subscribe', 'partnerAction', 'mapping'] as const).find(
      (key) => values[key] === undefined
    )
    const isChecked = (key: keyof typeof values) => values[key] !== undefined || key === missing
    for (const key of ['name', 'subscribe', 'partnerAction'] as const) {
      const isText = typeof values[key] === 'string' && (key !== 'name' || values[key].trim() !== '')
      if (isChecked(key) && !isText) this.report(key, [], `is not a text.${this.misspelling(key)}`)
    }
    if (isChecked('mapping') && !isObject(values.mapping)) {
      this.report('mapping', [], `is not an object.${this.misspelling('mapping')}`)
    }
    if (values.enabled !== undefined && typeof values.enabled !== 'boolean') {
      this.report('enabled', [], 'is neither true nor false.')
    }
    const disabled = unknown.find((key) => values.enabled === undefined && didYouMean(key, ['enabled']) !== '')
    if (disabled !== undefined) this.report('enabled', [], `is written "${disabled}".`)
  }

  /** Names a key that is probably the missing one. */
  private misspelling(key: 'name' | 'subscribe' | 'partnerAction' | 'mapping'): string {
    const { unknown, names, values } = this.entry
    const spelling = unknown.find((word) => values[key] === undefined && didYouMean(word, [names[key]]) !== '')
    return spelling === undefined ? '' : ` Did you mean "${names[key]}" by "${spelling}"?`
  }

  private checkTrigger(subscribe: string): void {
    const problem = findTriggerProblem(subscribe)
    if (problem !== undefined) this.report('subscribe', [], `${problem}.`)
  }

  private fieldsOf(partnerAction: string): Fields | undefined {
    if (Object.hasOwn(destination.actions, partnerAction)) return destination.actions[partnerAction].fields
    const known = Object.keys(destination.actions)
    this.report('partnerAction', [], `is unknown: use ${known.join(', ')}.${didYouMean(partnerAction, known)}`)
    return undefined
  }
}

import destination from '../../src'
import { MAX_EVENTS_PER_REQUEST } from '../../src/reportWebEvent/constants'
import { isObject, toPointer } from '../json'
import { didYouMean } from '../suggestion'
import type { MappingEntry } from './entries'
import { findEntries } from './entries'
import type { Fields } from './field-check'
import { checkFields } from './field-check'
import type { ValuePath } from './field-values'
import type { Mapping } from './mapping'
import { findTriggerProblem } from './trigger-check'

/** A problem of a mapping file, and its place. */
export interface MappingFault {
  /** JSON pointer into the file (RFC 6901). */
  pointer: string
  message: string
}

/** The content of a mapping file. */
export interface CheckedMappings {
  /** The enabled mappings that could be read. */
  mappings: Mapping[]
  /** Reasons why the file could not be run as it stands, in the order of the file. */
  faults: MappingFault[]
}

export const MAX_MAPPINGS = 50

/** Checks mappings before the first event. @param document the content of a mapping file */
export function checkMappings(document: unknown): CheckedMappings {
  const entries = findEntries(document)
  if (entries === undefined)
    return { mappings: [], faults: [{ pointer: '', message: 'is not a JSON list of mappings.' }] }
  const enabled = entries.filter(({ values }) => values.enabled !== false)
  if (enabled.length > MAX_MAPPINGS) {
    const message = `holds ${enabled.length} mappings: ${MAX_MAPPINGS} at most can be used.`
    return { mappings: [], faults: [{ pointer: '', message }] }
  }
  const checks = enabled.map((entry) => new EntryCheck(entry, entries.indexOf(entry) + 1))
  const mappings = withOwnNames(checks.flatMap(({ mapping }) => mapping ?? []))
  const faults = checks.flatMap((check) => check.faults)
  const isDisabled = faults.length === 0 && mappings.length === 0
  return { mappings, faults: isDisabled ? [{ pointer: '', message: 'holds no enabled mapping.' }] : faults }
}

/** Segment names a mapping like its action: the second one of a name gets a number, as results go by it. */
export function withOwnNames(mappings: readonly Mapping[]): Mapping[] {
  const taken = new Set(mappings.map(({ name }) => name))
  return mappings.map((mapping, index) => {
    if (mappings.findIndex(({ name }) => name === mapping.name) === index) return mapping
    let number = 2
    while (taken.has(`${mapping.name} (${number})`)) number++
    const name = `${mapping.name} (${number})`
    taken.add(name)
    return { ...mapping, name }
  })
}

/** Checks one enabled mapping. */
class EntryCheck {
  readonly faults: MappingFault[] = []
  /** The mapping, if it could be read. */
  readonly mapping?: Mapping

  /** @param number position in the file, from 1 */
  constructor(
    private readonly entry: MappingEntry,
    private readonly number: number
  ) {
    if (!entry.isObject) {
      this.faults.push({ pointer: entry.pointer, message: `mapping ${number} is not an object.` })
      return
    }
    const { name, subscribe, partnerAction, mapping } = entry.values
    this.checkKeys()
    if (typeof subscribe === 'string') this.checkTrigger(subscribe)
    const fields = this.fieldsOf(partnerAction)
    if (isObject(mapping)) checkFields(mapping, fields, (path, problem) => this.report('mapping', path, problem))
    this.mapping = { name, subscribe, partnerAction, mapping: withUsableBatchSize(mapping) } as Mapping
  }

  private report(key: keyof MappingEntry['names'], path: ValuePath, problem: string): void {
    const { pointer, names } = this.entry
    const keys = [names[key], ...path]
    this.faults.push({
      pointer: pointer + keys.map(toPointer).join(''),
      message: `mapping ${this.number}: "${keys.join('.')}" ${problem}`
    })
  }

  /** One message for several missing keys: the first one is enough. */
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

  /** The fields of the action. There is one only, so that faults are found in spite of a misspelled name. */
  private fieldsOf(partnerAction: unknown): Fields {
    const known = Object.keys(destination.actions)
    const isKnown = typeof partnerAction === 'string' && known.includes(partnerAction)
    if (typeof partnerAction === 'string' && !isKnown) {
      this.report('partnerAction', [], `is unknown: use ${known.join(', ')}.`)
    }
    return destination.actions[isKnown ? partnerAction : known[0]].fields
  }
}

/** The run has its own size of batches: a size that Segment would refuse, such as the 0 of an export, does not matter. */
function withUsableBatchSize(mapping: unknown): unknown {
  if (!isObject(mapping)) return mapping
  const { batch_size, ...rest } = mapping
  const isUsable = typeof batch_size === 'number' && batch_size >= 1 && batch_size <= MAX_EVENTS_PER_REQUEST
  return isUsable ? mapping : rest
}

import { readFileSync } from 'node:fs'
import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { transform } from '@segment/actions-core'
import { generateFql, parseFql, validate } from '@segment/destination-subscriptions'
import destination from '../src'
import { presets } from '../src/presets'
import type { Mapping } from './config'
import { UsageError } from './exit'

const MAX_MAPPINGS = 50

/** A mapping and the test of whether an event is for it. */
export interface Subscription extends Mapping {
  matches: (event: SegmentEvent) => boolean
}

/** The presets, as a CDP sets them up with a new destination. */
export function presetMappings(): Mapping[] {
  return presets.map((preset) => {
    const { name = '', partnerAction, subscribe, mapping = {} } = preset as typeof preset & { subscribe: string }
    return { name, partnerAction, subscribe, mapping }
  })
}

/** The mappings of a file, or the presets where there is none. @throws UsageError as `readMappings` does */
export function chooseMappings(file?: string): Mapping[] {
  return file === undefined ? presetMappings() : readMappings(file)
}

export function subscribe(mappings: readonly Mapping[]): Subscription[] {
  return mappings.map((mapping) => {
    const condition = parseFql(mapping.subscribe)
    return { ...mapping, matches: (event) => validate(condition, event) }
  })
}

/**
 * The enabled mappings of a file: a JSON list of `{ name, subscribe, partnerAction, mapping, enabled }`.
 * @throws UsageError that names the entry and the key, for whatever could not be run as it stands
 */
export function readMappings(file: string): Mapping[] {
  const entries = parseList(file)
  if (entries.length > MAX_MAPPINGS) {
    throw new UsageError(`${file} holds ${entries.length} mappings: ${MAX_MAPPINGS} at most can be used.`)
  }
  const names = new Set<string>()
  const mappings = entries.map((entry, index) => {
    const mapping = checkEntry(entry, `${file}: mapping ${index + 1}`)
    if (names.has(mapping.name))
      throw new UsageError(`${file}: mapping ${index + 1}: "name" is that of another mapping.`)
    names.add(mapping.name)
    return { ...mapping, isEnabled: (entry as { enabled?: unknown }).enabled !== false }
  })
  const enabled = mappings.filter(({ isEnabled }) => isEnabled)
  if (enabled.length === 0) throw new UsageError(`${file} holds no enabled mapping.`)
  return enabled.map(({ isEnabled: _isEnabled, ...mapping }) => mapping)
}

function parseList(file: string): unknown[] {
  let entries: unknown
  try {
    entries = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(code === undefined ? `${file} is not valid JSON.` : `${file} cannot be read (${code}).`)
  }
  if (Array.isArray(entries)) return entries
  throw new UsageError(`${file} is not a JSON list of mappings.`)
}

function checkEntry(entry: unknown, where: string): Mapping {
  const { name, subscribe, partnerAction, mapping, enabled } = objectOr(entry, `${where} is not an object.`)
  const fail = (key: string, problem: string): never => {
    throw new UsageError(`${where}: "${key}" ${problem}.`)
  }
  if (typeof name !== 'string' || name.trim() === '') return fail('name', 'is not a text')
  if (typeof subscribe !== 'string') return fail('subscribe', 'is not a text')
  if (typeof partnerAction !== 'string') return fail('partnerAction', 'is not a text')
  if (enabled !== undefined && typeof enabled !== 'boolean') return fail('enabled', 'is neither true nor false')

  const condition = parseFql(subscribe)
  if ('error' in condition) return fail('subscribe', 'is not valid FQL')
  const understood = generateFql(condition)
  if (bare(understood) !== bare(subscribe)) return fail('subscribe', `would be understood as: ${understood}`)
  if (!Object.hasOwn(destination.actions, partnerAction)) {
    return fail('partnerAction', `is unknown: use ${Object.keys(destination.actions).join(', ')}`)
  }

  const fields = destination.actions[partnerAction].fields
  const values = objectOr(mapping, `${where}: "mapping" is not an object.`)
  for (const key of Object.keys(values)) {
    if (!Object.hasOwn(fields, key)) return fail(`mapping.${key}`, 'is not a field of the action')
    checkDirectives(key, values[key], fail)
    checkTexts(key, values[key], fail)
  }
  for (const key of Object.keys(fields)) {
    if (fields[key].required === true && isBlank(values[key])) return fail(`mapping.${key}`, 'is required')
  }
  return { name, subscribe, partnerAction, mapping: values as JSONObject }
}

/** FQL without what may differ. The parser passes over what it does not know, and so changes what a text means. */
function bare(fql: string): string {
  return fql.replace(/[\s()]/g, '')
}

/** Directives resolve against any event; the empty one shows those that do not. */
function checkDirectives(key: string, value: unknown, fail: (key: string, problem: string) => never): void {
  try {
    transform({ [key]: value } as JSONObject, {})
  } catch (error) {
    fail(`mapping.${key}`, `does not resolve: ${firstLine(error as Error)}`)
  }
}

/** Some messages of actions-core hold a stack. */
function firstLine({ message }: Error): string {
  const [line = ''] = message.split('\n').filter((text) => text.trim() !== '')
  return line
    .trim()
    .replace(/^ValidationError: /, '')
    .replace(/\.$/, '')
}

/** A path that is written as a text would be sent as that text: one Event ID for all events, which TikTok would drop. */
function checkTexts(key: string, value: unknown, fail: (key: string, problem: string) => never): void {
  if (typeof value === 'string' && value.startsWith('$.')) {
    fail(`mapping.${key}`, `is the text "${value}": to map what stands there, write { "@path": "${value}" }`)
  }
  if (typeof value !== 'object' || value === null) return
  for (const [name, child] of Object.entries(value)) {
    if (!name.startsWith('@')) checkTexts(`${key}.${name}`, child, fail)
  }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

function objectOr(value: unknown, problem: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new UsageError(problem)
}

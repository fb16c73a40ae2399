import { readFileSync } from 'node:fs'
import { codeOf, UsageError } from '../errors'
import type { Mapping } from './config'
import { checkMapping } from './mapping-check'

const MAX_MAPPINGS = 50

/**
 * The enabled mappings of a file: a JSON list of `{ name, subscribe, partnerAction, mapping, enabled }`.
 * @throws UsageError that names the entry and the key, for anything that could not be run as it stands
 */
export function readMappings(file: string): Mapping[] {
  const entries = parseList(file)
  if (entries.length > MAX_MAPPINGS) {
    throw new UsageError(`${file} holds ${entries.length} mappings: ${MAX_MAPPINGS} at most can be used.`)
  }
  const names = new Set<string>()
  const mappings = entries.map((entry, index) => {
    const where = `${file}: mapping ${index + 1}`
    const mapping = checkMapping(entry, where)
    if (names.has(mapping.name)) throw new UsageError(`${where}: "name" is that of another mapping.`)
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
    if (error instanceof SyntaxError) throw new UsageError(`${file} is not valid JSON.`)
    throw new UsageError(`${file} cannot be read (${codeOf(error)}).`)
  }
  if (Array.isArray(entries)) return entries
  throw new UsageError(`${file} is not a JSON list of mappings.`)
}

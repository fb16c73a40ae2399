import { isObject, toPointer } from '../json'
/** A mapping as it stands in a file, by the names of this project. */
export interface MappingEntry {
  /** JSON pointer to it. */
  pointer: string
  isObject: boolean
  values: Partial<Record<MappingKey, unknown>>
  /** The names that the file uses. */
  names: Record<MappingKey, string>
  /** All keys of the file. */
  source: Record<string, unknown>
  /** Other keys, which are ignored. */
  unknown: readonly string[]
}

type MappingKey = keyof typeof SPELLINGS

/** The names of a mapping's keys in presets, in Segment's Public API, and in Segment's Terraform provider. */
const SPELLINGS = {
  name: ['name'],
  subscribe: ['subscribe', 'trigger'],
  partnerAction: ['partnerAction', 'actionSlug', 'action_slug'],
  mapping: ['mapping', 'settings'],
  enabled: ['enabled']
}

const KEYS = Object.keys(SPELLINGS) as MappingKey[]

/** Other keys that Segment writes. */
const IGNORED = ['id', 'actionId', 'action_id', 'destinationId', 'destination_id', 'modelId', 'model_id', 'type']

/** Keys of wrappers whose lists hold nothing but mappings. */
const LISTS = ['data', 'subscriptions', 'mappings']

const MAX_DEPTH = 8

/** The only action, which Terraform knows by an ID that differs from workspace to workspace. */
const ONLY_ACTION = 'reportWebEvent'

/**
 * Finds the mappings of a file: a list of them, a single one, or either in a wrapper such as an answer of Segment's
 * Public API (`data.subscriptions`) or a state of Terraform.
 * @returns `undefined` if there is neither a list nor a mapping
 */
export function findEntries(document: unknown): MappingEntry[] | undefined {
  const found = Array.isArray(document) ? listOf(document, '') : search(document, '', 0)
  if (found.length === 0 && !holdsEmptyList(document)) return undefined
  return found.map(([pointer, value]) => toEntry(pointer, value))
}

type Found = [pointer: string, value: unknown]

function holdsEmptyList(value: unknown): boolean {
  return Array.isArray(value) || (isObject(value) && LISTS.some((key) => holdsEmptyList(value[key])))
}

function listOf(list: readonly unknown[], pointer: string): Found[] {
  return list.map((value, index) => [`${pointer}/${index}`, value])
}

function search(value: unknown, pointer: string, depth: number): Found[] {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return []
  if (isMapping(value)) return [[pointer, value]]
  return Object.entries(value).flatMap(([key, child]) => {
    const place = pointer + toPointer(key)
    return Array.isArray(child) && LISTS.includes(key) ? listOf(child, place) : search(child, place, depth + 1)
  })
}

function isMapping(value: object): boolean {
  const has = (key: MappingKey) => SPELLINGS[key].some((name) => Object.hasOwn(value, name))
  return has('subscribe') || (has('partnerAction') && has('mapping'))
}

function toEntry(pointer: string, value: unknown): MappingEntry {
  const source = isObject(value) ? value : {}
  const nameOf = (key: MappingKey) => SPELLINGS[key].find((name) => Object.hasOwn(source, name))
  const isSegments = ['trigger', 'settings', 'actionSlug', 'action_slug'].some((name) => Object.hasOwn(source, name))
  const names = Object.fromEntries(
    KEYS.map((key) => [key, nameOf(key) ?? SPELLINGS[key][isSegments ? 1 : 0] ?? key])
  ) as MappingEntry['names']
  const values = Object.fromEntries(KEYS.map((key) => [key, source[names[key]]])) as MappingEntry['values']
  return {
    pointer,
    isObject: isObject(value),
    source,
    values: { ...values, partnerAction: actionIn(values, source), mapping: parsed(values.mapping) },
    names,
    unknown: Object.keys(source).filter((key) => !Object.values(names).includes(key) && !IGNORED.includes(key))
  }
}

function actionIn({ partnerAction }: MappingEntry['values'], source: Record<string, unknown>): unknown {
  const id = source.action_id ?? source.actionId
  return partnerAction === undefined && typeof id === 'string' ? ONLY_ACTION : partnerAction
}

/** Terraform keeps settings as JSON in a text. */
function parsed(mapping: unknown): unknown {
  if (typeof mapping !== 'string') return mapping
  try {
    return JSON.parse(mapping)
  } catch {
    return mapping
  }
}

import type { JSONValue } from '@segment/actions-core'
import type { Settings } from '../../src/generated-types'
import { buildEnvelope, buildEvent } from '../../src/reportWebEvent/event'
import type { Payload } from '../../src/reportWebEvent/generated-types'
import type { TikTokEnvelope, TikTokEvent } from '../../src/reportWebEvent/types'
import { CONTENT_TYPES, EVENT_SOURCES } from '../../src/reportWebEvent/words'
import type { Leaf } from './leaves'
import { valueAt } from './leaves'
import { toJson } from './paths'

/** Keys of a request with their values, such as `data.0.user.email`. */
export type RequestKeys = Map<string, JSONValue>

/** The keys of the request that come from a leaf, and those that only depend on it. */
export interface LeafKeys {
  owned: string[]
  affected: string[]
}

/** The last time that JavaScript knows, in Unix milliseconds. */
const LAST_TIME = 8.64e15

/** Parts of an event that hold the keys. */
const PARTS = ['user', 'properties', 'page', 'lead']

export function requestKeys(envelope?: TikTokEnvelope, event?: TikTokEvent): RequestKeys {
  const keys: RequestKeys = new Map()
  const add = (path: string, value: unknown) => {
    const json = toJson(value)
    if (json !== undefined) keys.set(path, json)
  }
  for (const [key, value] of Object.entries(envelope ?? {})) add(key, value)
  for (const [key, value] of Object.entries(event ?? {})) {
    if (!PARTS.includes(key)) add(`data.0.${key}`, value)
    else for (const [name, child] of Object.entries(value ?? {})) add(`data.0.${key}.${name}`, child)
  }
  return keys
}

/**
 * Finds out which leaf makes which key: the request is built again without the leaf and compared. A key that depends on
 * several leaves belongs to the one on which the fewest keys depend.
 */
export function assignKeys(leaves: readonly Leaf[], payload: Payload, settings: Settings): Map<Leaf, LeafKeys> {
  const base = build(payload, settings)
  const changes = new Map(leaves.map((leaf) => [leaf, changedKeys(leaf, payload, settings, base)]))
  const assigned = new Map(leaves.map((leaf): [Leaf, LeafKeys] => [leaf, { owned: [], affected: [] }]))
  for (const path of base.keys()) {
    const concerned = leaves.filter((leaf) => changes.get(leaf)?.includes(path))
    // The choice of the source makes none of the keys that only events of one source have.
    const rank = (leaf: Leaf) => (changes.get(leaf)?.length ?? 0) + (leaf.keys[0] === 'event_source' ? 0.5 : 0)
    const least = Math.min(...concerned.map(rank))
    for (const leaf of concerned) assigned.get(leaf)?.[rank(leaf) === least ? 'owned' : 'affected'].push(path)
  }
  return assigned
}

function changedKeys(leaf: Leaf, payload: Payload, settings: Settings, base: RequestKeys): string[] {
  const value = valueAt(payload, leaf.keys)
  if (value === undefined && !isFilledElsewhere(leaf.keys, payload)) return []
  for (const substitute of [undefined, ...substitutesFor(leaf, value)]) {
    const variant = build(replace(payload, leaf.keys, substitute), settings)
    const isEventBuilt = variant.has('data.0.event')
    const changed = [...base].filter(([path, before]) => {
      return (isEventBuilt || !path.startsWith('data.')) && !isSame(before, variant.get(path))
    })
    if (changed.length > 0) return changed.map(([path]) => path)
  }
  return []
}

/** Whether the destination looks for the value of a field in other places. */
function isFilledElsewhere([field]: Leaf['keys'], { other_sources }: Payload): boolean {
  return Array.isArray(other_sources?.fields) && other_sources.fields.includes(field)
}

/** Words for fields that take no others. */
const WORDS: Record<string, readonly string[]> = {
  content_type: Object.keys(CONTENT_TYPES),
  event_source: Object.keys(EVENT_SOURCES),
  'address.country': ['FR', 'US']
}

/** Other values, for fields without which nothing is sent, or without which the same is sent. */
function substitutesFor({ keys }: Leaf, value: unknown): unknown[] {
  if (typeof value === 'boolean' || (typeof value === 'object' && value !== null)) return []
  if (value !== undefined && Number.isFinite(Number(value))) return [Number(value) + 1]
  const words = WORDS[keys.join('.')] ?? ['probe', 'other']
  return words.filter((word) => word !== value)
}

/** The keys as far as they can be built. An event without a time gets one that no event has. */
function build(payload: Payload, settings: Settings): RequestKeys {
  const envelope = buildEnvelope(payload, settings)
  try {
    return requestKeys(envelope, buildEvent(payload, LAST_TIME))
  } catch {
    return requestKeys(envelope)
  }
}

function replace(payload: Payload, [field, part]: Leaf['keys'], value: unknown): Payload {
  if (part === undefined) return { ...withoutOtherSource(payload, field), [field]: value }
  return { ...payload, [field]: { ...Object((payload as never)[field]), [part]: value } }
}

/** Other sources must not fill what is taken away. */
function withoutOtherSource(payload: Payload, field: string): Payload {
  const { other_sources } = payload
  if (!Array.isArray(other_sources?.fields)) return payload
  const fields = other_sources.fields.filter((key) => key !== field)
  return { ...payload, other_sources: { ...other_sources, fields } }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

import type { JSONValue } from '@segment/actions-core'
import type { Settings } from '../../src/generated-types'
import { buildEnvelope, buildEvent } from '../../src/reportWebEvent/event'
import type { Payload } from '../../src/reportWebEvent/generated-types'
import type { TikTokEnvelope, TikTokEvent } from '../../src/reportWebEvent/types'
import { CONTENT_TYPES, EVENT_SOURCES } from '../../src/reportWebEvent/words'
import type { Leaf } from './leaves'
import { formatKeys, valueAt } from './leaves'
import { toJson } from './paths'

/** Keys of a request with their values, such as `data.0.user.email`. */
export type RequestKeys = Map<string, JSONValue>

/** The keys of the request that come from a leaf, and the keys that only depend on it. */
export interface LeafKeys {
  owned: string[]
  affected: string[]
}

/** Everything that a request is built from. */
export interface KeySource {
  payload: Payload
  /** Keys of the fields that are mapped. */
  mapped?: ReadonlySet<string>
  /** The event of the payload. */
  event?: unknown
  settings: Settings
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
 * several leaves belongs to the one on which the fewest keys depend. The builder could report which values it reads, but
 * not what would change without one: other sources take its place, or the same value is sent all the same.
 */
export function assignKeys(leaves: readonly Leaf[], source: KeySource): Map<Leaf, LeafKeys> {
  const base = build(source)
  const changes = new Map(leaves.map((leaf) => [leaf, changedKeys(leaf, source, base)]))
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

function changedKeys(leaf: Leaf, source: KeySource, base: RequestKeys): string[] {
  const [field] = leaf.keys
  const value = valueAt(source.payload, leaf.keys)
  // The destination looks for the value of a mapped field in other places as well.
  if (value === undefined && source.mapped?.has(field) !== true) return []
  for (const substitute of [undefined, ...substitutesFor(leaf, value)]) {
    const variant = build(replace(source, leaf.keys, substitute))
    const isEventBuilt = variant.has('data.0.event')
    const changed = [...base].filter(([path, before]) => {
      return (isEventBuilt || !path.startsWith('data.')) && !isSame(before, variant.get(path))
    })
    if (changed.length > 0) return changed.map(([path]) => path)
  }
  return []
}

/** Words for fields that accept no others. */
const WORDS: Record<string, readonly string[]> = {
  content_type: Object.keys(CONTENT_TYPES),
  event_source: Object.keys(EVENT_SOURCES),
  'address.country': ['FR', 'US']
}

/** Other values, for fields without which nothing is sent, or without which the same is sent. */
function substitutesFor({ keys }: Leaf, value: unknown): unknown[] {
  if (typeof value === 'boolean' || (typeof value === 'object' && value !== null)) return []
  if (value !== undefined && Number.isFinite(Number(value))) return [Number(value) + 1]
  const words = WORDS[formatKeys(keys)] ?? ['probe', 'other']
  return words.filter((word) => word !== value)
}

/** The keys as far as they can be built. An event without a time gets one that no event has. */
function build({ payload, mapped, event, settings }: KeySource): RequestKeys {
  const envelope = buildEnvelope(payload, settings)
  try {
    return requestKeys(envelope, buildEvent(payload, LAST_TIME, { mapped, event }))
  } catch {
    return requestKeys(envelope)
  }
}

/** Other sources must not fill what is taken away. */
function replace(source: KeySource, [field, part]: Leaf['keys'], value: unknown): KeySource {
  const { payload, mapped } = source
  if (part !== undefined) {
    return { ...source, payload: { ...payload, [field]: { ...Object((payload as never)[field]), [part]: value } } }
  }
  const others = mapped && new Set([...mapped].filter((key) => key !== field))
  return { ...source, payload: { ...payload, [field]: value }, mapped: others }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

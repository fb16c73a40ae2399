import type { Payload } from '../generated-types'
import { parseJson } from '../read/text'
import { unwrap } from '../read/wrapper'

export type Properties = Record<string, unknown>

/** The parts of an event that are searched for a value when the mapped one cannot be used. */
export interface OtherSources {
  /** Keys of the fields that are mapped, if they are known. Fields that are not mapped are never filled from here. */
  mapped?: ReadonlySet<string>
  /** The event itself, if it is known. Nothing is filled from it. */
  event?: unknown
  properties: Properties
  /** `properties.context.user`, `context.traits` and `traits`. */
  traits: Properties[]
  page: Properties
  clickIds: Properties
  anonymousId: unknown
  /** IDs that a CDP keeps for TikTok. */
  tiktokIds: unknown[]
  times: unknown[]
}

const NOTHING: Properties = {}

/** The values of `other_sources`, which can be of any type. */
export function readOtherSources(
  { other_sources }: Payload,
  mapped?: ReadonlySet<string>,
  event?: unknown
): OtherSources {
  const { traits, page, click_ids, anonymous_id, external_ids, times } = other_sources ?? {}
  const properties = asObject(other_sources?.properties)
  const tiktok = asObject(properties.context)
  const person = asObject(tiktok.user)
  const holders = person === NOTHING ? [] : [person]
  for (const each of asList(traits)) if (each !== undefined) holders.push(asObject(each))
  return {
    mapped: other_sources && mapped,
    event,
    properties,
    traits: holders,
    page: asObject(page),
    clickIds: withClickId(asObject(click_ids), properties, tiktok),
    anonymousId: anonymous_id,
    tiktokIds: tiktokIdsIn(asList(external_ids), person),
    times: asList(times)
  }
}

/** IDs of the type that RudderStack has for TikTok, `tiktokExternalId`, and of the person in its events for TikTok. */
function tiktokIdsIn(externalIds: unknown[], person: Properties): unknown[] {
  const ids: unknown[] = []
  for (const entries of externalIds) {
    if (entries === undefined) continue
    for (const entry of asList(entries).map(asObject)) if (/tiktok/i.test(String(entry.type))) ids.push(entry.id)
  }
  if (person.external_id !== undefined) ids.push(person.external_id)
  return ids
}

/** The beginning of TikTok's click IDs: other networks have click IDs, too. */
const CLICK_ID = /^E[._]C[._]P/

/**
 * Adds the click ID of an event that is written for RudderStack's destination for TikTok, which reads the objects of
 * TikTok's API in `properties.context`.
 */
function withClickId(clickIds: Properties, properties: Properties, tiktok: Properties): Properties {
  const { ad = properties.ad } = tiktok
  const { clickId } = properties
  const found = ad === undefined ? undefined : asObject(ad).callback
  const ttclid = found ?? (typeof clickId === 'string' && CLICK_ID.test(clickId) ? clickId : undefined)
  return ttclid === undefined || clickIds.ttclid !== undefined ? clickIds : { ...clickIds, ttclid }
}

/** The keys of the fields that a mapping fills; `undefined` if that is not known. Others are not sent, whatever the event holds. */
export function mappedFields(mapping: unknown): ReadonlySet<string> | undefined {
  const keys = Object.keys(Object(mapping))
  return keys.includes('event') ? new Set(keys) : undefined
}

/**
 * The values of some keys in the properties and in the traits.
 * @param field the field they are for: without it among the mapped ones, there are none
 * @param between another object that can hold them, which goes before the traits
 */
export function valuesOf(
  others: OtherSources,
  field: string,
  keys: readonly string[],
  between: Properties = NOTHING
): unknown[] {
  const values: unknown[] = []
  if (!isMapped(others, field)) return values
  addValues(values, others.properties, keys)
  addValues(values, between, keys)
  for (const holder of others.traits) addValues(values, holder, keys)
  return values
}

function addValues(values: unknown[], holder: Properties, keys: readonly string[]): void {
  if (holder === NOTHING) return
  for (const key of keys) if (holder[key] !== undefined) values.push(holder[key])
}

export function isMapped({ mapped }: OtherSources, field: string): boolean {
  return mapped === undefined || mapped.has(field)
}

/** An object, the first object of a list, or an object that is written as JSON. */
export function asObject(value: unknown): Properties {
  if (typeof value === 'string') return asObject(parseJson(value))
  if (Array.isArray(value)) return asObject(value[0])
  if (typeof value !== 'object' || value === null) return NOTHING
  const inner = unwrap(value)
  return inner === value ? withOwnKeys(value as Properties) : asObject(inner)
}

/** actions-core copies a key named `__proto__` as the prototype, whose keys do not belong to the event. */
function withOwnKeys(object: Properties): Properties {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || Object.getPrototypeOf(prototype) === null ? object : { ...object }
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

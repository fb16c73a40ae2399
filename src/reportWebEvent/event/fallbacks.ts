import type { Payload } from '../generated-types'
import { parseJson } from '../read/text'
import { unwrap } from '../read/wrapper'

type Properties = Record<string, unknown>

/** The parts of an event in which a value is looked for when the mapped one cannot be used. */
export interface OtherSources {
  /** Keys of the fields that are mapped. Fields that are not mapped are never filled from here. */
  fields?: readonly string[]
  properties: Properties
  /** `properties.context.user`, `context.traits` and `traits`. */
  traits: Properties[]
  page: Properties
  clickIds: Properties
  anonymousId: unknown
  times: unknown[]
}

const NOTHING: Properties = {}

const NO_SOURCES: OtherSources = {
  properties: NOTHING,
  traits: [],
  page: NOTHING,
  clickIds: NOTHING,
  anonymousId: undefined,
  times: []
}

/** The values of `other_sources`, which can be of any type. */
export function readOtherSources({ other_sources }: Payload): OtherSources {
  if (other_sources === undefined) return NO_SOURCES
  const { fields, traits, page, click_ids, anonymous_id, times } = other_sources
  const properties = asObject(other_sources.properties)
  const tiktok = asObject(properties.context)
  const person = asObject(tiktok.user)
  const people = asList(traits).map(asObject)
  return {
    fields: Array.isArray(fields) ? (fields as string[]) : undefined,
    properties,
    traits: person === NOTHING ? people : [person, ...people],
    page: asObject(page),
    clickIds: withClickId(asObject(click_ids), properties, tiktok),
    anonymousId: anonymous_id,
    times: asList(times)
  }
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

/**
 * Notes in a payload which fields are mapped, unless that is noted already. Fields that are not mapped are not sent,
 * whatever the event holds.
 * @param rawMapping the mapping, where actions-core knows it
 */
export function withMappedFields(payload: Payload, rawMapping: unknown): Payload {
  const { other_sources } = payload
  if (other_sources === undefined || other_sources.fields !== undefined) return payload
  const fields = Object.keys(Object(rawMapping))
  if (!fields.includes('event')) return payload
  return { ...payload, other_sources: { ...other_sources, fields } }
}

/**
 * The values of some keys in the properties and in the traits.
 * @param field the field they are for: without it among the mapped ones, there are none
 */
export function* valuesOf(others: OtherSources, field: string, keys: readonly string[]): Generator<unknown> {
  if (others.fields !== undefined && !others.fields.includes(field)) return
  for (const holder of [others.properties, ...others.traits]) {
    for (const key of keys) if (holder[key] !== undefined) yield holder[key]
  }
}

/** The mapped value of a field, and then those of some keys in the properties and in the traits. */
export function* candidatesFor(mapped: unknown, others: OtherSources, field: string, keys: readonly string[]) {
  yield mapped
  yield* valuesOf(others, field, keys)
}

export function isMapped({ fields }: OtherSources, field: string): boolean {
  return fields === undefined || fields.includes(field)
}

/** An object, the first one of a list, or one that is written as JSON. */
export function asObject(value: unknown): Properties {
  if (typeof value === 'string') return asObject(parseJson(value))
  if (Array.isArray(value)) return asObject(value[0])
  if (typeof value !== 'object' || value === null) return NOTHING
  const inner = unwrap(value)
  return inner === value ? (value as Properties) : asObject(inner)
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

import type { JSONObject, JSONValue } from '@segment/actions-core'
import type { Settings } from '../../src/generated-types'
import type { Mapping } from '../mappings/mapping'
import type { BuiltEvent } from '../transform/build'
import type { Leaf } from './leaves'
import { evaluateLeaf, isConstant, leavesOf, valueAt } from './leaves'
import { reasonFor } from './left-out'
import { hashedTexts, isHashedKey } from './normalized'
import type { RequestKeys } from './request-keys'
import { assignKeys, requestKeys } from './request-keys'
import type { Fault, FieldExplanation, SentValue } from './types'

const USER_KEY = /^data\.0\.user\.(\w+)$/

/** Explains each field of a mapping, for an event that goes through it. */
export function explainFields(
  { partnerAction, mapping }: Mapping,
  event: object,
  built: BuiltEvent,
  settings: Settings
): FieldExplanation[] {
  const leaves = leavesOf(partnerAction, mapping)
  const isBuilt = built.payload !== undefined && built.event !== undefined
  const keys = isBuilt ? requestKeys(built.envelope, built.event) : new Map()
  const assigned = isBuilt ? assignKeys(leaves, built.payload ?? ({} as never), settings) : new Map()
  return leaves.map((leaf) => {
    const { owned, affected } = assigned.get(leaf) ?? { owned: [], affected: [] }
    return explainLeaf(leaf, mapping, event, built, { owned, affected, keys })
  })
}

/** Ties faults to the fields whose keys they are about. */
export function tieFaults(faults: readonly Fault[], fields: FieldExplanation[]): Fault[] {
  return faults.map((fault) => {
    const { path } = fault
    const field = fields.find(({ sent }) => sent.some((value) => path !== undefined && isWithin(path, value.path)))
    const tied = { ...fault, field: field?.key }
    field?.faults.push(tied)
    return tied
  })
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}.`)
}

interface Keys {
  owned: string[]
  affected: string[]
  keys: RequestKeys
}

function explainLeaf(
  leaf: Leaf,
  mapping: JSONObject,
  event: object,
  built: BuiltEvent,
  { owned, affected, keys }: Keys
): FieldExplanation {
  const { reads, raw } = evaluateLeaf(leaf, mapping, event)
  const hashed = owned.flatMap((path) => hashedOf(path, built))
  const sent = owned.map((path): SentValue => {
    const value = keys.get(path) as JSONValue
    return { path, value, form: formOf(path, built) }
  })
  const normalized = hashed.flatMap((text) => text.normalized ?? [])
  return {
    key: leaf.keys.filter((key) => key !== undefined).join('.'),
    label: leaf.label,
    isConstant: isConstant(leaf.value),
    reads,
    raw,
    normalized: normalized.length > 0 ? normalized : undefined,
    sent,
    affects: affected,
    leftOut: leftOutOf(leaf, raw, built, sent),
    faults: []
  }
}

function hashedOf(path: string, { payload }: BuiltEvent) {
  const [, key = ''] = USER_KEY.exec(path) ?? []
  return payload !== undefined && isHashedKey(key) ? hashedTexts(key, payload) : []
}

function formOf(path: string, built: BuiltEvent): SentValue['form'] {
  const texts = hashedOf(path, built).filter(({ digest }) => digest !== undefined)
  if (texts.length === 0) return 'plain'
  return texts.some(({ normalized }) => normalized !== undefined) ? 'hashed' : 'digest'
}

function leftOutOf(
  leaf: Leaf,
  raw: JSONValue | undefined,
  built: BuiltEvent,
  sent: readonly SentValue[]
): string | undefined {
  const { payload, event, leftOut } = built
  if (raw === undefined || raw === null || payload === undefined || event === undefined) return undefined
  const value = valueAt(payload, leaf.keys) ?? raw
  if (sent.length === 0) return reasonFor(leaf, value, payload, leftOut)
  const rejected = sent.flatMap(({ path }) => hashedOf(path, built)).filter(({ digest }) => digest === undefined)
  if (rejected.length === 0) return undefined
  const reason = reasonFor(
    leaf,
    rejected.map(({ text }) => text),
    payload,
    leftOut
  )
  return rejected.length === 1 ? `One value: ${reason}` : `${rejected.length} values: ${reason}`
}

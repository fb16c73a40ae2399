import type { JSONObject, JSONValue } from '@segment/actions-core'
import type { Settings } from '../../src/generated-types'
import type { BuiltEvent } from '../transform/build'
import type { Route } from '../transform/match'
import type { Leaf } from './leaves'
import { evaluateLeaf, formatKeys, isConstant, leavesOf, valueAt } from './leaves'
import { reasonFor } from './left-out'
import type { RequestKeys } from './request-keys'
import { assignKeys, requestKeys } from './request-keys'
import type { TextLog } from './texts'
import type { Fault, FieldExplanation, SentValue } from './types'

/** An event that is built, and what the builder noted about the texts of the person. */
interface Traced {
  built: BuiltEvent
  texts: TextLog
}

/** Explains each field of a mapping, for an event that goes through it. */
export function explainFields(
  { partnerAction, mapping, mapped }: Route,
  event: object,
  { built, texts }: Traced,
  settings: Settings
): FieldExplanation[] {
  const leaves = leavesOf(partnerAction, mapping)
  const isBuilt = built.payload !== undefined && built.event !== undefined
  const keys = isBuilt ? requestKeys(built.envelope, built.event) : new Map()
  const assigned = isBuilt
    ? assignKeys(leaves, { payload: built.payload ?? ({} as never), mapped, event, settings })
    : new Map()
  return leaves.map((leaf) => {
    const { owned, affected } = assigned.get(leaf) ?? { owned: [], affected: [] }
    return explainLeaf(leaf, mapping, event, { built, texts }, { owned, affected, keys })
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
  { built, texts }: Traced,
  { owned, affected, keys }: Keys
): FieldExplanation {
  const { reads, raw } = evaluateLeaf(leaf, mapping, event)
  const sent = owned.map((path): SentValue => {
    const value = keys.get(path) as JSONValue
    return { path, value, form: texts.formOf(path) }
  })
  const normalized = owned.flatMap((path) => texts.normalizedOf(path))
  return {
    key: formatKeys(leaf.keys),
    label: leaf.label,
    isConstant: isConstant(leaf.value),
    reads,
    raw,
    normalized: normalized.length > 0 ? normalized : undefined,
    sent,
    affects: affected,
    leftOut: leftOutOf(leaf, raw, { built, texts }, sent),
    faults: []
  }
}

function leftOutOf(
  leaf: Leaf,
  raw: JSONValue | undefined,
  { built, texts }: Traced,
  sent: readonly SentValue[]
): string | undefined {
  const { payload, event, leftOut } = built
  if (payload === undefined || event === undefined) return undefined
  // The destination can leave out a value that it would calculate.
  const isAbsent = raw === undefined || raw === null
  if (isAbsent && !leftOut?.some(({ field }) => field === formatKeys(leaf.keys))) return undefined
  const value = valueAt(payload, leaf.keys) ?? raw
  if (sent.length === 0) return reasonFor(leaf, value, payload, leftOut)
  const unusable = sent.reduce((sum, { path }) => sum + texts.unusableOf(path), 0)
  if (unusable === 0) return undefined
  return `${unusable === 1 ? 'One value' : `${unusable} values`}: ${reasonFor(leaf, value, payload, leftOut)}`
}

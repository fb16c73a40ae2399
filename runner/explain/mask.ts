import type { JSONValue } from '@segment/actions-core'
import { redactIdentifiers } from '../../src/reportWebEvent/redact'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import { formatCurl } from './curl'
import type { Condition, Explanation, FieldExplanation, Outcome, PathRead, SentValue } from './types'

/** Stands for a value that is hidden. */
export const MASKED = '•••'

/** Paths of triggers whose values are names, not personal. */
const NAMES = ['$.event', '$.type']

/** Keys of a request whose values, once TikTok's event is built, can only be names, codes, times and amounts. */
const SHOWN_KEYS = [
  'event_source',
  'event_source_id',
  'partner_name',
  'data.0.event_time',
  'data.0.limited_data_use',
  'data.0.properties.content_type',
  'data.0.properties.num_items',
  'data.0.properties.currency',
  'data.0.properties.value',
  'data.0.properties.customer_type',
  'data.0.properties.delivery_category',
  'data.0.properties.predicted_ltv'
]

/** Keys of a request that no value of an event can get into. */
const ENVELOPE_KEYS = ['event_source', 'event_source_id', 'partner_name']

/** No other value of an event stands in for its name. A constant is sent in TikTok's spelling. */
const EVENT_KEY = 'data.0.event'

export interface MaskOptions {
  /**
   * Whether to hide codes, times and amounts as well: a mapping can put any number of an event there, also a phone
   * number.
   */
  isStrict?: boolean
}

/** The same explanation without personal values: values of the event are hidden, those of the mapping are not. */
export function maskExplanation(
  { name, mappings, ...rest }: Explanation,
  { isStrict = false }: MaskOptions = {}
): Explanation {
  const keys = isStrict ? ENVELOPE_KEYS : SHOWN_KEYS
  return {
    ...rest,
    name: maskName(name),
    mappings: mappings.map(({ trigger, outcome, ...mapping }) => ({
      ...mapping,
      trigger: { ...trigger, condition: trigger.condition && maskCondition(trigger.condition) },
      outcome: outcome && maskOutcome(outcome, keys)
    }))
  }
}

/** Names of events are for people to read; what looks personal in them is not. */
function maskName(name: string): string {
  return redactIdentifiers(name.replace(/\p{C}/gu, ''))
}

function maskCondition(condition: Condition): Condition {
  if (condition.kind === 'group') return { ...condition, conditions: condition.conditions.map(maskCondition) }
  const { path, value } = condition.read
  const isName = NAMES.includes(path) && typeof value === 'string'
  return { ...condition, read: isName ? { ...condition.read, value: maskName(value) } : maskRead(condition.read) }
}

function maskRead(read: PathRead): PathRead {
  const nearest = read.nearest && redactIdentifiers(read.nearest)
  return read.isPresent ? { ...read, value: MASKED, nearest } : { ...read, nearest }
}

function maskOutcome(outcome: Outcome, keys: readonly string[]): Outcome {
  const { fields, problem, rejectedBySegment, request } = outcome
  const constants = fields
    .filter(({ isConstant }) => isConstant)
    .flatMap(({ raw, sent }) => sent.filter(({ path, value }) => path === EVENT_KEY || isOf(raw, value)))
  const shown = new Set([...keys, ...constants.map(({ path }) => path)])
  const masked = request && maskRequest(request, shown)
  return {
    ...outcome,
    fields: fields.map((field) => maskField(field, shown)),
    problem: problem && redactIdentifiers(problem),
    rejectedBySegment: rejectedBySegment && redactIdentifiers(rejectedBySegment),
    request: masked,
    curl: masked && formatCurl(masked)
  }
}

/** Whether a sent value comes from a constant. Where that cannot be used, such as a blank, the event has filled it in. */
function isOf(constant: JSONValue | undefined, sent: JSONValue): boolean {
  const known = textsIn(constant)
  return textsIn(sent).every((text) => known.includes(text))
}

function textsIn(value: JSONValue | undefined): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn)
  return [String(value).trim().toLowerCase()]
}

function maskField(field: FieldExplanation, shown: ReadonlySet<string>): FieldExplanation {
  const { isConstant, reads, raw, normalized, sent } = field
  return {
    ...field,
    reads: reads.map(maskRead),
    raw: isConstant ? raw : maskValue(raw),
    normalized: normalized?.map(() => MASKED),
    sent: sent.map((value) => maskSent(value, shown))
  }
}

function maskSent(sent: SentValue, shown: ReadonlySet<string>): SentValue {
  return shown.has(sent.path) ? sent : { ...sent, value: maskValue(sent.value) as JSONValue }
}

/** The body of any request without personal values. Those that a mapping gives to all events are hidden as well. */
export function maskBody(body: JSONValue): JSONValue {
  return maskTree(body, '', (path, value) => {
    const key = path.replace(/^data\.\d+\./, 'data.0.')
    if (key === 'data.0.event' && typeof value === 'string') return maskName(value)
    return SHOWN_KEYS.includes(key) ? value : undefined
  })
}

/** An event without its values, except its name and type. */
export function maskEvent(event: JSONValue): JSONValue {
  return maskTree(event, '$', (path, value) =>
    NAMES.includes(path) && typeof value === 'string' ? maskName(value) : undefined
  )
}

/** Hides the values of a request, and keeps its shape. */
function maskRequest(request: TikTokRequest, shown: ReadonlySet<string>): TikTokRequest {
  const show: Show = (path, value) => (shown.has(path) ? value : undefined)
  return maskTree(request as unknown as JSONValue, '', show) as unknown as TikTokRequest
}

/** The part of a value that is shown; `undefined` for one that is hidden, or looked into. */
type Show = (path: string, value: JSONValue) => JSONValue | undefined

function maskTree(value: JSONValue, path: string, show: Show): JSONValue {
  const shown = show(path, value)
  if (shown !== undefined) return shown
  if (Array.isArray(value)) return value.map((child, index) => maskTree(child, join(path, index), show))
  if (typeof value !== 'object') return MASKED
  if (value === null) return null
  const entries = Object.entries(value).map(([key, child]): [string, JSONValue] => [
    // A key can be the address of a person, too.
    redactIdentifiers(key),
    maskTree(child, join(path, key), show)
  ])
  return Object.fromEntries(entries)
}

function join(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`
}

function maskValue(value: JSONValue | undefined): JSONValue | undefined {
  return value === undefined || value === null ? value : MASKED
}

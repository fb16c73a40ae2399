import type { JSONValue } from '@segment/actions-core'
import { redactIdentifiers } from '../../src/reportWebEvent/redact'
import type { TikTokRequest } from '../../src/reportWebEvent/types'
import { formatCurl, PIXEL_VARIABLE } from './curl'
import type { Condition, Explanation, FieldExplanation, Outcome, PathRead, SentValue, Test } from './types'

/** Stands for a value that is hidden. */
export const MASKED = '•••'

/** Paths of triggers whose values are names, not personal. */
const NAMES = ['$.event', '$.type']

/** Paths of an event whose values are times, amounts, currencies and products, which identify nobody. */
const PUBLIC_PATH = new RegExp(
  '^\\$\\.(?:timestamp|originalTimestamp|sentAt|receivedAt|' +
    'properties\\.(?:value|revenue|total|subtotal|tax|shipping|discount|currency|price|quantity|product_id|sku|brand|category)|' +
    'properties\\.products\\.\\d+\\.(?:product_id|sku|name|brand|category|variant|price|quantity|currency))$'
)

/** Fields of a mapping for such values. */
const PUBLIC_FIELDS = [
  'event',
  'event_source',
  'timestamp',
  'value',
  'currency',
  'contents',
  'content_ids',
  'content_type',
  'num_items',
  'predicted_ltv',
  'customer_type',
  'delivery_category',
  'limited_data_use'
]

/** Products in a request. */
const PRODUCT_KEY = /^data\.0\.properties\.(?:content_ids\.\d+|contents\.\d+\.\w+)$/

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

/** The same explanation without personal values: values of the event are hidden, constants of the mapping are not. */
export function maskExplanation(
  { name, nearest, mappings, ...rest }: Explanation,
  { isStrict = false }: MaskOptions = {}
): Explanation {
  return {
    ...rest,
    name: maskName(name),
    nearest: nearest && { ...nearest, test: maskTest(nearest.test, isStrict) },
    mappings: mappings.map(({ trigger, outcome, ...mapping }) => ({
      ...mapping,
      trigger: { ...trigger, condition: trigger.condition && maskCondition(trigger.condition, isStrict) },
      outcome: outcome && maskOutcome(outcome, isStrict)
    }))
  }
}

/** Names of events are for people to read; what looks personal in them is not. */
function maskName(name: string): string {
  return redactIdentifiers(name.replace(/\p{C}/gu, ''))
}

function maskCondition(condition: Condition, isStrict: boolean): Condition {
  if (condition.kind === 'group') {
    return { ...condition, conditions: condition.conditions.map((child) => maskCondition(child, isStrict)) }
  }
  return maskTest(condition, isStrict)
}

function maskTest(condition: Test, isStrict: boolean): Test {
  const { path, value } = condition.read
  const isName = NAMES.includes(path) && typeof value === 'string'
  const read = isName
    ? { ...condition.read, value: maskName(value) }
    : maskRead(condition.read, isPublic(path, isStrict))
  return { ...condition, read }
}

function isPublic(path: string, isStrict: boolean): boolean {
  return !isStrict && PUBLIC_PATH.test(path)
}

function maskRead(read: PathRead, isShown: boolean): PathRead {
  const nearest = read.nearest && redactIdentifiers(read.nearest)
  return read.isPresent ? { ...read, value: maskValue(read.value, read.path, isShown), nearest } : { ...read, nearest }
}

function maskOutcome(outcome: Outcome, isStrict: boolean): Outcome {
  const keys = isStrict ? ENVELOPE_KEYS : SHOWN_KEYS
  const { fields, problem, rejectedBySegment, request } = outcome
  const constants = fields
    .filter(({ isConstant }) => isConstant)
    .flatMap(({ raw, sent }) => sent.filter(({ path, value }) => path === EVENT_KEY || isOf(raw, value)))
  const shown = new Set([...keys, ...constants.map(({ path }) => path)])
  const masked = request && maskRequest(request, shown, isStrict)
  return {
    ...outcome,
    fields: fields.map((field) => maskField(field, shown, isStrict)),
    problem: problem && redactIdentifiers(problem),
    rejectedBySegment: rejectedBySegment && redactIdentifiers(rejectedBySegment),
    request: masked,
    curl: masked && formatCurl(withPlaceholders(masked))
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

/** Shows or hides the values of a field together, from what was read to what is sent. */
function maskField(field: FieldExplanation, shown: ReadonlySet<string>, isStrict: boolean): FieldExplanation {
  const { key, isConstant, reads, raw, normalized, sent } = field
  const isShown = !isStrict && PUBLIC_FIELDS.includes(key.split('.')[0])
  return {
    ...field,
    reads: reads.map((read) => maskRead(read, isShown)),
    raw: isConstant ? raw : maskValue(raw, key, isShown),
    normalized: normalized?.map((text) => maskValue(text, key, isShown) as string),
    sent: sent.map((value) => maskSent(value, shown, isShown))
  }
}

function maskSent(sent: SentValue, shown: ReadonlySet<string>, isShown: boolean): SentValue {
  return shown.has(sent.path) ? sent : { ...sent, value: maskValue(sent.value, sent.path, isShown) as JSONValue }
}

/** The body of any request without personal values. Those that a mapping gives to all events are hidden as well. */
export function maskBody(body: JSONValue): JSONValue {
  return maskTree(body, '', showBodyValue)
}

/** A value of TikTok's event at its key, such as `properties.value`. */
export function maskBodyValue(value: JSONValue, key: string): JSONValue {
  return maskTree(value, `data.0.${key}`, showBodyValue)
}

const showBodyValue: Show = (path, value) => {
  const key = path.replace(/^data\.\d+\./, 'data.0.')
  if (key === EVENT_KEY && typeof value === 'string') return maskName(value)
  return SHOWN_KEYS.includes(key) ? value : showPublic(value, key, PRODUCT_KEY.test(key))
}

/** An event without the values that could identify a person. */
export function maskEvent(event: JSONValue, options?: MaskOptions): JSONValue {
  return maskEventValue(event, '$', options)
}

/** A value of an event at its path, such as `$.properties.total`. */
export function maskEventValue(value: JSONValue, path: string, { isStrict = false }: MaskOptions = {}): JSONValue {
  return maskTree(value, path, (path, value) =>
    NAMES.includes(path) && typeof value === 'string'
      ? maskName(value)
      : showPublic(value, path, isPublic(path, isStrict))
  )
}

/** Hides the values of a request, and keeps its shape. */
function maskRequest(request: TikTokRequest, shown: ReadonlySet<string>, isStrict: boolean): TikTokRequest {
  const show: Show = (path, value) =>
    shown.has(path) ? value : showPublic(value, path, !isStrict && PRODUCT_KEY.test(path))
  return maskTree(request as unknown as JSONValue, '', show) as unknown as TikTokRequest
}

/** The part of a value that is shown; `undefined` if the value is hidden, or if its parts are shown. */
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

function maskValue(value: JSONValue | undefined, path: string, isShown: boolean): JSONValue | undefined {
  if (value === undefined || value === null) return value
  return isShown ? maskTree(value, path, (place, child) => showPublic(child, place, true)) : MASKED
}

/** A text or number that may be shown. A mapping can put anything anywhere, so what looks personal is hidden all the same. */
function showPublic(value: JSONValue, path: string, isShown: boolean): JSONValue | undefined {
  if (!isShown || typeof value === 'object') return undefined
  if (typeof value !== 'string') return value
  return AMOUNT_KEY.test(path) && !AMOUNT.test(value) ? MASKED : maskName(value)
}

/** Ends of paths to amounts and counts. */
const AMOUNT_KEY =
  /(?:^|\.)(?:value|revenue|total|subtotal|tax|shipping|discount|price|quantity|num_items|predicted_ltv)$/

/** A text that can be an amount: no word is longer than a code or the name of a currency's unit. */
const AMOUNT = /^\P{L}*(?:\p{L}{1,3}\P{L}*)?$/u

/** Values that are sent as digests. */
const HASHED_KEY = /^data\.0\.user\.(?:email|phone|external_id|first_name|last_name|zip_code)/

/** Names in the place of hidden values, and of the pixel, for a command that a person completes. */
function withPlaceholders(request: TikTokRequest): TikTokRequest {
  const named = maskTree(request as unknown as JSONValue, '', (path, value) => {
    if (path === 'event_source_id') return PIXEL_VARIABLE
    if (value !== MASKED) return typeof value === 'object' ? undefined : value
    const key =
      path
        .split('.')
        .filter((part) => !/^\d+$/.test(part))
        .pop() ?? ''
    return HASHED_KEY.test(path) ? `<hashed ${key}>` : `<${key}>`
  })
  return named as unknown as TikTokRequest
}

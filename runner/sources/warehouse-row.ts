import type { JsonObject } from '../json'
import { isObject } from '../json'
import { isEventType, isText, SNAKE_KEYS } from '../segment-event'

/**
 * Prefixes of columns whose values lie in an object of the context, the longest first, and whether its keys stay in
 * snake case. https://segment.com/docs/connections/storage/warehouses/schema/
 */
const CONTEXT_OBJECTS: readonly [prefix: string, path: readonly string[], isSnake: boolean][] = [
  ['consent_category_preferences_', ['consent', 'categoryPreferences'], true],
  ['consent_destination_preferences_', ['consent', 'destinationPreferences'], true],
  ['consent_management_', ['consentManagement'], false],
  ['consent_', ['consent'], true],
  ['customer_privacy_', ['customerPrivacy'], false],
  ['traits_address_', ['traits', 'address'], true],
  ['traits_', ['traits'], true],
  ['user_agent_data_', ['userAgentData'], false],
  ...['page', 'campaign', 'device', 'library', 'network', 'os', 'screen', 'app', 'location', 'referrer'].map(
    (key): [string, string[], boolean] => [`${key}_`, [key], false]
  )
]

/** Columns of the address of the browser. */
const ADDRESSES = ['context_ip', 'context_request_ip', 'request_ip']

/** Columns that are neither properties nor context. */
const OTHER_COLUMNS = [
  ...SNAKE_KEYS.map(([column]) => column as string),
  ...['id', 'uuid', 'uuid_ts', 'loaded_at', 'event', 'event_text', 'type', 'timestamp', 'integrations', 'write_key'],
  ...ADDRESSES
]

const NAME_COLUMNS = ['event', 'event_text']
const ID_COLUMNS = ['id', 'message_id']
const PERSON_COLUMNS = ['user_id', 'anonymous_id']
const TIME_COLUMNS = ['timestamp', 'original_timestamp', 'received_at', 'sent_at']

/** Kinds of columns. A row needs one of each kind, beside a name or a type. */
const NEEDED = [ID_COLUMNS, PERSON_COLUMNS, TIME_COLUMNS]

const EXAMPLE = 'id,event,user_id,timestamp,total,currency'

/** Kinds of columns. Tables of events that keep Segment's own keys have one of each kind. */
const EVENT_COLUMNS = [/^(?:event|type)$/, /^(?:messageId$|properties\.)/, /^(?:userId$|anonymousId$|context\.)/]

/** @returns why a table with these columns holds no events that can be sent: the end of a sentence on the table */
export function findColumnProblem(columns: readonly string[]): string | undefined {
  if (EVENT_COLUMNS.every((kind) => columns.some((column) => kind.test(column)))) return undefined
  const has = (some: readonly string[]) => some.some((column) => columns.includes(column))
  const missing = [[...NAME_COLUMNS, 'type'], ...NEEDED].filter((some) => !has(some))
  if (missing.length > 0) {
    // Columns with Segment's own keys, beside a misspelt one, are not missed.
    const misspelt = missing.filter((some) => !has(some.map(toCamelCase)))
    const names = (misspelt.length > 0 ? misspelt : missing).map((some) => some.join(' or ')).join(', and ')
    return `is a table without the columns of events: it lacks ${names} (a header is, for example, ${EXAMPLE})`
  }
  return hasProperties(columns) || columns.includes('type') ? undefined : NO_PROPERTIES
}

function hasProperties(columns: readonly string[]): boolean {
  return columns.some((column) => !OTHER_COLUMNS.includes(column) && !column.startsWith('context_'))
}

/** The problem of a row of the table that lists the events of all names. */
const NO_PROPERTIES =
  'has no properties, like the table "tracks" of all events: send the table of each event, such as order_completed'

/**
 * Reads a row of a warehouse that Segment or RudderStack fills, which is an event in snake case with its objects flattened:
 * `context_page_url` is the URL of `context.page`, and what is no column of each event is a property.
 * @returns the event or its problem; `undefined` for an object that is no such row
 */
export function readRow(object: JsonObject): JsonObject | { problem: string } | undefined {
  if (isObject(object.properties) || isObject(object.context)) return undefined
  if (SNAKE_KEYS.some(([, key]) => object[key] !== undefined)) return undefined
  const row = inLowerCase(object)
  const isCall = isAbsent(row.type) ? NAME_COLUMNS.some((column) => isText(row[column])) : isEventType(row.type)
  if (!isCall) return undefined
  const missing = NEEDED.filter((some) => some.every((column) => isAbsent(row[column])))
  if (missing.length > 0) {
    // An object that holds others may be a wrapper.
    const isRow = missing.length === 1 && isAbsent(row.type) && !Object.values(row).some(isObject)
    return isRow ? { problem: `is a row without ${missing[0].join(' or ')}` } : undefined
  }
  return isAbsent(row.type) && !hasProperties(Object.keys(row)) ? { problem: NO_PROPERTIES } : toEvent(row)
}

/** Snowflake writes columns in upper case. */
function inLowerCase(object: JsonObject): JsonObject {
  if (!isText(object.EVENT) && !isText(object.EVENT_TEXT) && !isText(object.TYPE)) return object
  return Object.fromEntries(Object.entries(object).map(([column, value]) => [column.toLowerCase(), value]))
}

function toEvent(row: JsonObject) {
  const properties: JsonObject = {}
  const context: JsonObject = {}
  for (const [column, value] of Object.entries(row)) {
    if (isAbsent(value) || OTHER_COLUMNS.includes(column)) continue
    if (column.startsWith('context_')) addContext(context, column.slice('context_'.length), value)
    else properties[column.replace(/^properties_/, '')] = value
  }
  const ip = ADDRESSES.map((column) => row[column]).find((value) => !isAbsent(value))
  if (ip !== undefined) context.ip = ip
  return {
    type: row.type ?? 'track',
    event: row.event_text ?? row.event ?? undefined,
    messageId: row.message_id ?? row.id,
    userId: row.user_id,
    anonymousId: row.anonymous_id,
    timestamp: row.timestamp ?? undefined,
    originalTimestamp: row.original_timestamp,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
    context,
    properties
  }
}

function addContext(context: JsonObject, column: string, value: unknown): void {
  const found = CONTEXT_OBJECTS.find(([prefix]) => column.startsWith(prefix))
  if (found === undefined) {
    context[toCamelCase(column)] = value
    return
  }
  const [prefix, path, isSnake] = found
  let holder = context
  for (const key of path) {
    if (!isObject(holder[key])) holder[key] = {}
    holder = holder[key] as JsonObject
  }
  const key = column.slice(prefix.length)
  holder[isSnake ? key : toCamelCase(key)] = value
}

function toCamelCase(column: string): string {
  return column.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase())
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

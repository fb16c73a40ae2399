type Kind = 'text' | 'scalar' | 'list' | 'object' | 'any'

/**
 * Keys under which formats with types write a value, alone or beside empty ones, by what each can hold. The keys of one
 * letter are also those of other objects, such as sizes.
 */
const FORMATS: { [K in Kind]?: string }[] = [
  // Avro: https://avro.apache.org/docs/1.12.0/specification/#json-encoding
  { text: 'string', scalar: 'int long float double boolean', list: 'array', object: 'map' },
  // MongoDB: https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/
  { text: '$oid $uuid', scalar: '$numberInt $numberLong $numberDouble $numberDecimal', any: '$date' },
  // DynamoDB: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
  { text: 'S N', scalar: 'BOOL NULL', list: 'L SS NS', object: 'M' },
  // Google Analytics in BigQuery: https://support.google.com/analytics/answer/7029846
  { text: 'string_value', scalar: 'int_value float_value double_value' },
  // Firestore: https://firebase.google.com/docs/firestore/reference/rest/v1/Value
  { text: 'stringValue timestampValue', scalar: 'integerValue doubleValue booleanValue' },
  { list: 'values', object: 'arrayValue mapValue fields' }
]

const WRAPPERS = new Map<string, Kind>()
for (const [kind, keys] of FORMATS.flatMap((format) => Object.entries(format))) {
  for (const key of keys.split(' ')) WRAPPERS.set(key, kind as Kind)
}

/** The full name of an Avro record. */
const RECORD = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/

/** A time of Firestore or of Protocol Buffers. */
const SECONDS_KEYS = ['_seconds', 'seconds']
const NANOSECONDS_KEYS = ['_nanoseconds', 'nanoseconds', 'nanos']
const TIME_KEYS = [...SECONDS_KEYS, ...NANOSECONDS_KEYS]

/**
 * Takes a value out of the objects that name its type, such as `{ "double": 61.5 }`, `{ "N": "61.5" }`,
 * `{ "$date": { "$numberLong": "1795341600000" } }` and `{ "_seconds": 1795341600, "_nanoseconds": 0 }`.
 * @returns the same value if it is not wrapped; `undefined` for DynamoDB's `{ "NULL": true }`
 */
export function unwrap(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 4) return value
  const object = value as Record<string, unknown>
  let only: string | undefined
  for (const key in object) {
    if (object[key] === null || object[key] === undefined) continue
    if (only !== undefined) return TIME_KEYS.includes(only) ? secondsOf(object) : value
    only = key
  }
  if (only === undefined) return value
  const inner = object[only]
  if (only === 'NULL') return inner === true ? undefined : value
  return isWrapper(only, inner, depth) ? unwrap(inner, depth + 1) : value
}

function isWrapper(key: string, inner: unknown, depth: number): boolean {
  // Lists and objects of Firestore are wrapped twice. Alone, the inner keys are those of any object.
  if ((key === 'values' || key === 'fields') && depth === 0) return false
  const kind = WRAPPERS.get(key)
  if (kind === undefined) return isObject(inner) && RECORD.test(key)
  if (kind === 'text') return typeof inner === 'string'
  if (kind === 'list') return Array.isArray(inner)
  if (kind === 'object') return isObject(inner)
  return kind === 'any' || typeof inner !== 'object' || isObject(inner)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The seconds of a time in seconds and nanoseconds; another object as it is. */
function secondsOf(object: Record<string, unknown>): unknown {
  const keys = Object.keys(object)
  const seconds = keys.find((key) => SECONDS_KEYS.includes(key))
  return keys.length === 2 && seconds !== undefined && keys.some((key) => NANOSECONDS_KEYS.includes(key))
    ? object[seconds]
    : object
}

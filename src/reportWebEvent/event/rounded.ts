import type { Payload } from '../generated-types'
import { isRoundedId, mayBeThousands, parseJson } from '../read/text'

/** A text that actions-core may have made of a number, behind which JavaScript lost digits. */
const MAYBE_ROUNDED = /^-?(?:\d{16,22}|\d(?:\.\d{1,20})?e\+\d{1,3}|\d{1,20}\.\d{1,20})$/

/** What a payload is made of: the event, or the events of a batch, and the mapping. Empty if actions-core gives none. */
export type Origins = readonly unknown[]

/** Fields that identify one thing. */
const IDENTIFIERS = ['event_id', 'external_id', 'order_id', 'shop_id', 'lead_id', 'content_ids', 'contents'] as const

/**
 * Turns identifiers of a payload back into the rounded numbers that they are in the event, so that they are left out:
 * the same number would stand for several people or orders. Texts with the same digits are exact, and stay.
 */
export function withRoundedNumbers(payload: Payload, origins: Origins): Payload {
  let restored = payload
  for (const key of IDENTIFIERS) {
    const value = payload[key]
    const number = restore(value, origins)
    if (number !== value) restored = { ...restored, [key]: number }
  }
  return restored
}

function restore(value: unknown, origins: Origins): unknown {
  if (typeof value === 'string') {
    return MAYBE_ROUNDED.test(value) && isOddNumber(value, origins) ? Number(value) : value
  }
  if (Array.isArray(value)) {
    const restored = value.map((each) => restore(each, origins))
    return restored.some((each, index) => each !== value[index]) ? restored : value
  }
  if (typeof value !== 'object' || value === null || !('content_id' in value)) return value
  const content_id = restore(value.content_id, origins)
  return content_id === value.content_id ? value : { ...value, content_id }
}

/**
 * Reports whether a text has the digits of a number in the origins that means something else as a text: a rounded one,
 * or one with three decimals, which may be thousands.
 */
export function isOddNumber(text: string, origins: Origins): boolean {
  return origins.some((origin) => oddNumbersIn(origin).has(text))
}

const known = new WeakMap<object, ReadonlySet<string>>()

/** A batch and a mapping serve many payloads, and are searched once for all. */
function oddNumbersIn(origin: unknown): ReadonlySet<string> {
  const holder = Object(origin) as object
  const before = known.get(holder)
  if (before !== undefined) return before

  const digits = new Set<string>()
  const values: unknown[] = [origin]
  while (values.length > 0) {
    const value = values.pop()
    if (isRoundedId(value) || (typeof value === 'number' && mayBeThousands(String(value)))) digits.add(String(value))
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) values.push(each)
    // A directive of the mapping can read the numbers of JSON in a text.
    else if (typeof value === 'string') values.push(parseJson(value))
  }
  known.set(holder, digits)
  return digits
}

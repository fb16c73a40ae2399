import type { Payload } from '../generated-types'
import { isRoundedId, mayBeThousands } from '../read/text'

/** A text that actions-core may have made of a number, behind which JavaScript lost digits. */
const MAYBE_ROUNDED = /^-?(?:\d{16,22}|\d(?:\.\d{1,20})?e\+\d{1,3}|\d{1,20}\.\d{1,20})$/

/** Fields that identify one thing. */
const IDENTIFIERS = ['event_id', 'external_id', 'order_id', 'shop_id', 'lead_id', 'content_ids', 'contents'] as const

/**
 * Turns identifiers of a payload back into the rounded numbers that they are in the event, so that they are left out:
 * the same number would stand for several people or orders. Texts with the same digits are exact, and stay.
 * @param origins the event, or the events of a batch, and the mapping, where actions-core hands them over
 */
export function withRoundedNumbers(payload: Payload, origins: unknown): Payload {
  let restored = payload
  for (const key of IDENTIFIERS) {
    const value = payload[key]
    const number = restore(value, origins)
    if (number !== value) restored = { ...restored, [key]: number }
  }
  return restored
}

function restore(value: unknown, rawData: unknown): unknown {
  if (typeof value === 'string') {
    return MAYBE_ROUNDED.test(value) && oddNumbersIn(rawData).has(value) ? Number(value) : value
  }
  if (Array.isArray(value)) {
    const restored = value.map((each) => restore(each, rawData))
    return restored.some((each, index) => each !== value[index]) ? restored : value
  }
  if (typeof value !== 'object' || value === null || !('content_id' in value)) return value
  const content_id = restore(value.content_id, rawData)
  return content_id === value.content_id ? value : { ...value, content_id }
}

const known = new WeakMap<object, ReadonlySet<string>>()

/**
 * The digits of the numbers of an event or a batch that mean something else as texts: rounded ones, and those with three
 * decimals, which may be thousands. A batch has many, and is searched once for all.
 */
export function oddNumbersIn(rawData: unknown): ReadonlySet<string> {
  const holder = Object(rawData) as object
  const before = known.get(holder)
  if (before !== undefined) return before

  const digits = new Set<string>()
  const values: unknown[] = [rawData]
  while (values.length > 0) {
    const value = values.pop()
    if (isRoundedId(value) || (typeof value === 'number' && mayBeThousands(String(value)))) digits.add(String(value))
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) values.push(each)
  }
  known.set(holder, digits)
  return digits
}

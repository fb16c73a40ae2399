import type { Payload } from '../generated-types'
import { isRoundedId, mayBeThousands, parseJson } from '../read/text'

/** What a payload is made of: the event, or the events of a batch, and the mapping. Empty if actions-core gives none. */
type Origins = readonly unknown[]

/** A text that actions-core may have made of a number, behind which JavaScript lost digits. */
const MAYBE_ROUNDED = /^-?(?:\d{16,22}|\d(?:\.\d{1,20})?e\+\d{1,3}|\d{1,20}\.\d{1,20})$/

type MayBeOdd = (text: string) => boolean

const mayBeRounded: MayBeOdd = (text) => MAYBE_ROUNDED.test(text)

/** Fields that identify one thing, and products. */
const IDENTIFIERS = ['event_id', 'external_id', 'order_id', 'shop_id', 'lead_id', 'content_ids', 'contents'] as const

const AMOUNTS = ['value', 'predicted_ltv'] as const

/**
 * Turns texts of a payload back into the numbers that they are in the event, if it matters. Rounded identifiers are left
 * out later: the same number would stand for several people or orders. Three decimals of an amount may be thousands in
 * a text. Texts with the same digits are exact, and stay.
 */
export function withOriginalNumbers(payload: Payload, origins: Origins): Payload {
  return restoreKeys(restoreKeys(payload, IDENTIFIERS, mayBeRounded, origins), AMOUNTS, mayBeThousands, origins)
}

function restoreKeys<T>(holder: T, keys: readonly (keyof T)[], mayBeOdd: MayBeOdd, origins: Origins): T {
  let exact = holder
  for (const key of keys) {
    const value = holder[key]
    const original = restore(value, mayBeOdd, origins)
    if (original !== value) exact = { ...exact, [key]: original }
  }
  return exact
}

function restore(value: unknown, mayBeOdd: MayBeOdd, origins: Origins): unknown {
  if (typeof value === 'string') return mayBeOdd(value) && isOddNumber(value, origins) ? Number(value) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return restoreAll(value, mayBeOdd, origins)
  const product = value as { content_id?: unknown; price?: unknown }
  const content_id = restore(product.content_id, mayBeRounded, origins)
  const price = restore(product.price, mayBeThousands, origins)
  return content_id === product.content_id && price === product.price ? product : { ...product, content_id, price }
}

function restoreAll(values: unknown[], mayBeOdd: MayBeOdd, origins: Origins): unknown[] {
  let exact = values
  for (let index = 0; index < values.length; index++) {
    const original = restore(values[index], mayBeOdd, origins)
    if (original === values[index]) continue
    if (exact === values) exact = [...values]
    exact[index] = original
  }
  return exact
}

function isOddNumber(text: string, origins: Origins): boolean {
  return origins.some((origin) => oddNumbersIn(origin).has(text))
}

const known = new WeakMap<object, ReadonlySet<string>>()

/**
 * The digits of numbers that mean something else as a text: of rounded ones, and of those with three decimals. A batch
 * and a mapping serve many payloads, and are searched once for all.
 */
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

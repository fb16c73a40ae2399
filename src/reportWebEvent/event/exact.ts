import type { Payload } from '../generated-types'
import { mayBeThousands } from '../read/text'
import type { Origins } from './rounded'
import { isOddNumber, withRoundedNumbers } from './rounded'

/** Turns texts of a payload back into the numbers that they are in the event, if it matters. */
export function withOriginalNumbers(payload: Payload, origins: Origins): Payload {
  return withExactAmounts(withRoundedNumbers(payload, origins), origins)
}

/**
 * Turns amounts of a payload back into the numbers that they are in the event: actions-core hands over texts, and
 * three decimals of a text may be thousands.
 */
function withExactAmounts(payload: Payload, origins: Origins): Payload {
  let exact = payload
  for (const key of ['value', 'predicted_ltv'] as const) {
    if (isExact(payload[key], origins)) exact = { ...exact, [key]: Number(payload[key]) }
  }
  const { contents } = payload
  if (contents?.some((content) => isExact(content?.price, origins))) {
    exact = { ...exact, contents: contents.map((content) => withExactPrice(content, origins)) }
  }
  return exact
}

function withExactPrice<T extends { price?: unknown }>(content: T, origins: Origins): T {
  return isExact(content.price, origins) ? { ...content, price: Number(content.price) } : content
}

function isExact(value: unknown, origins: Origins): boolean {
  return typeof value === 'string' && mayBeThousands(value) && isOddNumber(value, origins)
}

import type { Payload } from '../generated-types'
import { mayBeThousands } from '../read/text'
import { withRoundedNumbers } from './rounded'

/** Texts of numbers in an event or a batch that would not be read as numbers. A batch is searched once. */
const searched = new WeakMap<object, ReadonlySet<string>>()

/** Turns texts of a payload back into the numbers that they are in the event, if it matters. */
export function withOriginalNumbers(payload: Payload, rawData: unknown): Payload {
  return withExactAmounts(withRoundedNumbers(payload, rawData), rawData)
}

/**
 * Turns amounts of a payload back into the numbers that they are in the event: actions-core hands over texts, and
 * three decimals of a text may be thousands.
 * @param rawData the event, or the events of a batch, where actions-core hands them over
 */
function withExactAmounts(payload: Payload, rawData: unknown): Payload {
  let exact = payload
  for (const key of ['value', 'predicted_ltv'] as const) {
    if (isExact(payload[key], rawData)) exact = { ...exact, [key]: Number(payload[key]) }
  }
  const { contents } = payload
  if (contents?.some((content) => isExact(content?.price, rawData))) {
    exact = { ...exact, contents: contents.map((content) => withExactPrice(content, rawData)) as typeof contents }
  }
  return exact
}

function withExactPrice<T extends { price?: unknown }>(content: T, rawData: unknown): T {
  return isExact(content.price, rawData) ? { ...content, price: Number(content.price) } : content
}

function isExact(value: unknown, rawData: unknown): boolean {
  return typeof value === 'string' && mayBeThousands(value) && numbersIn(Object(rawData)).has(value)
}

function numbersIn(rawData: object): ReadonlySet<string> {
  const before = searched.get(rawData)
  if (before !== undefined) return before

  const numbers = new Set<string>()
  const values: unknown[] = [rawData]
  while (values.length > 0) {
    const value = values.pop()
    if (typeof value === 'number' && mayBeThousands(String(value))) numbers.add(String(value))
    else if (typeof value === 'object' && value !== null) values.push(...Object.values(value))
  }
  searched.set(rawData, numbers)
  return numbers
}

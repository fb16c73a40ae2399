import type { Warn } from '../left-out'
import type { TikTokContent } from '../types'
import type { DeclaredCurrency } from './currency'

/** A price that names a currency itself, or that can be read in two ways, until it is settled. */
export interface OddPrice {
  content: TikTokContent
  /** Absent for a product that has a currency, but no price. */
  number?: number
  /** A thousand times the number, if the price may mean that as well. */
  thousands?: number
  /** ISO 4217; absent if it is the currency of the event. */
  currency?: string
}

export interface Products {
  contents?: TikTokContent[]
  odd: readonly OddPrice[]
  /** False if a quantity is given but cannot be read, so that nothing can be calculated with it. */
  isCountable: boolean
}

/** Amounts of an event do not differ more than so many times, by taxes, shipping and discounts. */
const MAX_RATIO = 10

/** The only one of two readings that is near another amount of the event. */
export function decide(readings: readonly number[], other: number | undefined): number | undefined {
  if (other === undefined) return undefined
  const near = readings.filter((each) => each <= other * MAX_RATIO && each >= other / MAX_RATIO)
  return near.length === 1 ? near[0] : undefined
}

/** The sum of price times quantity, if each product has a price. A missing quantity is 1. */
export function sumOf({ contents, isCountable }: Products): number | undefined {
  if (contents === undefined || !isCountable) return undefined
  let sum = 0
  for (const { price, quantity = 1 } of contents) {
    if (price === undefined || price < 0) return undefined
    sum += price * quantity
  }
  return withFourDecimals(sum)
}

/** Sums of decimals such as 0.1 + 0.2 have traces of binary numbers. Most are rounded faster than `toFixed` can. */
function withFourDecimals(sum: number): number {
  const scaled = sum * 10_000
  const whole = Math.round(scaled)
  const isCertain = Math.abs(scaled - whole) < 0.25 && whole < 2 ** 50
  return isCertain ? whole / 10_000 : Number(sum.toFixed(4))
}

/** The currency of all prices; `undefined` if they have several. */
export function currencyOfPrices({ contents = [], odd }: Products, { currency }: DeclaredCurrency) {
  if (odd.length === 0 || odd.every((each) => each.currency === undefined)) return { currency }
  const currencies = new Set(odd.map((each) => each.currency ?? currency))
  if (contents.some(({ price }) => price !== undefined)) currencies.add(currency)
  return currencies.size === 1 ? { currency: [...currencies][0] } : undefined
}

/**
 * Gives odd prices to their products. All that can be read in two ways are read in the same one: with it, their sum is
 * near the total of the event.
 */
export function settlePrices(products: Products, total: number | undefined, warn: Warn): void {
  const { odd } = products
  if (odd.length === 0) return
  for (const { content, number } of odd) content.price = number
  const doubtful = odd.filter(({ thousands }) => thousands !== undefined)
  if (doubtful.length === 0) return

  const small = sumOf(products)
  for (const { content, thousands } of doubtful) content.price = thousands
  const large = sumOf(products)
  const decided = small === undefined || large === undefined ? undefined : decide([small, large], total)
  if (decided === undefined) warn('contents.price', 'ambiguous')
  else if (decided === large) return
  for (const { content, number } of doubtful) content.price = decided === undefined ? undefined : number
}

/** Drops prices that are not in the currency of the event. */
export function dropOtherPrices(
  products: Products,
  declared: DeclaredCurrency,
  currency: string | undefined,
  warn: Warn
) {
  const { contents = [], odd } = products
  const isOther = (own: string | undefined) =>
    own === undefined ? declared.isUnreadable === true && currency !== undefined : own !== currency
  if (odd.length === 0 && !isOther(declared.currency)) return
  const own = new Map(odd.map((each) => [each.content, each.currency]))
  for (const content of contents) {
    if (content.price === undefined || !isOther(own.get(content) ?? declared.currency)) continue
    content.price = undefined
    warn('contents.price', 'other_currency')
  }
}

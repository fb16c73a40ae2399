import { PayloadValidationError } from '@segment/actions-core'
import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { ignore } from '../left-out'
import { readMoney } from '../read/money'
import type { Amount } from '../read/number'
import { isAbsent } from '../read/text'
import type { TikTokProperties } from '../types'
import type { DeclaredCurrency } from './currency'
import type { OtherSources } from './fallbacks'
import { asObject, isMapped, valuesOf } from './fallbacks'
import type { Products } from './prices'
import { currencyOfPrices, decide, dropOtherPrices, settlePrices, sumOf } from './prices'
import { numeric } from './values'

const VALUE_KEYS = ['value', 'revenue', 'total', 'total_price', 'totalPrice', 'order_total', 'amount']

type Amounts = Pick<TikTokProperties, 'value' | 'currency' | 'num_items'>

/**
 * Builds the amounts of an event, and settles the prices of its products. A missing value is the sum of the products, if
 * the currency is known and the event itself has no total.
 * @throws PayloadValidationError for a negative value
 */
export function buildAmounts(
  payload: Payload,
  others: OtherSources,
  products: Products,
  declared: DeclaredCurrency,
  warn: Warn
): Amounts {
  const read = readTotal(payload, others, declared, warn)
  const prices = currencyOfPrices(products, declared)
  const isComparable = prices !== undefined && prices.currency === (read?.currency ?? declared.currency)
  settlePrices(products, isComparable && read?.thousands === undefined ? read?.number : undefined, warn)
  const total = settleTotal(read, isComparable ? sumOf(products) : undefined, declared, warn)
  const calculated = total === undefined ? calculateValue(payload, others, products, declared, prices, warn) : undefined
  const known =
    total?.currency ?? (total === undefined ? prices?.currency : undefined) ?? declared.currency ?? prices?.currency
  // "12.50 EUR" beside USD: the amount names its own.
  if (declared.currency !== undefined && known !== declared.currency) warn('currency', 'ambiguous')
  dropOtherPrices(products, declared, known, warn)
  const currency = isMapped(others, 'currency') ? known : total?.currency
  return {
    // A sum of the products says nothing without a currency.
    value: total?.number ?? (currency === undefined ? undefined : calculated),
    currency,
    num_items: mappedNumItems(payload, warn) ?? calculateNumItems(payload, products)
  }
}

/**
 * Reads the total of an event. One that can be read in two ways is decided by another one.
 * @throws PayloadValidationError for a negative value: TikTok has no refunds
 */
function readTotal(payload: Payload, others: OtherSources, declared: DeclaredCurrency, warn: Warn): Amount | undefined {
  const mapped = readAmount(payload.value, declared, warn)
  if (mapped !== undefined && mapped.thousands === undefined) return mapped
  let doubtful = mapped
  for (const value of valuesOf(others, 'value', VALUE_KEYS)) {
    const amount = readAmount(value, declared, warn)
    if (amount === undefined) continue
    if (amount.thousands !== undefined) {
      doubtful = doubtful ?? amount
      continue
    }
    if (doubtful === undefined || doubtful.currency !== amount.currency) return amount
    return decideAmount(doubtful, amount.number) ?? amount
  }
  return doubtful
}

function readAmount(value: unknown, declared: DeclaredCurrency, warn: Warn): Amount | undefined {
  if (isAbsent(value)) return undefined
  const amount = readMoney(value, declared)
  if (typeof amount !== 'object') {
    warn('value', amount)
    return undefined
  }
  if (amount.number < 0) throw refund()
  return amount
}

function refund(): PayloadValidationError {
  return new PayloadValidationError(
    'Value is negative, as that of a refund. TikTok counts conversions only, and cannot take one back. ' +
      'Change the trigger of the mapping so that it does not match refunds.'
  )
}

function decideAmount({ number, thousands, currency }: Amount, other: number | undefined): Amount | undefined {
  const decided = decide([number, Number(thousands)], other)
  return decided === undefined ? undefined : { number: decided, currency }
}

/** A total that can be read in one way, and is in a currency that is known or not given at all. */
function settleTotal(
  total: Amount | undefined,
  sum: number | undefined,
  { isUnreadable }: DeclaredCurrency,
  warn: Warn
): Amount | undefined {
  if (total === undefined) return undefined
  if (isUnreadable && total.currency === undefined) {
    warn('value', 'unknown_currency')
    return undefined
  }
  if (total.thousands === undefined) return total
  const decided = decideAmount(total, sum)
  if (decided === undefined) warn('value', 'ambiguous')
  return decided
}

/**
 * Whether an event has a total that could be sent if it were mapped, or a negative one.
 * @param declared the currency of the event; without it, a total that can be read in two ways counts as well
 */
export function hasTotal(event: unknown, declared?: DeclaredCurrency): boolean {
  const properties = asObject(asObject(event).properties)
  return VALUE_KEYS.some((key) => {
    const amount = isAbsent(properties[key]) ? undefined : readMoney(properties[key], declared ?? {})
    if (typeof amount !== 'object') return false
    return declared === undefined || settleTotal(amount, undefined, declared, ignore) !== undefined
  })
}

/**
 * The sum of the products, unless their prices are in several currencies or in an unknown one, or the event has a total
 * that Value does not read: the sum has no taxes and no discounts.
 */
function calculateValue(
  payload: Payload,
  { event }: OtherSources,
  products: Products,
  declared: DeclaredCurrency,
  prices: { currency?: string } | undefined,
  warn: Warn
): number | undefined {
  const sum = payload.calculate_value === false ? undefined : sumOf(products)
  if (sum === undefined) return undefined
  const isKnown = prices !== undefined && (prices.currency !== undefined || declared.isUnreadable !== true)
  if (isKnown && !hasTotal(event, declared)) return sum
  warn('value', isKnown ? 'other_total' : prices === undefined ? 'several_currencies' : 'unknown_currency')
  return undefined
}

function mappedNumItems(payload: Payload, warn: Warn): number | undefined {
  const number = numeric(payload.num_items, 'num_items', warn)
  if (number === undefined || (Number.isInteger(number) && number >= 0)) return number
  warn('num_items', 'not_whole')
  return undefined
}

/** The sum of the quantities, if all are whole numbers. A missing one is 1. */
function calculateNumItems(payload: Payload, { contents, isCountable }: Products): number | undefined {
  if (payload.calculate_value === false || contents === undefined || !isCountable) return undefined
  let sum = 0
  for (const { quantity = 1 } of contents) sum += quantity
  return Number.isInteger(sum) ? sum : undefined
}

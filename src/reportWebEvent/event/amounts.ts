import { PayloadValidationError } from '@segment/actions-core'
import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { readCurrency } from '../read/currency'
import type { Amount } from '../read/number'
import { readAmount } from '../read/number'
import { isAnyone } from '../read/placeholder'
import { isAbsent, readText } from '../read/text'
import type { TikTokContent, TikTokProperties } from '../types'
import type { OtherSources } from './fallbacks'
import { candidatesFor, isMapped, valuesOf } from './fallbacks'
import { findHeldProducts } from './find-products'
import type { Products } from './products'
import { numeric, unreadable } from './values'

const VALUE_KEYS = ['value', 'revenue', 'total', 'total_price', 'totalPrice', 'order_total', 'amount']

const CURRENCY_KEYS = ['currency', 'currency_code', 'currencyCode']

type Amounts = Pick<TikTokProperties, 'value' | 'currency' | 'num_items'>

/**
 * Builds the amounts of an event. A missing value is that of its products.
 * @throws PayloadValidationError for a currency that cannot be read beside a value, and for a negative value
 */
export function buildAmounts(
  payload: Payload,
  others: OtherSources,
  { contents, isCountable }: Products,
  warn: Warn
): Amounts {
  const counted = payload.calculate_value === false || !isCountable ? undefined : contents
  const amount = readValue(payload, others, warn)
  const value = amount?.number ?? sumOf(counted)
  const mapped = mappedCurrency(payload, value, warn)
  // "12.50 EUR" beside USD: the amount says what it is.
  if (mapped !== undefined && amount?.currency !== undefined && amount.currency !== mapped)
    warn('currency', 'ambiguous')
  return {
    value,
    currency: amount?.currency ?? mapped ?? otherCurrency(others),
    num_items: mappedNumItems(payload, warn) ?? countItems(counted)
  }
}

/** @throws PayloadValidationError for a negative value: TikTok has no refunds */
function readValue(payload: Payload, others: OtherSources, warn: Warn): Amount | undefined {
  for (const value of candidatesFor(payload.value, others, 'value', VALUE_KEYS)) {
    if (isAbsent(value)) continue
    const amount = readAmount(typeof value === 'object' ? readText(value) : value)
    if (typeof amount !== 'object') warn('value', amount)
    else if (amount.number >= 0) return amount
    else throw refund()
  }
  return undefined
}

function refund(): PayloadValidationError {
  return new PayloadValidationError(
    'Value is negative, as that of a refund. TikTok counts conversions only, and cannot take one back. ' +
      'Change the trigger of the mapping so that it does not match refunds.'
  )
}

/** The sum of price times quantity, where each product has a price. A missing quantity is 1. */
function sumOf(contents?: readonly TikTokContent[]): number | undefined {
  if (contents === undefined) return undefined
  let sum = 0
  for (const { price, quantity = 1 } of contents) {
    if (price === undefined || price < 0) return undefined
    sum += price * quantity
  }
  // Sums of decimals such as 0.1 + 0.2 have traces of binary numbers.
  return Number(sum.toFixed(4))
}

function mappedNumItems(payload: Payload, warn: Warn): number | undefined {
  const number = numeric(payload.num_items, 'num_items', warn)
  if (number === undefined || (Number.isInteger(number) && number >= 0)) return number
  warn('num_items', 'not_whole')
  return undefined
}

/** The sum of the quantities, where each product has a whole one. */
function countItems(contents?: readonly TikTokContent[]): number | undefined {
  if (contents === undefined) return undefined
  let sum = 0
  for (const { quantity } of contents) {
    if (quantity === undefined || !Number.isInteger(quantity)) return undefined
    sum += quantity
  }
  return sum
}

/** @throws PayloadValidationError for a currency that cannot be read beside a value: TikTok could misread the amount */
function mappedCurrency({ currency }: Payload, value: number | undefined, warn: Warn): string | undefined {
  const text = readText(currency)
  if (text === undefined) return unreadable(currency, 'currency', warn)

  const code = readCurrency(text)
  if (code !== undefined) return code
  const isPlaceholder = isAnyone(text) && !/\p{Sc}/u.test(text)
  if (value !== undefined && !isPlaceholder) throw unreadableCurrency()
  warn('currency', isPlaceholder ? 'placeholder' : 'not_a_currency')
  return undefined
}

function unreadableCurrency(): PayloadValidationError {
  return new PayloadValidationError(
    'Currency is not a currency code. TikTok expects the three letters of an ISO 4217 code, such as USD. ' +
      'Change the mapping of Currency and send the event again.'
  )
}

/** The currency under other keys, or else the one that all products share. */
function otherCurrency(others: OtherSources): string | undefined {
  for (const value of valuesOf(others, 'currency', CURRENCY_KEYS)) {
    const code = readCurrency(readText(value) ?? '')
    if (code !== undefined) return code
  }
  if (!isMapped(others, 'currency') || !isMapped(others, 'contents')) return undefined
  const codes = new Set(
    findHeldProducts(others.properties).map(({ currency }) => readCurrency(readText(currency) ?? ''))
  )
  return codes.size === 1 ? [...codes][0] : undefined
}

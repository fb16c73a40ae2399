import { PayloadValidationError } from '@segment/actions-core'
import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { readCurrency } from '../read/currency'
import type { Amount } from '../read/number'
import { readAmount } from '../read/number'
import { isWrittenByCode } from '../read/placeholder'
import { isAbsent, readText } from '../read/text'
import type { TikTokContent, TikTokProperties } from '../types'
import { CONTENT_TYPES, CUSTOMER_TYPES, chooseWord, DELIVERY_CATEGORIES } from '../words'
import { buildContents, findHeldProducts, findProducts, toItems } from './products'
import { isWeb } from './source'
import type { OtherSources } from './sources'
import { asObject, isMapped, valuesOf } from './sources'
import type { Complete } from './values'
import { identifier, numeric, plainText, texts } from './values'

/**
 * Builds the products and amounts of an event.
 * @throws PayloadValidationError for a currency that cannot be read beside a value, and for a negative value
 */
export function buildOrder(payload: Payload, others: OtherSources, warn: Warn): Complete<TikTokProperties> {
  const contents = chooseContents(payload, others, warn)
  const contentIds = texts(payload.content_ids, 'content_ids', warn) ?? idsOf(contents)
  const hasProducts = contents !== undefined || contentIds !== undefined
  const amount = readValue(payload, others, warn)
  const value = amount?.number ?? valueOfProducts(contents, payload)
  const query = plainText(payload.query, 'query', warn)
  const searched = plainText(payload.search_string, 'search_string', warn)
  return {
    contents,
    content_type: hasProducts ? contentType(payload, warn) : undefined,
    content_ids: contentIds,
    num_items: readNumItems(payload, warn) ?? countItems(contents, payload),
    currency: chooseCurrency(payload, others, amount, value, warn),
    value,
    order_id: identifier(payload.order_id, 'order_id', warn) ?? otherOrderId(others),
    shop_id: identifier(payload.shop_id, 'shop_id', warn),
    description: plainText(payload.description, 'description', warn),
    query: query ?? searched,
    search_string: searched ?? query,
    customer_type: isWeb(payload)
      ? chooseWord(payload.customer_type, CUSTOMER_TYPES, 'customer_type', warn)
      : undefined,
    delivery_category: chooseWord(payload.delivery_category, DELIVERY_CATEGORIES, 'delivery_category', warn),
    predicted_ltv: numeric(payload.predicted_ltv, 'predicted_ltv', warn)
  }
}

function contentType(payload: Payload, warn: Warn): string {
  return chooseWord(payload.content_type, CONTENT_TYPES, 'content_type', warn) ?? 'product'
}

/** The mapped products, or those of the event where the mapped ones hold no ID. */
function chooseContents(payload: Payload, others: OtherSources, warn: Warn): TikTokContent[] | undefined {
  const isFilled = isMapped(others, 'contents')
  if (payload.contents === undefined) {
    return isFilled ? buildContents(toItems(findHeldProducts(others.properties)), warn) : undefined
  }
  const mapped = payload.contents.map(asObject)
  const hasId = mapped.some(({ content_id }) => readText(content_id) !== undefined)
  if (!hasId && isFilled) {
    const found = buildContents(toItems(findProducts(others.properties)), warn)
    if (found !== undefined) return mapped.length === 1 && found.length === 1 ? merge(mapped, found, warn) : found
  }
  return buildContents(mapped, warn)
}

/** The details of the mapping, and the ID of the event. */
function merge(mapped: Record<string, unknown>[], [found]: TikTokContent[], warn: Warn): TikTokContent[] {
  const [own = {}] = buildContents(mapped, warn) ?? []
  const present = Object.entries(own).filter(([, value]) => value !== undefined)
  return [{ ...found, ...Object.fromEntries(present) }]
}

function idsOf(contents: readonly TikTokContent[] = []): string[] | undefined {
  const ids = new Set<string>()
  for (const { content_id } of contents) if (content_id !== undefined) ids.add(content_id)
  return ids.size > 0 ? [...ids] : undefined
}

const VALUE_KEYS = ['value', 'revenue', 'total', 'total_price', 'totalPrice', 'order_total', 'amount']

/** @throws PayloadValidationError for a negative value: TikTok has no refunds */
function readValue(payload: Payload, others: OtherSources, warn: Warn): Amount | undefined {
  for (const value of payload.value === undefined ? [] : [payload.value, ...valuesOf(others, 'value', VALUE_KEYS)]) {
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
function valueOfProducts(contents: readonly TikTokContent[] | undefined, payload: Payload): number | undefined {
  if (contents === undefined || payload.calculate_value === false) return undefined
  let sum = 0
  for (const { price, quantity = 1 } of contents) {
    if (price === undefined || price < 0 || quantity < 0) return undefined
    sum += price * quantity
  }
  // Sums of decimals such as 0.1 + 0.2 have traces of binary numbers.
  return Number(sum.toFixed(4))
}

function readNumItems(payload: Payload, warn: Warn): number | undefined {
  const number = numeric(payload.num_items, 'num_items', warn)
  if (number === undefined || Number.isInteger(number)) return number
  warn('num_items', 'not_whole')
  return undefined
}

/** The sum of the quantities, where each product has a whole one. */
function countItems(contents: readonly TikTokContent[] | undefined, payload: Payload): number | undefined {
  if (contents === undefined || payload.calculate_value === false) return undefined
  let sum = 0
  for (const { quantity } of contents) {
    if (quantity === undefined || !Number.isInteger(quantity) || quantity < 0) return undefined
    sum += quantity
  }
  return sum
}

/** @throws PayloadValidationError for a currency that cannot be read beside a value: TikTok could misread the amount */
function chooseCurrency(
  payload: Payload,
  others: OtherSources,
  amount: Amount | undefined,
  value: number | undefined,
  warn: Warn
): string | undefined {
  const text = readText(payload.currency)
  if (text !== undefined && !isWrittenByCode(text)) {
    const currency = readCurrency(text)
    if (currency !== undefined) return currency
    if (value !== undefined) throw unreadableCurrency()
    warn('currency', 'not_a_currency')
    return undefined
  }
  if (text === undefined && !isAbsent(payload.currency)) warn('currency', 'not_readable')
  return amount?.currency ?? currencyOfProducts(others)
}

/** The currency that all products share. */
function currencyOfProducts(others: OtherSources): string | undefined {
  if (!isMapped(others, 'currency') || !isMapped(others, 'contents')) return undefined
  const currencies = new Set(
    findHeldProducts(others.properties).map(({ currency }) => readCurrency(readText(currency) ?? ''))
  )
  return currencies.size === 1 ? [...currencies][0] : undefined
}

const ORDER_ID_KEYS = ['orderId', 'order_number', 'orderNumber', 'checkout_id', 'checkoutId']

function otherOrderId(others: OtherSources): string | undefined {
  for (const value of valuesOf(others, 'order_id', ORDER_ID_KEYS)) {
    const id = identifier(value, 'order_id', () => undefined)
    if (id !== undefined) return id
  }
  return undefined
}

function unreadableCurrency(): PayloadValidationError {
  return new PayloadValidationError(
    'Currency is not a currency code. TikTok expects the three letters of an ISO 4217 code, such as USD. ' +
      'Change the mapping of Currency and send the event again.'
  )
}

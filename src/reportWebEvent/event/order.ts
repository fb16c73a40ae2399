import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { ignore } from '../left-out'
import { distinct, firstFound } from '../read/lists'
import type { TikTokContent, TikTokProperties } from '../types'
import { CONTENT_TYPES, CUSTOMER_TYPES, chooseWord, DELIVERY_CATEGORIES } from '../words'
import { buildAmounts } from './amounts'
import { declaredCurrency } from './currency'
import type { OtherSources } from './fallbacks'
import { valuesOf } from './fallbacks'
import { isWeb } from './origin'
import { buildProducts } from './products'
import type { Complete } from './values'
import { identifier, money, plainText, readList, unlessEmpty } from './values'

/** The products of an event that are sent. No order has more, and each takes up memory and time of its whole batch. */
const MAX_PRODUCTS = 1000

/**
 * Builds the products and amounts of an event.
 * @throws PayloadValidationError for a negative value
 */
export function buildOrder(payload: Payload, others: OtherSources, warn: Warn): Complete<TikTokProperties> {
  const declared = declaredCurrency(payload, others, warn)
  const products = buildProducts(payload, others, declared, warn)
  const { value, currency, num_items } = buildAmounts(payload, others, products, declared, warn)
  const contents = firstOf(withoutEmpty(products.contents), warn)
  const contentIds = readList(payload.content_ids, identifier, 'content_ids', warn) ?? idsOf(contents)
  const hasProducts = contents !== undefined || contentIds !== undefined
  const query = plainText(payload.query, 'query', warn)
  const searched = plainText(payload.search_string, 'search_string', warn)
  return {
    contents,
    content_type: hasProducts ? contentType(payload, warn) : undefined,
    content_ids: contentIds,
    num_items,
    currency,
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
    predicted_ltv: money(payload.predicted_ltv, 'predicted_ltv', { ...declared, currency }, warn)
  }
}

/** The products that still have a detail: a price that was dropped may have been the only one. */
function withoutEmpty(contents?: TikTokContent[]): TikTokContent[] | undefined {
  if (contents?.every(({ content_id }) => content_id !== undefined)) return contents
  const present = contents?.filter((content) => unlessEmpty(content) !== undefined)
  return present === undefined || present.length === 0 ? undefined : present
}

/** The amounts of an event cover all its products. */
function firstOf(contents: TikTokContent[] | undefined, warn: Warn): TikTokContent[] | undefined {
  if (contents === undefined || contents.length <= MAX_PRODUCTS) return contents
  warn('contents', 'too_many')
  return contents.slice(0, MAX_PRODUCTS)
}

function contentType(payload: Payload, warn: Warn): string {
  return chooseWord(payload.content_type, CONTENT_TYPES, 'content_type', warn) ?? 'product'
}

/** The IDs of the products, each once. */
function idsOf(contents: readonly TikTokContent[] = []): string[] | undefined {
  const ids: string[] = []
  for (const { content_id } of contents) if (content_id !== undefined) ids.push(content_id)
  return distinct(ids)
}

const ORDER_ID_KEYS = ['order_id', 'orderId', 'order_number', 'orderNumber', 'checkout_id', 'checkoutId']

function otherOrderId(others: OtherSources): string | undefined {
  return firstFound(valuesOf(others, 'order_id', ORDER_ID_KEYS), (value) => identifier(value, 'order_id', ignore))
}

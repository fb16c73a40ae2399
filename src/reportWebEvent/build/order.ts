import { PayloadValidationError } from '@segment/actions-core'
import type { Payload } from '../generated-types'
import type { TikTokContent, TikTokProperties } from '../types'
import { isWeb } from './source'
import type { Complete } from './values'
import { finite, text, texts, unlessEmpty } from './values'

type Item = NonNullable<Payload['contents']>[number]

/**
 * Builds the products and amounts of an event.
 * @throws PayloadValidationError if the currency is invalid
 */
export function buildOrder(payload: Payload): Complete<TikTokProperties> {
  const contents = buildContents(payload.contents)
  const contentIds = texts(payload.content_ids) ?? texts(contents?.map((item) => item.content_id))
  const hasProducts = contents !== undefined || contentIds !== undefined
  const query = text(payload.query)
  const contentType = text(payload.content_type) ?? 'product'
  return {
    contents,
    content_type: hasProducts ? contentType : undefined,
    content_ids: contentIds,
    num_items: finite(payload.num_items),
    currency: currencyCode(payload.currency),
    value: finite(payload.value),
    order_id: text(payload.order_id),
    shop_id: text(payload.shop_id),
    description: text(payload.description),
    query,
    search_string: query,
    customer_type: isWeb(payload) ? text(payload.customer_type) : undefined,
    delivery_category: text(payload.delivery_category),
    predicted_ltv: finite(payload.predicted_ltv)
  }
}

function buildContents(items: readonly Item[] = []): TikTokContent[] | undefined {
  const contents: TikTokContent[] = []
  for (const item of items) {
    const content = unlessEmpty(buildContent(item))
    if (content !== undefined) contents.push(content)
  }
  return contents.length > 0 ? contents : undefined
}

function buildContent(item: Item): Complete<TikTokContent> {
  return {
    price: finite(item.price),
    quantity: finite(item.quantity),
    content_category: text(item.content_category),
    content_id: text(item.content_id),
    content_name: text(item.content_name),
    brand: text(item.brand)
  }
}

/** @throws PayloadValidationError unless the text can be an ISO 4217 code: TikTok could misread the amount */
function currencyCode(currency?: string): string | undefined {
  const code = text(currency)
  if (code === undefined || /^[a-z]{3}$/i.test(code)) return code?.toUpperCase()

  throw new PayloadValidationError(
    'Currency is not a currency code. TikTok expects the three letters of an ISO 4217 code, such as USD. ' +
      'Change the mapping of Currency and send the event again.'
  )
}

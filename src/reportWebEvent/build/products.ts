import type { LeftOutReason, Warn } from '../left-out'
import { isWrittenByCode } from '../read/placeholder'
import { isAbsent, readText } from '../read/text'
import type { TikTokContent } from '../types'
import type { Complete } from './values'
import { identifier, numeric, unlessEmpty } from './values'

type Properties = Record<string, unknown>

/** Keys that hold a list of products, or one. */
const HOLDERS = ['products', 'items', 'line_items', 'lineItems', 'contents', 'product', 'item']

const ID_KEYS = [
  'content_id',
  'product_id',
  'productId',
  'productID',
  'id',
  'sku',
  'SKU',
  'variant_id',
  'variantId',
  'variant'
]

const MAX_DEPTH = 3

/**
 * Finds products in a value of any type: a list, an object keyed by number, JSON as text, or an object that holds them.
 */
export function findProducts(value: unknown, depth = 0): Properties[] {
  if (depth > MAX_DEPTH) return []
  if (typeof value === 'string') return /^\s*[[{]/.test(value) ? findProducts(parse(value), depth + 1) : []
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => findProducts(item, depth + 1))

  const object = value as Properties
  const keys = Object.keys(object)
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) return findProducts(Object.values(object), depth)
  const holder = HOLDERS.find((key) => typeof object[key] === 'object' || typeof object[key] === 'string')
  const held = holder === undefined ? [] : findProducts(object[holder], depth + 1)
  return held.length > 0 ? held : [object]
}

/** Finds the products in the lists of an object, but not the object itself. */
export function findHeldProducts(object: Properties): Properties[] {
  return HOLDERS.flatMap((key) =>
    typeof object[key] === 'object' || typeof object[key] === 'string' ? findProducts(object[key]) : []
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Builds the products. Those without any detail are left out. */
export function buildContents(items: readonly Properties[], warn: Warn): TikTokContent[] | undefined {
  const contents: TikTokContent[] = []
  for (const item of items) {
    const content = unlessEmpty(buildContent(item, warn))
    if (content !== undefined) contents.push(content)
  }
  return contents.length > 0 ? contents : undefined
}

function buildContent(item: Properties, warn: Warn): Complete<TikTokContent> {
  return {
    price: numeric(item.price, 'contents.price', warn),
    quantity: numeric(item.quantity, 'contents.quantity', warn),
    content_category: joined(item.content_category, 'contents.content_category', warn),
    content_id: identifier(item.content_id, 'contents.content_id', warn),
    content_name: joined(item.content_name, 'contents.content_name', warn),
    brand: joined(item.brand, 'contents.brand', warn)
  }
}

/** Products of an event, with the keys of TikTok. */
export function toItems(products: readonly Properties[]): Properties[] {
  return products
    .map((product) => ({
      price: product.price,
      quantity: product.quantity,
      content_category: product.content_category ?? product.category,
      content_id: ID_KEYS.map((key) => product[key]).find((value) => readText(value) !== undefined),
      content_name: product.content_name ?? product.name,
      brand: product.brand
    }))
    .filter(({ content_id }) => content_id !== undefined)
}

/** The texts of a list, joined with ", ". */
function joined(value: unknown, field: string, warn: Warn): string | undefined {
  if (typeof value === 'string') return usable(value.trim(), field, warn)
  const texts = (Array.isArray(value) ? value : [value]).map((each) => readText(each))
  const present = texts.filter((each): each is string => each !== undefined)
  if (present.length > 0) return usable(present.join(', '), field, warn)
  return note(value, field, 'not_readable', warn)
}

function usable(text: string, field: string, warn: Warn): string | undefined {
  if (text === '') return undefined
  const isUsable = !isWrittenByCode(text) && text !== 'true' && text !== 'false'
  return isUsable ? text : note(text, field, 'placeholder', warn)
}

function note(value: unknown, field: string, reason: LeftOutReason, warn: Warn): undefined {
  if (!isAbsent(value)) warn(field, reason)
  return undefined
}

import { isAnyone } from '../read/placeholder'
import { CURRENCY_KEYS, parseJson, readText } from '../read/text'
import { unwrap } from '../read/wrapper'
import type { Properties } from './fallbacks'
import { asObject } from './fallbacks'

/** Keys that hold a list of products, or one. */
const HOLDERS = ['products', 'items', 'line_items', 'lineItems', 'contents', 'product', 'item']

/** Keys of objects that hold one of these keys. */
const CONTAINERS = ['cart', 'order', 'checkout', 'basket', 'ecommerce', 'data']

/** Keys of the ID of a product, also among the properties of a page. */
const PRODUCT_ID_KEYS = ['content_id', 'product_id', 'productId', 'productID', 'item_id', 'itemId', 'sku', 'SKU']

const HOLDERS_AND_CONTAINERS = [...HOLDERS, ...CONTAINERS]

const ID_KEYS = [...PRODUCT_ID_KEYS, 'id', 'variant_id', 'variantId', 'variant']

const KEYS = {
  price: ['price', 'unit_price', 'unitPrice', 'item_price', 'itemPrice'],
  quantity: ['quantity', 'qty'],
  content_category: ['content_category', 'category', 'item_category'],
  content_name: ['content_name', 'name', 'title', 'item_name'],
  brand: ['brand', 'item_brand'],
  currency: CURRENCY_KEYS
}

const MAX_DEPTH = 4

/**
 * Finds products in a value of any type: a list, an object keyed by number or by ID, JSON as text, or an object that
 * holds them. An object without any is a product.
 */
export function findProducts(value: unknown, depth = 0): Properties[] {
  if (depth > MAX_DEPTH) return []
  if (typeof value === 'string') return findProducts(parseJson(value), depth + 1)
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => findProducts(item, depth + 1))
  const inner = unwrap(value)
  if (inner !== value) return findProducts(inner, depth + 1)

  const object = value as Properties
  const held = findHeldProducts(object, depth)
  if (held.length > 0) return held
  return isKeyedList(object) ? findProducts(Object.values(object), depth + 1) : [object]
}

/** Finds the products in the first list of an object that has some, but not the object itself. */
function findHeldProducts(object: Properties, depth = 0): Properties[] {
  for (const key of HOLDERS) {
    const found = isPresent(object[key]) ? findProducts(object[key], depth + 1) : []
    if (found.some((product) => idOf(product, ID_KEYS) !== undefined)) return found
  }
  for (const key of CONTAINERS) {
    const found = isPresent(object[key]) && depth < MAX_DEPTH ? findHeldProducts(asObject(object[key]), depth + 1) : []
    if (found.length > 0) return found
  }
  return []
}

/** Finds the products that the properties of an event hold, or their own one, with the keys of TikTok. */
export function findItems(properties: Properties): Properties[] {
  return findProducts(properties).map((product) => toItem(product, product === properties))
}

/** Finds the products of properties that need not be about products, and so only those with an ID of their own. */
export function findIdentifiedItems(properties: Properties): Properties[] {
  const isProduct = idOf(properties, PRODUCT_ID_KEYS) !== undefined || findHeldProducts(properties).length > 0
  return isProduct ? findItems(properties).filter(({ content_id }) => content_id !== undefined) : []
}

/** The name of a page and the currency of an event do not describe a product. */
function toItem(product: Properties, isPage: boolean): Properties {
  const item: Properties = { content_id: idOf(product, ID_KEYS) }
  for (const [key, keys] of Object.entries(KEYS)) item[key] = keys.map((each) => product[each]).find(isPresent)
  return isPage ? { ...item, content_name: undefined, currency: undefined } : item
}

/** Whether products of properties may name their currencies. Most do not, so that they need not be found. */
export function nameCurrencies(properties: Properties): boolean {
  if (!Array.isArray(properties.products)) return HOLDERS_AND_CONTAINERS.some((key) => isPresent(properties[key]))
  const [first] = properties.products
  if (unwrap(first) !== first) return true
  for (const product of properties.products) {
    for (const key of CURRENCY_KEYS) if (isPresent(product?.[key])) return true
  }
  return false
}

/** The first ID that identifies a product. */
function idOf(product: Properties, keys: readonly string[]): unknown {
  return keys.map((key) => product[key]).find((value) => isId(value))
}

/** Whether a value identifies a product. */
export function isId(value: unknown): boolean {
  const text = readText(value)
  return text !== undefined && !isAnyone(text)
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** Whether an object is a list that is keyed by number, or by ID: then all of its values are objects. */
function isKeyedList(object: Properties): boolean {
  const entries = Object.entries(object)
  return entries.length > 0 && entries.every(([key, value]) => /^\d+$/.test(key) || asObject(value) === value)
}

import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { readMoney } from '../read/money'
import { isAbsent, readText } from '../read/text'
import type { TikTokContent } from '../types'
import type { DeclaredCurrency } from './currency'
import { currencyBeside } from './currency'
import type { OtherSources } from './fallbacks'
import { asObject, isMapped } from './fallbacks'
import { findIdentifiedItems, findItems, isId, nameCurrencies } from './find-products'
import type { OddPrice, Products } from './prices'
import type { Complete } from './values'
import { checkText, identifier, numeric, unlessEmpty, unreadable } from './values'

type Item = Record<string, unknown>

/** Builds the products of the mapping, with the IDs of the event if the mapped ones have none. */
export function buildProducts(
  payload: Payload,
  others: OtherSources,
  declared: DeclaredCurrency,
  warn: Warn
): Products {
  const contents: TikTokContent[] = []
  const odd: OddPrice[] = []
  let isCountable = true
  for (const item of chooseItems(payload.contents?.map(asObject), others)) {
    const content = buildContent(item, warn)
    const price = readPrice(item, declared, warn)
    const isOdd = price.currency !== undefined || price.thousands !== undefined
    if (isOdd) odd.push({ ...price, content })
    else content.price = price.number
    if (!isOdd && unlessEmpty(content) === undefined) continue
    contents.push(content)
    isCountable = isCountable && (content.quantity !== undefined || isAbsent(item.quantity))
  }
  return { contents: contents.length > 0 ? contents : undefined, odd, isCountable }
}

function chooseItems(mapped: Item[] | undefined, others: OtherSources): Item[] {
  if (!isMapped(others, 'contents')) return mapped ?? []
  if (mapped === undefined) return findIdentifiedItems(others.properties)
  if (mapped.every(hasId)) return nameCurrencies(others.properties) ? withCurrencies(mapped, others) : mapped

  const found = findItems(others.properties)
  if (found.length === mapped.length) return mapped.map((item, index) => fill(item, found[index]))
  const identified = mapped.some(hasId) ? [] : found.filter(hasId)
  return identified.length > 0 ? identified : mapped
}

/** Gives mapped products the currencies that the same products of the event name. */
function withCurrencies(mapped: Item[], others: OtherSources): Item[] {
  const found = findItems(others.properties)
  return mapped.map((item, index) => {
    const same =
      found.length === mapped.length ? found[index] : found.find((each) => each.content_id === item.content_id)
    return same?.currency === undefined ? item : { ...item, currency: same.currency }
  })
}

function hasId({ content_id }: Item): boolean {
  return isId(content_id)
}

/** Fills the details that a mapped product lacks. */
function fill(item: Item, found: Item): Item {
  const present = Object.entries(item).filter(([, value]) => !isAbsent(value))
  const filled: Item = { ...found, ...Object.fromEntries(present) }
  return hasId(item) || !hasId(found) ? filled : { ...filled, content_id: found.content_id }
}

function buildContent(item: Item, warn: Warn): Complete<TikTokContent> {
  return {
    price: undefined,
    quantity: quantity(item.quantity, warn),
    content_category: joined(item.content_category, 'contents.content_category', warn),
    content_id: identifier(item.content_id, 'contents.content_id', warn),
    content_name: joined(item.content_name, 'contents.content_name', warn),
    brand: joined(item.brand, 'contents.brand', warn)
  }
}

/** A price, and the currency that it or its product names beside the one of the event. */
function readPrice({ price, currency }: Item, declared: DeclaredCurrency, warn: Warn): Omit<OddPrice, 'content'> {
  const named = currencyBeside(currency, declared)
  const own = typeof named === 'object' ? named.code : undefined
  if (isAbsent(price)) return { currency: own }
  const amount = readMoney(price, own === undefined ? declared : { ...declared, currency: own })
  const problem = typeof amount !== 'object' ? amount : amount.currency === undefined ? named : undefined
  if (typeof problem === 'string') warn('contents.price', problem)
  if (typeof amount !== 'object' || typeof problem === 'string') return { currency: own }
  return own === undefined || amount.currency !== undefined ? amount : { ...amount, currency: own }
}

function quantity(value: unknown, warn: Warn): number | undefined {
  const number = numeric(value, 'contents.quantity', warn)
  if (number === undefined || number >= 0) return number
  warn('contents.quantity', 'invalid')
  return undefined
}

/** The texts of a list, joined with ", ". */
function joined(value: unknown, field: string, warn: Warn): string | undefined {
  const text = joinTexts(value)
  return text === '' ? unreadable(value, field, warn) : checkText(text, field, warn)
}

function joinTexts(value: unknown): string {
  if (!Array.isArray(value)) return readText(value) ?? ''
  if (value.length === 1) return readText(value[0]) ?? ''
  const texts = value.map((each) => readText(each)).filter((each) => each !== undefined)
  return texts.join(', ')
}

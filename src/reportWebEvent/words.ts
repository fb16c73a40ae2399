import type { DynamicFieldResponse } from '@segment/actions-core'
import type { Warn } from './left-out'
import { isAbsent, readText } from './read/text'

/** Words that TikTok accepts for a field, each with its label on the mapping page. */
export type Words = Record<string, string>

export const EVENT_SOURCES: Words = { web: 'Web', crm: 'CRM' }

export const CONTENT_TYPES: Words = { product: 'Product', product_group: 'Product group' }

export const CUSTOMER_TYPES: Words = { new: 'New', returning: 'Returning' }

export const DELIVERY_CATEGORIES: Words = {
  in_store: 'In store',
  curbside: 'Curbside',
  home_delivery: 'Home delivery'
}

export const EVENT_SPECIFICATIONS: Words = { none: 'None', travel: 'Travel', vehicle: 'Vehicle' }

/** Reads a word in any case; any other text is left out, because it would cost the whole event. */
export function chooseWord(value: unknown, words: Words, field: string, warn: Warn): string | undefined {
  const text = readText(value)
  if (text === undefined) {
    if (!isAbsent(value)) warn(field, 'not_readable')
    return undefined
  }
  const folded = fold(text)
  const word = Object.keys(words).find((each) => fold(each) === folded)
  if (word === undefined) warn(field, 'invalid')
  return word
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '')
}

/** Suggests words on the mapping page. As choices of the field, they would reject an event with any other word. */
export const suggestWords = (words: Words) => async (): Promise<DynamicFieldResponse> => ({
  choices: Object.entries(words).map(([value, label]) => ({ label, value }))
})

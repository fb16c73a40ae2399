import type { SegmentEvent } from '@segment/actions-core'
import type { JsonObject } from '../json'
import { isObject, objectOr } from '../json'
import { foldName } from '../names'

/** A category of consent, by its name in letters and digits. */
interface Category {
  name: string
  isGranted: boolean
}

/**
 * The category of advertising as consent tools name it, in letters and digits: `C0004` is OneTrust's, `ad_storage` is
 * Google's, and the sale of data is what Shopify calls sharing it for advertising.
 */
const ADVERTISING = /^ads?$|^ad(storage|userdata|personali[sz]ation)$|advert|marketing|targeting|saleofdata|^c0004$/

/** The category that nobody can deny, which therefore grants nothing. */
const NECESSARY = /necessary|essential|^c0001$/

/** The purposes that iubenda numbers. */
const IUBENDA_PURPOSES: Record<string, string> = { 1: 'necessary', 5: 'advertising' }

const GRANTED = ['true', 'granted', 'yes']

const DENIED = ['false', 'denied', 'no']

/** Keys of the context that hold consent by category, also one level deeper. */
const CONTEXT_KEYS = ['consent', 'consentMode', 'consent_mode', 'googleConsent', 'customerPrivacy', 'customer_privacy']

/** Keys of the event and its properties that hold it: Shopify's, and Google's consent mode. */
const EVENT_KEYS = ['customerPrivacy', 'customer_privacy', 'consentMode', 'consent_mode']

/** Statements with rules of their own. */
const OTHER_STATEMENTS = ['categoryPreferences', 'destinationPreferences']

/**
 * Whether an event lacks the consent of its person to advertising, as Segment (`categoryPreferences`), RudderStack
 * (`consentManagement`), Google (`ad_storage`) or Shopify (`customerPrivacy`) state it. An event without a statement has
 * consent.
 * @param needed names of categories that must all be granted; by default, the categories of advertising
 */
export function deniesConsent(event: SegmentEvent, needed?: readonly string[]): boolean {
  const context = objectOr(event.context)
  const { consent, consentManagement } = context
  if (isObject(consent) && isObject(consent.categoryPreferences)) {
    if (!isGranted(categoriesIn(consent.categoryPreferences), needed)) return true
  }
  if (isObject(consentManagement)) {
    const listed = listedCategories(consentManagement)
    if (listed.length > 0 && !isGranted(listed, needed)) return true
  }

  return (
    holdsDenial(context, CONTEXT_KEYS, needed) ||
    holdsDenial(objectOr(event.properties), EVENT_KEYS, needed) ||
    holdsDenial(event as unknown as JsonObject, EVENT_KEYS, needed)
  )
}

function holdsDenial(holder: JsonObject, keys: readonly string[], needed?: readonly string[]): boolean {
  for (const key of keys) if (holder[key] !== undefined && isDenied(holder[key], needed)) return true
  return false
}

function categoriesIn(preferences: JsonObject): Category[] {
  return Object.entries(preferences).map(([name, value]) => ({ name: foldName(name), isGranted: says(value, GRANTED) }))
}

/** The categories that RudderStack lists by ID. One that is in both lists is denied. */
function listedCategories({ provider, allowedConsentIds, deniedConsentIds }: JsonObject): Category[] {
  const nameOf = (id: string) => (provider === 'iubenda' ? (IUBENDA_PURPOSES[id] ?? id) : foldName(id))
  const denied = textsIn(deniedConsentIds).map(nameOf)
  const allowed = textsIn(allowedConsentIds).map(nameOf)
  return [
    ...denied.map((name) => ({ name, isGranted: false })),
    ...allowed.filter((name) => !denied.includes(name)).map((name) => ({ name, isGranted: true }))
  ]
}

/** The IDs of a list, which a warehouse keeps as a text. */
function textsIn(list: unknown): string[] {
  if (typeof list === 'string') return list.split(/[[\]",\s]+/).filter((id) => id !== '')
  return Array.isArray(list) ? list.map(String) : Object.keys(objectOr(list))
}

/** Any granted category suffices if none is of advertising, unless it is necessary anyway. */
function isGranted(categories: readonly Category[], needed?: readonly string[]): boolean {
  if (needed !== undefined) {
    return needed.every((name) => categories.some((category) => category.name === foldName(name) && category.isGranted))
  }
  const advertising = categories.filter(({ name }) => ADVERTISING.test(name))
  if (advertising.length > 0) return advertising.every((category) => category.isGranted)
  return categories.some((category) => category.isGranted && !NECESSARY.test(category.name))
}

/** Whether an object denies a category in so many words, itself or in an object that it holds. */
function isDenied(statement: unknown, needed?: readonly string[], depth = 0): boolean {
  if (!isObject(statement)) return depth === 0 && says(statement, DENIED)
  return Object.entries(statement).some(([key, value]) => {
    if (OTHER_STATEMENTS.includes(key)) return false
    if (isObject(value)) return depth === 0 && isDenied(value, needed, depth + 1)
    const name = foldName(key).replace(/allowed$/, '')
    return says(value, DENIED) && (needed?.some((each) => foldName(each) === name) ?? ADVERTISING.test(name))
  })
}

function says(value: unknown, words: readonly string[]): boolean {
  return words.includes(String(value).trim().toLowerCase())
}

import type { Payload } from '../generated-types'
import type { Warn } from '../left-out'
import { ignore } from '../left-out'
import { findCurrency, readCurrency } from '../read/currency'
import { firstFound } from '../read/lists'
import type { AmountProblem, MoneyContext } from '../read/number'
import { resolve } from '../read/number'
import { isAnyone } from '../read/placeholder'
import { CURRENCY_KEYS, readText } from '../read/text'
import { readAddress } from './address'
import type { OtherSources } from './fallbacks'
import { valuesOf } from './fallbacks'
import { unreadable } from './values'

/** The currency that an event declares for its amounts. */
export interface DeclaredCurrency extends MoneyContext {
  /** True if it is given but cannot be read, so that no amount is in a known currency unless it names one itself. */
  isUnreadable?: boolean
}

/** Reads the currency of the mapping, or else the one under other keys. */
export function declaredCurrency(payload: Payload, others: OtherSources, warn: Warn): DeclaredCurrency {
  const country = () => countryOf(payload, others)
  const text = readText(payload.currency)
  if (text === undefined) {
    unreadable(payload.currency, 'currency', warn)
    return { currency: otherCurrency(others, country), country }
  }
  const currency = readCurrency(text, country)
  if (currency !== undefined) return { currency, country }
  if (isAnyone(text) && !/\p{Sc}/u.test(text)) {
    warn('currency', 'placeholder')
    return { currency: otherCurrency(others, country), country }
  }
  const shared = findCurrency(text)?.codes
  const other = otherCurrency(others, country)
  if (other !== undefined && shared?.includes(other)) return { currency: other, country }
  warn('currency', 'not_a_currency')
  return { isUnreadable: true, country }
}

const NONE = {}

/** The currency that a product names beside the one of its event; none if it may be the same. */
export function currencyBeside(value: unknown, declared: DeclaredCurrency): { code?: string } | AmountProblem {
  const text = readText(value)
  if (text === undefined || (isAnyone(text) && !/\p{Sc}/u.test(text))) return NONE
  const name = findCurrency(text)
  return name === undefined ? 'unknown_currency' : resolve(name, declared)
}

/** The first readable currency under other keys. */
function otherCurrency(others: OtherSources, country: () => string | undefined): string | undefined {
  return firstFound(valuesOf(others, 'currency', CURRENCY_KEYS), (value) =>
    readCurrency(readText(value) ?? '', country)
  )
}

/** The country of the person's address, or else of the browser's language, such as `ja-JP`. */
function countryOf(payload: Payload, others: OtherSources): string | undefined {
  const { country } = readAddress(payload, others, ignore)
  return country ?? /[-_]([a-z]{2})$/i.exec(readText(payload.locale) ?? '')?.[1]
}

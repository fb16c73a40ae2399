import type { TikTokUser } from './types'

/** The reason why a value was left out. The value itself is never part of it: it may be personal. */
export const LEFT_OUT_REASONS = {
  ambiguous: 'can be read in more than one way',
  incomplete: 'lacks its other half',
  invalid: 'is not a value of its kind',
  not_a_country: 'is not a country',
  not_a_currency: 'is not an ISO 4217 currency code',
  not_a_number: 'is not a number',
  not_a_phone: 'is not a valid phone number, or one that anybody types',
  not_an_email: 'is not an email address',
  not_exact: 'is a number with too many digits to be exact: send it as text',
  not_public: 'is not a public IP address',
  not_readable: 'is an object, a list or a boolean where a text is expected',
  not_whole: 'is not a whole number',
  other_currency: 'is in another currency than the event',
  other_total: 'is only the sum of the products, beside a total that no field maps',
  placeholder: 'stands for a missing value',
  several_currencies: 'is the sum of prices in several currencies',
  too_long: 'is longer than any value of its kind',
  too_many: 'has more than 1,000 products, of which the first 1,000 are sent',
  unknown_currency: 'is in a currency that cannot be read'
} as const

export type LeftOutReason = keyof typeof LEFT_OUT_REASONS

/** A value of an event that was left out. */
export interface LeftOut {
  /** The key of the field, such as `phone_number` or `contents.price`. */
  field: string
  reason: LeftOutReason
}

/** Notes a value that is left out. */
export type Warn = (field: string, reason: LeftOutReason) => void

/** Notes nothing. */
export const ignore: Warn = () => undefined

/** The way of a text of the person: hashed, sent as the digest that it is already, or left out. */
export type TextForm = 'hashed' | 'digest' | 'unusable'

/** Notes what becomes of a text of the person. @param normalized the text that is hashed */
export type Trace = (key: keyof TikTokUser, form: TextForm, normalized?: string) => void

/** Receivers of what the builder notes. */
export interface Notes {
  warn: Warn
  trace?: Trace
}

/** Collects values that are left out, each kind once. Most events have none, and then no list is made. */
export class LeftOutList {
  list?: LeftOut[]

  readonly warn: Warn = (field, reason) => {
    this.list = this.list ?? []
    if (!this.list.some((known) => known.field === field && known.reason === reason)) this.list.push({ field, reason })
  }
}

import { LEFT_OUT_REASONS } from '../../../src/reportWebEvent/left-out'
import type { BuiltObservation } from '../observation'
import { PURCHASES } from './purchases'
import type { Match, Rule } from './rule'
import { bySubject, byTikTokEvent, countOf, when } from './rule'

/**
 * The currencies that TikTok lists.
 * https://business-api.tiktok.com/portal/docs?id=1771101303285761
 */
const CURRENCIES: readonly string[] = [
  ...['AED', 'ARS', 'AUD', 'BDT', 'BHD', 'BIF', 'BOB', 'BRL', 'CAD', 'CHF', 'CLP', 'CNY', 'COP', 'CRC', 'CZK', 'DKK'],
  ...['DZD', 'EGP', 'EUR', 'GBP', 'GTQ', 'HKD', 'HNL', 'HUF', 'IDR', 'ILS', 'INR', 'ISK', 'JPY', 'KES', 'KHR', 'KRW'],
  ...['KWD', 'KZT', 'MAD', 'MOP', 'MXN', 'MYR', 'NGN', 'NIO', 'NOK', 'NZD', 'OMR', 'PEN', 'PHP', 'PKR', 'PLN', 'PYG'],
  ...['QAR', 'RON', 'RUB', 'SAR', 'SEK', 'SGD', 'THB', 'TRY', 'TWD', 'UAH', 'USD', 'VES', 'VND', 'ZAR']
]

/** Events about products. */
const PRODUCT_EVENTS = ['ViewContent', 'AddToCart', 'AddToWishlist', 'InitiateCheckout', 'AddPaymentInfo', ...PURCHASES]

/** Forms that IDs have in other tools; `Z2lkOi8v` is `gid://` in base64. */
const ODD_IDS: readonly [name: string, form: RegExp][] = [
  ['A gid of Shopify', /^gid:\/\/|^Z2lkOi8v/],
  ['A URL', /^https?:\/\//],
  ['A number with .0 of a spreadsheet', /^\d+\.0+$/]
]

function lacksValue({ built: { properties } }: BuiltObservation): boolean {
  return properties?.value === undefined
}

/** What is wrong with the values of an event that has none left. */
function valueProblems(observation: BuiltObservation): string[] {
  const dropped = lacksValue(observation) ? (observation.leftOut ?? []) : []
  return dropped.filter(({ field }) => field === 'value').map(({ reason }) => `Value ${LEFT_OUT_REASONS[reason]}`)
}

/** Rules about products and amounts. */
export const orderRules: Rule[] = [
  {
    id: 'value-missing',
    fields: ['value'],
    severity: 'error',
    title: 'Value is missing in your purchases',
    meaning: 'TikTok cannot report or optimize for the value of these purchases.',
    suggestion: 'Map Value to the total of the order.',
    note: (observation) =>
      when(PURCHASES.includes(observation.built.event) && lacksValue(observation), observation.built.event),
    find: byTikTokEvent
  },
  {
    id: 'value-left-out',
    fields: ['value'],
    severity: 'error',
    title: 'Value is left out',
    meaning: 'The events are sent, but TikTok counts them without their value.',
    suggestion: 'Map Currency to an ISO 4217 code, such as USD, and Value to the total of the order in that currency.',
    note: valueProblems,
    find: bySubject
  },
  {
    id: 'currency-missing',
    fields: ['currency'],
    severity: 'error',
    title: 'Value comes without a currency',
    meaning: 'TikTok cannot tell how much the value is worth.',
    suggestion: 'Map Currency to an ISO 4217 code, such as USD.',
    note: ({ built: { event, properties } }) =>
      when(properties?.value !== undefined && properties.currency === undefined, event),
    find: byTikTokEvent
  },
  {
    id: 'currency-unlisted',
    fields: ['currency'],
    severity: 'warning',
    title: "Currency is not one of TikTok's",
    meaning: 'TikTok does not list this currency. It does not document what happens to the value.',
    suggestion: 'Convert Value to a currency that TikTok lists, and map Currency to its code.',
    note: ({ built: { properties } }) =>
      properties?.currency === undefined || CURRENCIES.includes(properties.currency) ? [] : [properties.currency],
    find: bySubject
  },
  {
    id: 'content-id-missing',
    fields: ['contents'],
    severity: 'warning',
    title: 'Content ID is missing in your events',
    meaning:
      'TikTok cannot match these events with the products of a catalog. It reports an error if less than 90 % of events have content IDs.',
    suggestion: 'Map Content ID in Contents, or Content IDs, to the IDs of your TikTok catalog.',
    note: ({ built: { event, properties } }) =>
      when(PRODUCT_EVENTS.includes(event) && properties?.content_ids === undefined, event),
    find: byTikTokEvent
  },
  {
    id: 'content-id-form',
    fields: ['contents'],
    severity: 'warning',
    title: 'Content IDs have a form that no catalog has',
    meaning: 'TikTok cannot match these events with the products of a catalog.',
    suggestion: 'Map Content ID to the ID in your TikTok catalog, such as the number at the end of a gid of Shopify.',
    note: ({ built: { properties } }) => {
      const ids = [
        ...(properties?.content_ids ?? []),
        ...(properties?.contents ?? []).map(({ content_id }) => content_id)
      ]
      return ODD_IDS.filter(([, form]) => ids.some((id) => id !== undefined && form.test(id))).map(([name]) => name)
    },
    find: bySubject
  },
  {
    id: 'funnel',
    severity: 'warning',
    title: 'A later step has more events than the one before',
    meaning: 'People see a product before they buy it, so events of the earlier step are probably not sent.',
    suggestion:
      'Send the events of the earlier step as well, or check that the events of the later step are not doubled.',
    find: ({ counts }) => {
      const steps = { ViewContent: ['ViewContent'], AddToCart: ['AddToCart'], Purchase: PURCHASES }
      const [views, carts, purchases] = Object.values(steps).map((names) => countOf(counts, names))
      const match = (earlier: string, before: number, later: string, after: number): Match[] =>
        after > before
          ? [
              {
                subject: `Fewer ${earlier} (${before}) than ${later} events (${after})`,
                count: after - before,
                examples: []
              }
            ]
          : []
      return [
        ...match('View Content', views, 'Add to Cart', carts),
        ...match('Add to Cart', carts, 'Purchase', purchases)
      ]
    }
  }
]

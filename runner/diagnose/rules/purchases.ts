import { objectOr } from '../../json'
import { foldName } from '../../names'
import type { Rule } from './rule'
import { builtEvents, bySubject } from './rule'

/** The names of a purchase, old ones too. */
export const PURCHASES = ['Purchase', 'CompletePayment', 'PlaceAnOrder']

/** Keys of the status of an order or of its payment. */
const STATUS_KEYS = [
  ...['status', 'order_status', 'orderStatus', 'payment_status', 'paymentStatus', 'financial_status'],
  ...['financialStatus', 'transaction_status', 'state']
]

/** Keys that mark an order as a test. */
const TEST_KEYS = ['test', 'is_test', 'isTest']

/** Statuses of orders that are no sales, or not yet: as shops and payment services write them, in letters. */
const NO_SALE = [
  ...['failed', 'declined', 'rejected', 'error', 'cancelled', 'canceled', 'refunded', 'partiallyrefunded', 'voided'],
  ...['chargeback', 'expired', 'abandoned', 'pending', 'pendingpayment', 'unpaid', 'onhold', 'draft', 'test']
]

/** Rules about purchases that may be none. */
export const purchaseRules: Rule[] = [
  {
    id: 'order-id-repeated',
    fields: ['order_id'],
    severity: 'error',
    title: 'Purchases repeat an order ID under another event ID',
    meaning: 'TikTok counts each of them, so one order is several. A thank-you page that is loaded again does this.',
    suggestion: 'Send the purchase once, or map Event ID to the ID of the order, in the Pixel too.',
    find: ({ counts, orderRepeats: { count, isEstimate, examples } }) =>
      count === 0 ? [] : [{ subject: 'Repeated', count, of: builtEvents(counts), isEstimate, examples }]
  },
  {
    id: 'status-no-sale',
    severity: 'warning',
    title: 'Purchases have a status that speaks against a sale',
    meaning: 'TikTok optimizes for orders that failed, were cancelled or refunded, are not paid yet, or are tests.',
    suggestion: 'Send the event when the order is paid, or test the status in the trigger.',
    note: ({ built, event }) => (PURCHASES.includes(built.event) ? statusesIn(objectOr(event.properties)) : []),
    find: bySubject
  }
]

/** The statuses of the properties, or of the order in them, that speak against a sale. */
function statusesIn(properties: Record<string, unknown>): string[] {
  return [properties, objectOr(properties.order)].flatMap((holder) => [
    ...STATUS_KEYS.flatMap((key) => {
      // WooCommerce writes wc-on-hold.
      const status = foldName(String(holder[key] ?? '')).replace(/^wc/, '')
      return NO_SALE.includes(status) ? [`${key}: ${status}`] : []
    }),
    ...TEST_KEYS.filter((key) => String(holder[key]) === 'true').map((key) => `${key}: true`)
  ])
}

import type { SegmentEvent } from '@segment/actions-core'

/** How many different customers, products and pages the events are about. */
const VARIETY = 10_000

/** When the first event happened, in Unix milliseconds; each further one comes a second later. */
const BEGIN = Date.UTC(2026, 10, 1)

const USER_AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

const CITIES = ['San Francisco', 'Köln', 'São Paulo', 'Lyon']
const STATES = ['CA', 'NW', 'SP', 'ARA']
const COUNTRIES = ['US', 'DE', 'BR', 'FR']
const PHONES = ['+1202555', '+4930123', '+5511987', '+3314567']

/** An order of five products by a customer who is known well. The same index makes the same order. */
export function createOrder(index: number): SegmentEvent {
  const customer = index % VARIETY
  const products = Array.from({ length: 5 }, (_, position) => createProduct(customer + position))
  const revenue = products.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
  return {
    ...createVisit(index, 'checkout/thanks'),
    type: 'track',
    event: 'Order Completed',
    userId: `user-${customer}`,
    properties: {
      order_id: `order-${index}`,
      currency: 'USD',
      revenue,
      total: revenue + 4.9,
      shipping: 4.9,
      coupon: 'WELCOME',
      products
    }
  }
}

/** A look at a product's page by a visitor who has not said who he is. The same index makes the same page view. */
export function createPageView(index: number): SegmentEvent {
  const { context, ...visit } = createVisit(index, `p/product-${index % VARIETY}`)
  const { traits: _traits, ...visitorContext } = context ?? {}
  return {
    ...visit,
    type: 'page',
    name: 'Product',
    properties: { ...createProduct(index % VARIETY), currency: 'USD', title: 'Acme Outdoor', path: '/p' },
    context: visitorContext
  }
}

/** Orders and page views by turns, as a file of events holds them. */
export function createEvent(index: number): SegmentEvent {
  return index % 2 === 0 ? createOrder(index) : createPageView(index)
}

export function createEvents(count: number, create: (index: number) => SegmentEvent): SegmentEvent[] {
  return Array.from({ length: count }, (_, index) => create(index))
}

/** Events as a CDP reads them. */
export function createLines(count: number, create: (index: number) => SegmentEvent): string[] {
  return createEvents(count, create).map((event) => JSON.stringify(event))
}

/** Events that nobody has seen before: those that were sent already are a little faster. */
export function parseLines(lines: readonly string[]): SegmentEvent[] {
  return lines.map((line) => JSON.parse(line))
}

function createVisit(index: number, page: string): SegmentEvent {
  const customer = index % VARIETY
  const country = index % COUNTRIES.length
  return {
    type: 'track',
    messageId: `message-${index}`,
    anonymousId: `00000000-0000-4000-8000-${String(customer + 1).padStart(12, '0')}`,
    timestamp: new Date(BEGIN + index * 1000).toISOString(),
    context: {
      ip: `203.0.113.${customer % 256}`,
      userAgent: USER_AGENT,
      locale: 'en-US',
      page: {
        url: `https://shop.example.com/${page}?utm_source=tiktok&ttclid=E.C.P.${customer}`,
        path: `/${page}`,
        referrer: 'https://shop.example.com/',
        title: 'Acme Outdoor'
      },
      traits: {
        email: `Customer.${customer}@example.com`,
        phone: `${PHONES[country]}${String(customer).padStart(4, '0')}`,
        firstName: `Jane${customer}`,
        lastName: 'van Dyke',
        address: {
          street: '1 Main Street',
          city: CITIES[country],
          state: STATES[country],
          country: COUNTRIES[country],
          postalCode: String(10_000 + customer)
        }
      }
    }
  }
}

function createProduct(index: number) {
  return {
    product_id: `product-${index}`,
    sku: `sku-${index}`,
    name: `Trail Tent ${index}`,
    category: 'Tents',
    brand: 'Acme',
    price: 10 + (index % 1000) / 4,
    quantity: 1 + (index % 3),
    url: `https://shop.example.com/p/product-${index}`
  }
}

import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import type { SegmentEvent } from '@segment/actions-core'

/** The same index makes the same event. */
export type CreateEvent = (index: number) => SegmentEvent

/** Number of different customers and products. */
const VARIETY = 10_000

/** Time of the first event, in Unix milliseconds. Each further event happens a second later. */
const BEGIN = Date.UTC(2026, 10, 1)

const USER_AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

const PLACES = [
  { country: 'US', state: 'CA', city: 'San Francisco', prefix: '+1202555' },
  { country: 'DE', state: 'NW', city: 'Köln', prefix: '+4930123' },
  { country: 'BR', state: 'SP', city: 'São Paulo', prefix: '+5511987' },
  { country: 'FR', state: 'ARA', city: 'Lyon', prefix: '+3314567' }
]

/** Properties by the name of the event. All but page views come from customers who are known. */
const PROPERTIES: Record<string, (index: number) => object> = {
  'Order Completed': createOrder,
  page: (index) => ({ ...createProduct(index), currency: 'USD', title: 'Acme Outdoor' }),
  'Product Added': createProduct,
  'Products Searched': () => ({ query: 'trail tent' }),
  'Checkout Started': createOrder,
  'Payment Info Entered': (index) => ({ order_id: `order-${index}`, payment_method: 'card' }),
  'Article Read': () => ({ title: 'How to pitch a tent' }),
  'Signed Out': () => ({})
}

const UNMATCHED = ['Article Read', 'Signed Out']

/** Names of events, by the kind on the command line. */
const KINDS: Record<string, readonly string[]> = {
  orders: ['Order Completed'],
  pages: ['page'],
  mixed: Object.keys(PROPERTIES).filter((name) => !UNMATCHED.includes(name))
}

/** @param unmatched the share of events that match no preset, evenly spread */
export function eventsOf(kind: string, unmatched = 0): CreateEvent {
  return (index) => {
    const before = Math.floor(index * unmatched)
    const isUnmatched = Math.floor((index + 1) * unmatched) > before
    const [names, turn] = isUnmatched ? [UNMATCHED, before] : [KINDS[kind], index - before]
    return createEvent(index, names[turn % names.length])
  }
}

/** Writes one JSON object a line, compressed if the name ends with `.gz`. The file may be larger than the memory. */
export async function writeEvents(path: string, count: number, create: CreateEvent): Promise<void> {
  const lines = Readable.from(createLines(count, create))
  const file = createWriteStream(path)
  await (path.endsWith('.gz') ? pipeline(lines, createGzip(), file) : pipeline(lines, file))
}

function* createLines(count: number, create: CreateEvent): Generator<string> {
  for (let index = 0; index < count; index++) yield `${JSON.stringify(create(index))}\n`
}

function createEvent(index: number, name: string): SegmentEvent {
  const person = index % VARIETY
  const { prefix, ...place } = PLACES[index % PLACES.length]
  const traits = {
    email: `Customer.${person}@example.com`,
    phone: `${prefix}${String(person).padStart(4, '0')}`,
    firstName: `Jane${person}`,
    lastName: 'van Dyke',
    address: { street: '1 Main Street', postalCode: String(10_000 + person), ...place }
  }
  const page = {
    url: `https://shop.example.com/p/product-${person}?utm_source=tiktok&ttclid=E.C.P.${person}`,
    path: `/p/product-${person}`,
    referrer: 'https://shop.example.com/',
    title: 'Acme Outdoor'
  }
  const context = { ip: `203.0.113.${person % 256}`, userAgent: USER_AGENT, locale: 'en-US', page }
  const visit = {
    messageId: `message-${index}`,
    anonymousId: `00000000-0000-4000-8000-${String(person + 1).padStart(12, '0')}`,
    timestamp: new Date(BEGIN + index * 1000).toISOString(),
    properties: { ...PROPERTIES[name](index) }
  }
  if (name === 'page') return { ...visit, type: 'page', name: 'Product', context }
  return { ...visit, type: 'track', event: name, userId: `user-${person}`, context: { ...context, traits } }
}

function createOrder(index: number) {
  const products = Array.from({ length: 5 }, (_, position) => createProduct(index + position))
  const revenue = products.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
  return { order_id: `order-${index}`, currency: 'USD', revenue, shipping: 4.9, coupon: 'WELCOME', products }
}

function createProduct(index: number) {
  const product = index % VARIETY
  return {
    product_id: `product-${product}`,
    sku: `sku-${product}`,
    name: `Trail Tent ${product}`,
    category: 'Tents',
    brand: 'Acme',
    price: 10 + (product % 1000) / 4,
    quantity: 1 + (product % 3),
    url: `https://shop.example.com/p/product-${product}`
  }
}

if (require.main === module) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { kind: { type: 'string', default: 'mixed' }, unmatched: { type: 'string', default: '0' } }
  })
  const [count, path] = positionals
  const share = Number(values.unmatched)
  if (!path || !(Number(count) >= 0) || !(share >= 0 && share <= 1) || !Object.hasOwn(KINDS, values.kind)) {
    throw new Error('Usage: tsx bench/generate.ts N FILE [--kind orders|pages|mixed] [--unmatched 0.5]')
  }
  void writeEvents(path, Number(count), eventsOf(values.kind, share))
}

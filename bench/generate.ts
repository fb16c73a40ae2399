import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Command, Option } from '@commander-js/extra-typings'
import type { SegmentEvent } from '@segment/actions-core'
import { wholeNumber } from '../runner/cli/flags'

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

/** Names of events, by the kind on the command line. */
const KINDS: Record<string, readonly string[]> = {
  orders: ['Order Completed'],
  pages: ['page'],
  mixed: ['Order Completed', 'page', 'Product Added', 'Products Searched', 'Checkout Started', 'Payment Info Entered']
}

const UNMATCHED = ['Article Read', 'Signed Out']

/** @param unmatched the share of events that match no preset, evenly spread */
export function eventsOf(kind: string, unmatched = 0): CreateEvent {
  if (!(unmatched >= 0 && unmatched <= 1)) throw new RangeError('The share of unmatched events must be 0 to 1.')
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

/** Page views are anonymous. All other events come from customers who are known. */
function createEvent(index: number, name: string): SegmentEvent {
  const number = index % VARIETY
  const { prefix, ...place } = PLACES[index % PLACES.length]
  const products = [0, 1, 2, 3, 4].map((position) => createProduct((index + position) % VARIETY))
  const revenue = products.reduce((sum, { price, quantity }) => sum + price * quantity, 0)
  const order = { order_id: `order-${index}`, currency: 'USD', revenue, shipping: 4.9, coupon: 'WELCOME', products }
  const properties: Record<string, object> = {
    'Order Completed': order,
    page: { ...products[0], currency: 'USD', title: 'Acme Outdoor' },
    'Product Added': products[0],
    'Products Searched': { query: 'trail tent' },
    'Checkout Started': order,
    'Payment Info Entered': { order_id: order.order_id, payment_method: 'card' },
    'Article Read': { title: 'How to pitch a tent' },
    'Signed Out': {}
  }
  const page = {
    url: `https://shop.example.com/p/product-${number}?utm_source=tiktok&ttclid=E.C.P.${number}`,
    path: `/p/product-${number}`,
    referrer: 'https://shop.example.com/',
    title: 'Acme Outdoor'
  }
  const context = { ip: `203.0.113.${number % 256}`, userAgent: USER_AGENT, locale: 'en-US', page }
  const visit = {
    messageId: `message-${index}`,
    anonymousId: `00000000-0000-4000-8000-${String(number + 1).padStart(12, '0')}`,
    timestamp: new Date(BEGIN + index * 1000).toISOString(),
    properties: { ...properties[name] }
  }
  if (name === 'page') return { ...visit, type: 'page', name: 'Product', context }
  const traits = {
    email: `Customer.${number}@example.com`,
    phone: `${prefix}${String(number).padStart(4, '0')}`,
    firstName: `Jane${number}`,
    lastName: 'van Dyke',
    address: { street: '1 Main Street', postalCode: String(10_000 + number), ...place }
  }
  return { ...visit, type: 'track', event: name, userId: `user-${number}`, context: { ...context, traits } }
}

function createProduct(number: number) {
  return {
    product_id: `product-${number}`,
    sku: `sku-${number}`,
    name: `Trail Tent ${number}`,
    category: 'Tents',
    brand: 'Acme',
    price: 10 + (number % 1000) / 4,
    quantity: 1 + (number % 3),
    url: `https://shop.example.com/p/product-${number}`
  }
}

if (require.main === module) {
  void new Command('bench/generate.ts')
    .argument('<number>', 'events', wholeNumber(0, Infinity))
    .argument('<file>', 'compressed if its name ends with .gz')
    .addOption(new Option('--kind <kind>').choices(Object.keys(KINDS)).default('mixed'))
    .option('--unmatched <share>', 'share of events that match no preset', Number, 0)
    .action((count, file, { kind, unmatched }) => writeEvents(file, count, eventsOf(kind, unmatched)))
    .parseAsync()
}

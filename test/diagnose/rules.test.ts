import type { JSONObject } from '@segment/actions-core'
import type { Finding, Report } from '../../runner/diagnose'
import { diagnoseFiles } from '../../runner/diagnose'
import { RULES } from '../../runner/diagnose/rules'
import { findFiles } from '../../runner/sources/files'
import { TestFolder } from '../__helpers__/command'

const NOW = Date.parse('2026-11-22T10:00:00Z')

let folder: TestFolder
beforeAll(() => {
  folder = new TestFolder()
})
afterAll(() => folder.remove())

const path = (text: string) => ({ '@path': text })

/** A mapping that hands on what the events say. */
const MAPPING: JSONObject = {
  event: path('$.name'),
  event_id: path('$.id'),
  timestamp: path('$.timestamp'),
  email: path('$.email'),
  phone_number: path('$.phone'),
  external_id: path('$.user'),
  address: { country: path('$.country') },
  ip: path('$.ip'),
  user_agent: path('$.agent'),
  url: path('$.url'),
  referrer: path('$.referrer'),
  value: path('$.value'),
  currency: path('$.currency'),
  content_ids: path('$.ids')
}

/** Fields that are mapped if an event has the key. */
const MORE: Record<string, string> = { contents: 'contents', order: 'order_id', query: 'query' }

/** An event that nothing is wrong with. */
function eventOf(changes: object = {}, index = 0): object {
  return {
    type: 'track',
    name: 'Subscribe',
    id: `id-${index}`,
    timestamp: '2026-11-22T09:00:00Z',
    user: `user-${index}`,
    email: `p${index}@example.com`,
    phone: `+1202555${String(1000 + index)}`,
    country: 'US',
    ip: `203.0.113.${index}`,
    agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)',
    url: `https://shop.example.com/${index}`,
    referrer: 'https://example.com/',
    value: 10 + index,
    currency: 'USD',
    ids: [`sku-${index}`],
    ...changes
  }
}

const eventsOf = (count: number, changes: (index: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, index) => eventOf(changes(index), index))

async function diagnose(events: readonly object[], subscribe = 'type = "track"'): Promise<Report> {
  const file = folder.writeEvents('events.ndjson', events)
  const more = Object.entries(MORE).filter(([key]) => events.some((event) => key in event))
  const mapping = { ...MAPPING, ...Object.fromEntries(more.map(([key, field]) => [field, path(`$.${key}`)])) }
  const mappings = [{ name: 'Mine', subscribe, partnerAction: 'reportWebEvent', mapping }]
  return (await diagnoseFiles(await findFiles([file]), mappings, NOW)).report
}

async function findingOf(rule: string, events: readonly object[]): Promise<Finding | undefined> {
  return (await diagnose(events)).findings.find((finding) => finding.rule === rule)
}

/** One event of each, in this order: as it should be, and not. */
const CASES: [rule: string, good: object, bad: object, subject: string][] = [
  ['value-missing', { name: 'Purchase', value: 0 }, { name: 'Purchase', value: null }, 'Purchase'],
  ['value-missing', { name: 'Search', value: null }, { name: 'PlaceAnOrder', value: null }, 'PlaceAnOrder'],
  ['currency-missing', { value: null, currency: null }, { currency: null }, 'Subscribe'],
  ['currency-unlisted', { currency: 'vnd' }, { currency: 'CUP' }, 'CUP'],
  ['content-id-missing', { name: 'Search', ids: [] }, { name: 'AddToCart', ids: [] }, 'AddToCart'],
  ['event-id-missing', {}, { id: 'undefined' }, 'Subscribe'],
  [
    'name-old',
    { name: 'Purchase' },
    { name: 'ClickButton' },
    'ClickButton: supported until 2027, use another standard event'
  ],
  [
    'rejected-by-segment',
    { value: '10' },
    { value: { amount: '10.50', currency: 'USD' } },
    'Value must be a string but it was an object.'
  ],
  ['name-old', { name: 'Lead' }, { name: 'SubmitForm' }, 'SubmitForm: TikTok converts it to Lead'],
  ['name-nearly-standard', { name: 'add to cart' }, { name: 'AddToCard' }, 'AddToCard: nearly AddToCart'],
  ['name-nearly-standard', { name: 'Checkout' }, { name: 'view_content' }, 'view_content: nearly ViewContent'],
  [
    'pixel-name-differs',
    { event: 'Product Added', name: 'AddToCart' },
    { event: 'Order Completed', name: 'PlaceAnOrder' },
    'Order Completed: PlaceAnOrder here, CompletePayment by the Pixel'
  ],
  ['event-old', { timestamp: '2026-10-25T10:00:00Z' }, { timestamp: '2026-10-25T09:59:59Z' }, 'Subscribe'],
  ['time-is-now', { timestamp: '2026-11-22T10:00:00Z' }, { timestamp: null }, 'Subscribe'],
  ['time-is-now', {}, { timestamp: 'n/a' }, 'Subscribe'],
  ['event-in-future', { timestamp: '2026-11-22T10:05:00Z' }, { timestamp: '2026-11-22T10:05:01Z' }, 'Subscribe'],
  [
    'no-match-key',
    { email: null, phone: null, user: null },
    { email: null, phone: null, user: null, agent: null },
    'Subscribe'
  ],
  ['identifier-left-out', { phone: '(202) 555-0143' }, { phone: '12' }, 'Phone Number'],
  ['identifier-left-out', { email: null }, { email: 'n/a' }, 'Email'],
  ['identifier-left-out', { country: 'de' }, { country: 'Atlantis' }, 'Country'],
  ['ip-private', { ip: '2001:db8::1' }, { ip: '10.0.0.1' }, 'Private or reserved'],
  ['ip-private', { ip: null }, { ip: 'localhost' }, 'Not an IP address'],
  [
    'url-personal',
    { url: 'https://example.com/@shop' },
    { url: 'https://example.com/?q=a%40example.com' },
    'Page URL: an email address'
  ],
  [
    'url-personal',
    { url: 'https://example.com/?phone=' },
    { url: 'https://example.com/?Phone=1' },
    'Page URL: the parameter "phone"'
  ],
  ['url-personal', {}, { referrer: 'https://example.com/#a@example.com' }, 'Page Referrer: an email address'],
  ['url-missing', {}, { url: null }, 'Subscribe'],
  [
    'text-personal',
    { query: 'red @ home 4006381333931' },
    { query: 'a@example.com' },
    'Search Query: an email address'
  ],
  ['text-personal', { query: '1+2026 555' }, { query: 'call +1 202-555-0123' }, 'Search Query: a phone number'],
  ['text-personal', { order: 'A-1' }, { order: 'a@example.com-1' }, 'Order ID: an email address'],
  [
    'text-personal',
    { contents: [{ content_id: '1', content_name: 'Shirt' }] },
    { contents: [{ content_id: '1' }, { content_id: '2', content_name: 'Gift for a@example.com' }] },
    'Content Name: an email address'
  ],
  ['agent-no-person', { agent: null }, { agent: 'python-requests/2.31' }, 'Subscribe'],
  [
    'agent-no-person',
    {},
    { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    'Subscribe'
  ],
  ['content-id-form', { ids: ['7234590408817'] }, { ids: ['gid://shopify/Product/7234590408817'] }, 'A gid of Shopify'],
  [
    'content-id-form',
    { ids: ['SKU-1.0'] },
    { ids: ['1'], contents: [{ content_id: '7234590408817.0' }] },
    'A number with .0 of a spreadsheet'
  ],
  ['content-id-form', {}, { ids: ['https://shop.example.com/p/1'] }, 'A URL'],
  [
    'status-no-sale',
    { name: 'Purchase', properties: { status: 'paid' } },
    { name: 'Purchase', properties: { status: 'Cancelled' } },
    'status: cancelled'
  ],
  [
    'status-no-sale',
    { name: 'Lead', properties: { status: 'pending' } },
    { name: 'PlaceAnOrder', properties: { order: { financial_status: 'partially_refunded' } } },
    'financial_status: partiallyrefunded'
  ],
  [
    'status-no-sale',
    { name: 'Purchase', properties: { test: false } },
    { name: 'Purchase', properties: { test: true, order_status: 'completed' } },
    'test: true'
  ],
  [
    'status-no-sale',
    { name: 'Purchase', properties: null },
    { name: 'Purchase', properties: { status: 'wc-on-hold' } },
    'status: onhold'
  ],
  ['value-left-out', { currency: 'eur' }, { currency: 'points' }, 'Value is in a currency that cannot be read'],
  ['value-left-out', { value: '1,234' }, { value: '1.234' }, 'Value can be read in more than one way'],
  ['rejected', {}, { value: -1 }, expect.stringMatching(/^Value is negative/)]
]

it.each(CASES)('%s: fires for %j and %j at the second', async (rule, good, bad, subject) => {
  expect(await findingOf(rule, [eventOf(good, 1)])).toBeUndefined()
  expect(await findingOf(rule, [eventOf(good, 1), eventOf(bad, 2)])).toMatchObject({
    count: 1,
    examples: [folder.file('events.ndjson:2')],
    details: [{ subject, count: 1 }]
  })
})

/** Rules over many events: those for which it does not fire, and those for which it does. */
const MANY: [rule: string, good: object[], bad: object[], finding: object][] = [
  [
    'event-id-repeated',
    eventsOf(3),
    [...eventsOf(3), eventOf({}, 0), eventOf({}, 0)],
    { count: 2, share: 0.4, isEstimate: false, examples: [expect.stringMatching(/:4$/), expect.stringMatching(/:5$/)] }
  ],
  ['event-id-repeated', [eventOf(), eventOf({ name: 'Search' })], [eventOf(), eventOf()], { count: 1 }],
  [
    'order-id-repeated',
    [
      ...eventsOf(2, (index) => ({ name: 'Purchase', order: `A-${index}` })),
      eventOf({ name: 'Purchase', order: 'A-0' }, 0),
      ...eventsOf(2, () => ({ name: 'AddToCart', order: 'A-0' }))
    ],
    eventsOf(5, (index) => ({ name: 'Purchase', order: `A-${index % 3}` })),
    { count: 2, share: 0.4, isEstimate: false, examples: [expect.stringMatching(/:4$/), expect.stringMatching(/:5$/)] }
  ],
  [
    'funnel',
    [eventOf({ name: 'ViewContent' }), eventOf({ name: 'AddToCart' })],
    [eventOf({ name: 'ViewContent' }), eventOf({ name: 'AddToCart' }), eventOf({ name: 'AddToCart' }, 1)],
    { details: [{ subject: 'Fewer View Content (1) than Add to Cart events (2)', count: 1 }] }
  ],
  [
    'funnel',
    [eventOf({ name: 'ViewContent' }), eventOf({ name: 'AddToCart' }), eventOf({ name: 'Purchase' })],
    [eventOf({ name: 'Purchase' }), eventOf({ name: 'CompletePayment' })],
    { details: [{ subject: 'Fewer Add to Cart (0) than Purchase events (2)', count: 2 }] }
  ],
  [
    'identifier-shared',
    eventsOf(30, (index) => ({ email: index < 9 ? 'office@example.com' : `p${index}@example.com` })),
    eventsOf(30, (index) => ({ email: index < 10 ? 'office@example.com' : `p${index}@example.com` })),
    { count: 10, share: 1 / 3, details: [{ subject: 'Email: one value, 10 people' }] }
  ],
  [
    'identifier-shared',
    eventsOf(30),
    eventsOf(30, () => ({ user: 'reseller' })),
    { details: [{ subject: 'External ID: one value, 30 people' }] }
  ],
  [
    'identifier-shared',
    eventsOf(250, (index) => ({ ip: index < 10 ? '198.51.100.1' : `203.0.113.${index}` })),
    eventsOf(30, () => ({ ip: '198.51.100.1' })),
    { details: [{ subject: 'IP Address: one value, 30 people' }] }
  ],
  [
    'field-constant',
    eventsOf(20),
    eventsOf(20, () => ({ id: 'same', timestamp: '2026-11-22T09:00:00Z' })),
    { details: [{ subject: 'Mine: event_id, timestamp' }] }
  ],
  [
    'field-empty',
    eventsOf(2),
    eventsOf(2, () => ({ country: null })),
    { details: [{ subject: 'Mine: address.country' }] }
  ],
  [
    'opted-out',
    [eventOf({ integrations: { All: true } })],
    [eventOf(), eventOf({ integrations: { All: false } })],
    { count: 1, share: 0.5, details: [{ subject: 'its integrations exclude this destination' }] }
  ],
  [
    'unmatched',
    eventsOf(1),
    [...eventsOf(1), { type: 'identify' }],
    { count: 1, share: 0.5, details: [{ subject: 'identify' }] }
  ]
]

it.each(MANY)('%s: fires for the second list only', async (rule, good, bad, finding) => {
  // Times are the same in most of these events.
  const withTimes = (events: object[]) =>
    rule === 'field-constant' && events === good
      ? events.map((event, index) => ({ ...event, timestamp: `2026-11-22T09:00:${10 + index}Z` }))
      : events
  expect(await findingOf(rule, withTimes(good))).toBeUndefined()
  expect(await findingOf(rule, withTimes(bad))).toMatchObject(finding)
})

it('every rule has a case', () => {
  expect(new Set([...CASES, ...MANY].map(([rule]) => rule))).toEqual(new Set(RULES.map(({ id }) => id)))
})

it('an event with several subjects counts once', async () => {
  expect(await findingOf('identifier-left-out', [eventOf({ email: 'x', phone: 'x' })])).toMatchObject({
    count: 1,
    share: 1,
    details: [
      { subject: 'Email', count: 1 },
      { subject: 'Phone Number', count: 1 }
    ]
  })
})

it('puts errors before warnings, and counts all events', async () => {
  const report = await diagnose([eventOf({ id: null }), eventOf({ name: 'ClickButton' }), { type: 'page' }, []])
  expect(report).toMatchObject({ version: 1, events: 3, unmatched: 1, unreadable: 1, rejected: 0 })
  expect(report.coverage.Subscribe).toMatchObject({ events: 1, email: 1, event_id: 0 })
  const severities = report.findings.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity))
  expect(severities).toEqual([...severities].sort())
})

import type { JSONValue, ModifiedResponse, RequestClient } from '@segment/actions-core'
import { Diagnosis } from '../runner/diagnose/diagnosis'
import { observeLines } from '../runner/diagnose/observe'
import { explain, maskEvent, maskExplanation } from '../runner/explain'
import { acceptEvents } from '../runner/live/accept'
import { eventOfQuery } from '../runner/live/http/pixel'
import { Person } from '../runner/live/person'
import { checkMappings } from '../runner/mappings/check'
import { presetMappings } from '../runner/mappings/presets'
import { readPasted } from '../runner/pasted'
import { asLines } from '../runner/sources/as-lines'
import { Chunker } from '../runner/sources/chunker'
import { readJson } from '../runner/sources/json-reader'
import { readLines } from '../runner/sources/lines'
import { createRoutes } from '../runner/transform/match'
import { findOptOut } from '../runner/transform/opt-out'
import { buildEvent } from '../src/reportWebEvent/event'
import { withOriginalNumbers } from '../src/reportWebEvent/event/exact'
import { fields } from '../src/reportWebEvent/fields'
import type { Payload } from '../src/reportWebEvent/generated-types'
import { redactIdentifiers, redactMessage } from '../src/reportWebEvent/redact'
import { sendBatch } from '../src/reportWebEvent/send'

const NOW = Date.parse('2026-11-22T10:00:00Z')

/** Characters of a text, and items of a list. Each is twice the one before. */
const LENGTHS: Sizes = [10_000, 20_000, 40_000]
const COUNTS: Sizes = [1000, 2000, 4000]

/** The most that the cost may grow when the input doubles. */
const MOST_GROWTH = 2.5

/** CPU time in milliseconds that no input of the largest size is refused for. */
const FLOOR = 10

type Sizes = readonly [small: number, middle: number, large: number]
type Run = (size: number) => unknown

async function costOf(run: Run, size: number): Promise<number> {
  const start = process.cpuUsage()
  await run(size)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/**
 * Whether the cost of twice a size is in proportion, by the least CPU time of up to three runs of each: others that are
 * busy only add to it, so that the first good one decides.
 */
async function isInProportion(run: Run, size: number): Promise<boolean> {
  let half = Number.POSITIVE_INFINITY
  let whole = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    whole = Math.min(whole, await costOf(run, 2 * size))
    if (whole < FLOOR) return true
    half = Math.min(half, await costOf(run, size))
    if (whole <= MOST_GROWTH * half) return true
  }
  return false
}

/** Looks at a growth that is too fast again: the collector of garbage and other programs pass, growth does not. */
const LOOKS = 4

/** The names of those whose cost grows too fast at each look, also at twice the sizes: a step is no growth. */
async function tooFast(runs: readonly [name: string, run: Run][], [small, middle, large]: Sizes): Promise<string[]> {
  const found = []
  for (const [name, run] of runs) {
    await run(small)
    let isFine = false
    for (let look = 0; look < LOOKS && !isFine; look++) {
      isFine = (await isInProportion(run, middle)) || (await isInProportion(run, large))
    }
    if (!isFine) found.push(name)
  }
  return found
}

/** What texts repeat. They begin and end otherwise, which lets readers look again and again. */
const PARTS = [
  ...[' ', '\n', '.', ',', '-', '_', '/', '\\', '"', "'", '(', ')', '[', '{', '{{', '}}', '%', '%40', '@', 'a@b.', '='],
  ...['0', '1', '1,', '1.', '.0', '+1 ', '1e1', 'a', 'A1', 'é', '用户', 'ﬁ', '😀', '\ud83d', '\u0000', '&a=', '<a>'],
  ...['a.', 'a ', ' ,', '(a', '\\"', '€1', 'USD ', 'null ', 'guest ', 'http://', '?ttclid=', '$.a[0]', 'and ', 'a = "']
]

/** Those for ways that take longer. */
const FEW_PARTS = [
  ' ',
  '.',
  ',',
  '"',
  '\\"',
  '(',
  '{{',
  '%',
  '@',
  'a@b.',
  '0',
  '1,',
  '用户',
  '\ud83d',
  'null ',
  '?ttclid='
]

const textOf = (part: string, length: number) => `+1a${part.repeat(Math.ceil(length / part.length))}!a`

const listOf = <T>(count: number, create: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => create(index))

const longId = (index: number) => `1${String(index).padStart(18, '0')}`

/** The fields and parts of fields, each as a payload with a value there and nowhere else. */
const FIELDS = Object.entries(fields).flatMap(([key, { type, multiple, properties }]) => {
  const parts = properties === undefined ? [[key, type, multiple, (value: unknown) => value] as const] : []
  const ofParts = Object.entries(properties ?? {}).map(
    ([part, { type, multiple }]) => [`${key}.${part}`, type, multiple, (value: unknown) => ({ [part]: value })] as const
  )
  return [...parts, ...ofParts].map(([name, type, isList, create]) => ({
    name,
    isText: type === 'string',
    isList: isList === true || (multiple === true && properties !== undefined),
    payloadOf: (value: unknown): Payload => {
      const own = create(isList === true && !Array.isArray(value) ? [value] : value)
      const kind = { event_spec_type: key.replace('_fields', '') }
      const held = multiple === true && properties !== undefined ? [own] : own
      return { ...(key.endsWith('_fields') ? kind : {}), event: 'Purchase', [key]: held } as Payload
    }
  }))
})

/** Fields that cost the whole event if their text is unknown. */
const REFUSING = ['timestamp', 'event_source']

const TEXT_FIELDS = FIELDS.filter(({ name, isText }) => isText && name !== 'event')

/** What only other sources hold: anything that an event has. */
function otherSources(value: unknown): Payload {
  const holder = { email: value, phone: value, name: value, firstName: value, city: value, total: value, ttclid: value }
  const other_sources = {
    properties: { ...holder, currency: value, products: value, order_id: value, url: value },
    traits: [{ ...holder, address: holder }],
    page: { url: value, search: value },
    click_ids: holder,
    anonymous_id: value,
    external_ids: [value]
  }
  return { event: 'Purchase', other_sources } as Payload
}

/** An event with a text wherever shops have some. */
function eventOf(text: string) {
  const product = { product_id: text, sku: text, name: text, brand: text, category: text, price: text, quantity: text }
  const address = { city: text, state: text, country: text, postalCode: text, street: text }
  const traits = { email: text, phone: text, firstName: text, lastName: text, name: text, address, currency: text }
  const page = { url: `https://shop.example.com/?${text}`, referrer: text, title: text, search: text }
  return {
    type: 'track' as const,
    event: 'Order Completed',
    messageId: text,
    userId: text,
    anonymousId: text,
    timestamp: '2026-11-22T09:00:00Z',
    integrations: { [text]: false },
    context: {
      ip: text,
      userAgent: text,
      locale: text,
      page,
      traits,
      consent: { categoryPreferences: { [text]: true } }
    },
    properties: { ...traits, order_id: text, revenue: text, query: text, products: [product], [text]: text }
  }
}

const presets = presetMappings()
const routes = createRoutes(presets)
const settings = { accessToken: 'token', pixelCode: 'PIXELCODE' }
const arrival = { source: 'shop', arrival: { receivedAt: new Date(NOW) } }
const ignore = () => undefined

function diagnose(events: readonly object[]): void {
  const diagnosis = new Diagnosis(presets, NOW)
  const lines = events.map((event, index) => ({ line: index + 1, event: event as never, bytes: 1000 }))
  const position = (line: number) => ({ file: 'a.ndjson', line }) as never
  observeLines(
    lines,
    { routes, settings, now: NOW },
    {
      unreadable: ignore,
      optedOut: ignore,
      unmatched: ignore,
      mapped: ({ line, event }, mapped) => void diagnosis.add({ ...mapped, event, position: position(line) })
    }
  )
}

/** Reads an input as it arrives, in pieces. An input that is refused has been read up to there. */
async function readInput(input: string): Promise<void> {
  const bytes = Buffer.from(input)
  async function* source() {
    for (let begin = 0; begin < bytes.length; begin += 4096) yield bytes.subarray(begin, begin + 4096)
  }
  const start = { file: 0, offset: 0, line: 1, selected: 0 } as never
  const chunker = new Chunker('a.ndjson', start, { outside: 0 }, Buffer.alloc)
  const read = (chunks: Iterable<Parameters<typeof readLines>[0]>) => {
    for (const chunk of chunks) for (const _ of readLines(chunk));
  }
  try {
    for await (const piece of asLines(source())) read(chunker.cut(piece))
    read(chunker.finish())
  } catch (error) {
    if (error instanceof TypeError) throw error
  }
}

function jsonOf(text: string): unknown {
  try {
    return readJson(text)
  } catch {
    return undefined
  }
}

function answering(body: object): RequestClient {
  const client = async () => ({ status: 200, content: JSON.stringify(body) }) as ModifiedResponse
  return client as unknown as RequestClient
}

const mappingOf = (text: string) => ({
  name: text,
  subscribe: `event = "${text}" or ${text}`,
  partnerAction: 'reportWebEvent',
  mapping: { event: text, email: { '@path': text }, url: { '@template': text }, value: { '@liquid': text } }
})

const answer = (code: number, message: string) => answering({ code, message, request_id: message })

/** Ways of a text through the functions that read it. */
const WAYS: [name: string, run: (text: string) => unknown, parts?: readonly string[]][] = [
  ['a line', (text) => readInput(`${text}\n{"type":"track","event":${JSON.stringify(text)}}`)],
  ['a table', (text) => readInput(`type,event,${text}\ntrack,${text}`)],
  ['a list', (text) => readInput(`[{"a":1},${text}`), FEW_PARTS],
  ['an object without end', (text) => readInput(`{"a":"${text}`)],
  ['JSON', (text) => [jsonOf(text), jsonOf(`["${text}"]`), jsonOf(JSON.stringify({ [text]: text }))]],
  [
    'a pasted text',
    (text) => [text, `{a: ${text}`, `curl ${text}`, `{"a":1}\n${text}`, `a.track(${text}`].map(readPasted),
    [
      ...FEW_PARTS,
      '“',
      '“"',
      "‘\\'",
      '"\\\n',
      '{"a":1,}\n',
      '{,}\n',
      "analytics.track('X');",
      'Analytics.track(:a => 1);',
      "curl -d '{a:1}';"
    ]
  ],
  ['a mapping file', (text) => checkMappings([mappingOf(text)])],
  ['the triggers', (text) => routes.map(({ matches }) => matches({ type: 'track', event: text } as never))],
  ['an opt-out', (text) => findOptOut(eventOf(text) as never, { consentCategories: [text] })],
  [
    'an explanation',
    async (text) => maskExplanation(await explain(eventOf(text), presets, { now: NOW })),
    [' ', '(', '1,']
  ],
  ['a diagnosis', (text) => diagnose([eventOf(text)]), FEW_PARTS],
  ['a masked event', (text) => maskEvent(eventOf(text) as JSONValue)],
  ['a redacted name', redactIdentifiers],
  ['a redacted message', (text) => redactMessage(text, { token: text, pixelCode: text, events: [] })],
  ['an intake', (text) => acceptEvents([eventOf(text)], arrival)],
  ['a search of a person', (text) => new Person({ phone: text }).isIn(JSON.stringify(eventOf(text)))],
  ['an acceptance', (text) => sendBatch(answer(0, text), settings, [TEXT_FIELDS[0].payloadOf(text)], {})],
  ['a rejection', (text) => sendBatch(answer(40002, text), settings, [TEXT_FIELDS[0].payloadOf(text)], {})]
]

/** Items of lists, each like none before it or like all. */
const ITEMS: [name: string, create: (index: number) => unknown][] = [
  ['long IDs', longId],
  ['addresses', (index) => `Jane ${index} <jane.${index}@shop.example>`],
  ['phone numbers', (index) => `+1202${String(2_000_000 + 37 * index)}`],
  ['objects with IDs', (index) => ({ id: longId(index), product_id: longId(index), price: '1.234', currency: 'EUR' })],
  ['empty objects', () => ({})],
  ['lists', (index) => [longId(index)]],
  ['nothing', () => null]
]

const batchOf = (count: number) =>
  listOf(count, (index) => ({ ...eventOf('a'), messageId: longId(index), userId: longId(index) }))

const smallBatchOf = (count: number) =>
  listOf(count, (index) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: longId(index),
    userId: longId(index),
    properties: { order_id: longId(index), revenue: index, currency: 'EUR' }
  }))

/** Lists of which each item may be compared with the others. */
const LISTS: [name: string, run: Run][] = [
  ['orders', (count) => diagnose(smallBatchOf(count))],
  ...[0, 40002, 40100, 50000].map((code): [string, Run] => [
    `events of a batch that is answered by ${code}`,
    (count) => {
      const rawData = batchOf(count)
      const payloads = rawData.map(({ userId }) => ({ event: 'Purchase', external_id: [userId], order_id: userId }))
      return sendBatch(answer(code, `Wrong data.${count - 1}.user.email: 1`), settings, payloads, { rawData })
    }
  ]),
  [
    'products of an event',
    (count) => {
      const products = listOf(count, (index) => ({ content_id: longId(index), price: '1.234' }))
      const payload = { event: 'Purchase', contents: products, content_ids: products.map((each) => each.content_id) }
      return buildEvent(withOriginalNumbers(payload as Payload, [{ products }]), NOW)
    }
  ],
  [
    'keys of properties',
    (count) =>
      diagnose([{ ...eventOf('a'), properties: Object.fromEntries(listOf(count, (i) => [`k${i}`, longId(i)])) }])
  ],
  [
    'keys of integrations',
    (count) => {
      const integrations = Object.fromEntries(listOf(count, (i) => [`k${i}`, false]))
      return findOptOut({ ...eventOf('a'), integrations } as never, { consentCategories: listOf(count, String) })
    }
  ],
  [
    'parameters of an address',
    (count) =>
      buildEvent({ event: 'Purchase', url: `https://a.io/?${listOf(count, (i) => `a${i}=${i}`).join('&')}` }, NOW)
  ],
  ['events of a request', (count) => acceptEvents(batchOf(count), arrival)],
  [
    'parameters of a pixel',
    (count) => eventOfQuery(Object.fromEntries(listOf(count, (i) => [`properties.a${i}.b`, '1'])))
  ],
  ['events of a wrapper', (count) => readInput(JSON.stringify({ context: { ip: 'a' }, batch: smallBatchOf(count) }))],
  ['events of a list', (count) => readInput(JSON.stringify(smallBatchOf(count), null, 2))],
  [
    'lines',
    (count) =>
      readInput(
        batchOf(count)
          .map((event) => JSON.stringify(event))
          .join('\n')
      )
  ],
  ['rows', (count) => readInput(`type,messageId\n${listOf(count, (i) => `page,"${longId(i)}"`).join('\n')}`)],
  ['columns', (count) => readInput(`type,${listOf(count, (i) => `c${i}`).join(',')}\npage,${'1,'.repeat(count)}`)],
  ['lists in lists', (count) => readInput(`{"type":"track","properties":${'['.repeat(count)}${']'.repeat(count)}}`)],
  ['mappings', (count) => checkMappings(listOf(count, () => mappingOf('a')))],
  [
    'fields of a mapping',
    (count) => {
      const mapping = Object.fromEntries(listOf(count, (i) => [`field${i}`, { '@path': `$.a${i}` }]))
      return checkMappings([{ ...mappingOf('a'), mapping }])
    }
  ],
  [
    'conditions',
    (count) => checkMappings([{ ...mappingOf('a'), subscribe: listOf(count, (i) => `event = "a${i}"`).join(' or ') }])
  ]
]

it('has the fields of text and of lists, also those within others', () => {
  expect(TEXT_FIELDS.length).toBeGreaterThan(60)
  expect(TEXT_FIELDS.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['email', 'contents.price', 'address.city'])
  )
})

describe('the time that is taken grows no faster than', () => {
  it.each(TEXT_FIELDS.filter(({ name }) => !REFUSING.includes(name)))(
    'a text of the field $name',
    async ({ payloadOf }) => {
      const runs = PARTS.map((part): [string, Run] => [
        JSON.stringify(part),
        (length) => buildEvent(payloadOf(textOf(part, length)), NOW)
      ])
      expect(await tooFast(runs, LENGTHS)).toEqual([])
    }
  )

  it('a text of other sources', async () => {
    const runs = PARTS.map((part): [string, Run] => [
      JSON.stringify(part),
      (length) => buildEvent(otherSources(textOf(part, length)), NOW)
    ])
    expect(await tooFast(runs, LENGTHS)).toEqual([])
  })

  it.each(WAYS)('a text that is %s', async (_name, run, parts = PARTS) => {
    const runs = parts.map((part): [string, Run] => [JSON.stringify(part), (length) => run(textOf(part, length))])
    expect(await tooFast(runs, LENGTHS)).toEqual([])
  })

  it.each(FIELDS.filter(({ isList }) => isList))('the list of the field $name', async ({ payloadOf }) => {
    const runs = ITEMS.map(([name, create]): [string, Run] => [
      name,
      (count) => buildEvent(payloadOf(listOf(count, create)), NOW)
    ])
    expect(await tooFast(runs, COUNTS)).toEqual([])
  })

  it.each(ITEMS)('lists of %s in other sources', async (name, create) => {
    const run = (count: number) => buildEvent(otherSources(listOf(count, create)), NOW)
    expect(await tooFast([[name, run]], COUNTS)).toEqual([])
  })

  it.each(ITEMS)('%s as the products of an event', async (name, create) => {
    const run = (count: number) => diagnose([{ ...eventOf('a'), properties: { products: listOf(count, create) } }])
    expect(await tooFast([[name, run]], COUNTS)).toEqual([])
  })

  it.each(LISTS)('a list of %s', async (name, run) => {
    expect(await tooFast([[name, run]], COUNTS)).toEqual([])
  })
})

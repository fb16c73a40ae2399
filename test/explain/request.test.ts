import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JSONObject, JSONValue, SegmentEvent } from '@segment/actions-core'
import { transform } from '@segment/actions-core'
import fc from 'fast-check'
import type { Mapping, Outcome } from '../../runner/explain'
import { explain, maskEvent, maskExplanation, presetMappings } from '../../runner/explain'
import { formatExplanation } from '../../runner/explain/render'
import { readMappings } from '../../runner/mappings/file'
import { Screen } from '../../runner/terminal/screen'
import { FitNotes } from '../../runner/transform/fit'
import { createRoutes } from '../../runner/transform/match'
import { observeDestination } from '../__helpers__/observed-destination'
import { runsOf, sampleOf } from '../__helpers__/runs'

fc.configureGlobal({ seed: 20261122 })

const EXAMPLES = join(__dirname, '..', '..', 'examples')
const NOW = Date.parse('2026-11-22T10:00:00Z')

const PAIRS = readdirSync(join(EXAMPLES, 'pairs')).map((file) => {
  const { event, mappings } = JSON.parse(readFileSync(join(EXAMPLES, 'pairs', file), 'utf8'))
  return { event, mappings: mappings as Mapping[] | undefined }
})

const MAPPINGS: Mapping[] = [
  ...presetMappings(),
  ...readMappings(join(EXAMPLES, 'mappings.json')),
  ...PAIRS.flatMap(({ mappings }) => mappings ?? [])
].map((mapping) => ({ ...mapping, subscribe: 'type != "none"' }))

const EVENTS: object[] = [
  ...readFileSync(join(EXAMPLES, 'events.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
  ...PAIRS.map(({ event }) => event)
]

beforeEach(() =>
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] })
)
afterEach(() => jest.useRealTimers())

const { destination, settings, bodies } = observeDestination('PIXEL')

/** The request that the destination makes of one event in a CDP. */
async function dryRun(event: object, mapping: Mapping): Promise<unknown> {
  bodies.length = 0
  const [route] = createRoutes([mapping])
  try {
    const mapped = transform(mapping.mapping, event as JSONObject)
    const payload = route.map(event, new FitNotes())
    // Validation turns numbers into texts. The destination looks into the event for those that JavaScript has rounded.
    const events = [{ payload, mapped }] as unknown as SegmentEvent[]
    const fields = Object.keys(mapping.mapping).map((key) => [key, { '@path': `$.payload.${key}` }])
    await destination.executeBatch(route.partnerAction, { events, mapping: Object.fromEntries(fields), settings })
  } catch {
    return undefined
  }
  return bodies[0] && JSON.parse(bodies[0])
}

async function outcomeOf(event: object, mapping: Mapping): Promise<Outcome> {
  const { mappings } = await explain(event, [mapping], { pixelCode: 'PIXEL' })
  return mappings[0].outcome as Outcome
}

const json = fc.jsonValue({ maxDepth: 2 })

/** Events of the examples, in which some values are replaced by any others. */
const anyEvent = fc
  .tuple(
    fc.constantFrom(...EVENTS),
    fc.dictionary(fc.constantFrom('properties', 'context', 'userId', 'messageId', 'timestamp', 'integrations'), json),
    fc.dictionary(
      fc.constantFrom('email', 'phone', 'currency', 'value', 'products', 'price', 'product_id', 'address', 'query'),
      fc.oneof(json, fc.emailAddress(), fc.constantFrom('n/a', 'EUR', '+12025550143', -1, 2.5))
    )
  )
  .map(([event, replaced, properties]) => {
    const { properties: own } = event as { properties?: object }
    return { ...event, properties: { ...own, ...properties }, ...replaced, type: 'track' }
  })

it('the explained request is the one of the dry run, for the examples with every mapping', async () => {
  const pairs = sampleOf(
    EVENTS.flatMap((event) => MAPPINGS.map((mapping) => ({ event: { ...event, type: 'track' }, mapping }))),
    7
  )
  let count = 0
  for (const { event, mapping } of pairs) {
    const { request } = await outcomeOf(event, mapping)
    expect(request).toEqual(await dryRun(event, mapping))
    if (request !== undefined) count++
  }
  // The others are events without a lead, for the mapping of a CRM.
  expect(count).toBeGreaterThan(0.9 * pairs.length)
})

it('the explained request is the one of the dry run, for any event', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvent, fc.constantFrom(...MAPPINGS), async (event, mapping) => {
      const { request, problem, fields } = await outcomeOf(event, mapping)
      expect(request).toEqual(await dryRun(event, mapping))
      expect(problem === undefined).toBe(request !== undefined)
      const sent = fields.flatMap((field) => field.sent.map(({ path }) => path))
      expect(keysOf(request).filter((key) => !sent.includes(key) && !DEFAULTS.includes(key))).toEqual([])
      expect(sent.filter((key) => !keysOf(request).includes(key))).toEqual([])
    }),
    { numRuns: runsOf(40) }
  )
})

/** Keys that a request has without any field for them. */
const DEFAULTS = ['event_source', 'event_source_id', 'partner_name', 'data.0.event_time']

function keysOf(request: Outcome['request']): string[] {
  if (request === undefined) return []
  const { data, ...envelope } = request
  const parts = Object.entries(data[0]).flatMap(([key, value]) =>
    typeof value === 'object' ? Object.keys(value).map((name) => `data.0.${key}.${name}`) : [`data.0.${key}`]
  )
  return [...Object.keys(envelope), ...parts]
}

it('changes neither the event nor the mapping', async () => {
  const [{ event }] = PAIRS
  const frozen = Object.freeze(structuredClone(event))
  const mappings = presetMappings()
  await explain(frozen, mappings)
  expect(frozen).toEqual(event)
  expect(mappings).toEqual(presetMappings())
})

it('rejects an event that is not JSON data', async () => {
  const event: Record<string, unknown> = {}
  event.self = event
  await expect(explain(event)).rejects.toThrow('The event cannot be explained')
})

it('the curl command sends exactly the request', async () => {
  const description = 'it\'s $HOME `id` \\ "quoted" – ✓'
  const mapping = { ...MAPPINGS[0], mapping: { event: 'Purchase', description } }
  const { curl = '', request } = await outcomeOf({ type: 'track' }, mapping)
  // The shell reads the command with a curl that prints what it is given.
  const script = `curl() { printf '%s\\n' "$@"; cat; }\n${curl}\n`
  const printed = execFileSync('/bin/sh', ['-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TIKTOK_ACCESS_TOKEN: 'secret' }
  })
  const [url, , token, , type, , , ...body] = printed.split('\n')
  expect([url, token, type]).toEqual([
    'https://business-api.tiktok.com/open_api/v1.3/event/track/',
    'Access-Token: secret',
    'Content-Type: application/json'
  ])
  expect(JSON.parse(body.join('\n'))).toEqual(request)
})

/** Texts that can only come from the event. */
const secret = fc.stringMatching(/^zq[a-z0-9]{12}$/)

/** Keys of products, which are shown. */
const PRODUCT_KEYS = ['product_id', 'sku', 'name', 'category', 'brand', 'variant', 'content_ids']

it('a masked explanation holds no value that can identify a person, and fits 80 columns', async () => {
  await fc.assert(
    fc.asyncProperty(secret, fc.constantFrom(...EVENTS), fc.constantFrom(...MAPPINGS), async (word, event, mapping) => {
      const marked = replaceTexts(event, word) as object
      const { mappings } = await explain({ ...marked, type: 'track', event: 'Order Completed' }, [mapping])
      const masked = maskExplanation({ name: 'Order Completed', mappings })
      const text = formatExplanation(masked, new Screen())
      expect(JSON.stringify(mappings)).toContain(word)
      for (const output of [JSON.stringify(masked), text]) {
        expect(output).not.toContain(word)
        expect(output).not.toMatch(/[a-f0-9]{64}/)
      }
      expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    }),
    { numRuns: runsOf(15) }
  )
})

it('a masked explanation shows amounts, currencies, times and products everywhere, and hides the rest everywhere', async () => {
  const event = {
    type: 'track',
    event: 'Order Completed',
    timestamp: '2026-11-22T09:00:00Z',
    userId: 'zq-user',
    context: { traits: { email: 'zq@example.com' } },
    properties: {
      order_id: 'zq-order',
      total: 42.5,
      currency: 'CHF',
      products: [{ product_id: 'SHOE-1', price: 42.5 }]
    }
  }
  const [preset] = presetMappings().filter(({ name }) => name === 'Place an Order')
  const masked = maskExplanation(await explain(event, [preset]))
  expect(JSON.stringify([masked, maskEvent(event)])).not.toContain('zq')
  expect(maskEvent(event)).toMatchObject({ timestamp: event.timestamp, properties: { total: 42.5, currency: 'CHF' } })
  const { fields = [], request, curl } = masked.mappings[0].outcome ?? {}
  const field = (key: string) => fields.find((found) => found.key === key)
  expect(field('value')).toMatchObject({ raw: 42.5, sent: [{ value: 42.5 }] })
  expect(field('contents')).toMatchObject({ raw: [{ content_id: 'SHOE-1' }] })
  expect(field('email')).toMatchObject({ raw: '•••', normalized: ['•••'], sent: [{ value: '•••' }] })
  expect(request?.data[0].properties).toMatchObject({ value: 42.5, contents: [{ content_id: 'SHOE-1', price: 42.5 }] })
  expect(curl).toContain('"<hashed email>"')
  expect(curl).toContain('"event_source_id": "$TIKTOK_PIXEL_CODE"')
})

it.each<[field: string, constant: JSONValue, value: string]>([
  ['address', ' ', 'zqcity'],
  ['ttclid', '(not set)', 'zqclick123456'],
  ['currency', ' ', 'CHF'],
  ['value', ' ', '4242.42'],
  ['order_id', 'null', 'zqorder'],
  ['contents', ' ', 'zqproduct']
])('a masked explanation holds no value of the event in place of an unusable %s', async (field, constant, value) => {
  const event = {
    type: 'track',
    event: 'Order Completed',
    context: { page: { url: 'https://example.com/?ttclid=zqclick123456' }, traits: { address: { city: 'zqcity' } } },
    properties: { order_id: 'zqorder', total: 4242.42, currency: 'CHF', products: [{ product_id: 'zqproduct' }] }
  }
  const [preset] = presetMappings().filter(({ name }) => name === 'Place an Order')
  const mapping = { ...preset, mapping: { ...preset.mapping, [field]: constant } }
  const explanation = await explain(event, [mapping], { pixelCode: 'PIXEL' })
  expect(JSON.stringify(explanation.mappings[0].outcome?.request)).toContain(value)
  const masked = maskExplanation(explanation, { isStrict: true })
  expect(JSON.stringify(masked)).not.toContain(value)
  expect(masked.mappings[0].outcome?.request?.data).toMatchObject([{ event: 'PlaceAnOrder' }])
})

/** The same data with another text in place of each, but for keys that are validated. */
function replaceTexts(value: unknown, word: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((child) => replaceTexts(child, word))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, replaceTexts(child, word, name)]))
  }
  const kept = ['currency', 'timestamp', 'travel_class', 'ip', ...PRODUCT_KEYS]
  if (typeof value !== 'string' || kept.includes(key)) return value
  return key === 'email' ? `${word}@example.com` : key === 'url' ? `https://example.com/${word}` : word
}

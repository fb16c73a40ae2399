import type { StatsContext } from '@segment/actions-core'
import { createTestIntegration } from '@segment/actions-core'
import destination from '..'
import type { Responder } from './__helpers__/tiktok'
import { accept, answerWith, prepareTests, reject, SETTINGS, standInForTikTok } from './__helpers__/tiktok'

prepareTests()

const MAPPING = {
  event: 'Purchase',
  event_id: { '@path': '$.messageId' },
  test_event_code: { '@path': '$.properties.code' },
  email: { '@path': '$.properties.email' },
  currency: { '@path': '$.properties.currency' },
  value: { '@path': '$.properties.value' }
}

const ODD = { email: 'jane at example.com', currency: 'gold coins', value: 5 }

const TAGS = ['source:shop']

type Counted = [name: string, count: number, ...tags: string[]]

/** Stands for the client that the platform hands over. Its other methods are never called. */
function statsOf(counted: Counted[], tags?: string[]): StatsContext {
  const incr = (name: string, count: number, all: string[] = []) => counted.push([name, count, ...all])
  return { statsClient: { incr }, tags } as never
}

const ours = (counted: Counted[]) => counted.filter(([name]) => name.startsWith('tiktok_conversions.'))

async function countEvent(properties: object, responder: Responder = accept, tags?: string[]): Promise<Counted[]> {
  const counted: Counted[] = []
  standInForTikTok(responder)
  const event = { type: 'track', messageId: 'm0', properties } as never
  const run = { event, mapping: MAPPING, settings: SETTINGS, statsContext: statsOf(counted, tags) }
  await createTestIntegration(destination)
    .testAction('reportWebEvent', run)
    .catch(() => undefined)
  return ours(counted)
}

async function countBatch(properties: object[], responder: Responder = accept): Promise<Counted[]> {
  const counted: Counted[] = []
  standInForTikTok(responder)
  const events = properties.map((each, index) => ({ type: 'track', messageId: `m${index}`, properties: each })) as never
  const run = { events, mapping: MAPPING, settings: SETTINGS, statsContext: statsOf(counted, TAGS) }
  await createTestIntegration(destination).testBatchAction('reportWebEvent', run)
  return ours(counted)
}

const dropped = (field: string, reason: string, count: number): Counted => [
  'tiktok_conversions.dropped',
  count,
  'source:shop',
  `field:${field}`,
  `reason:${reason}`
]

const ISOLATED: Counted = ['tiktok_conversions.isolated', 1, 'source:shop']

const rejectIds = (...ids: string[]) =>
  reject(
    ({ event_id }) => ids.includes(String(event_id)),
    () => 'Invalid value.'
  )

it('counts the values of an event that were left out, by field and reason', async () => {
  expect(await countEvent(ODD, accept, TAGS)).toEqual([
    dropped('email', 'not_an_email', 1),
    dropped('currency', 'not_a_currency', 1),
    dropped('value', 'unknown_currency', 1)
  ])
})

it('counts them of an event that TikTok rejects as well', async () => {
  expect(await countEvent({ email: 'x' }, answerWith(40002), TAGS)).toEqual([dropped('email', 'not_an_email', 1)])
})

it('counts without tags of the platform as well', async () => {
  expect(await countEvent({ email: 'x' })).toEqual([
    ['tiktok_conversions.dropped', 1, 'field:email', 'reason:not_an_email']
  ])
})

it('counts those of a batch once for each field and reason', async () => {
  expect(await countBatch([ODD, { email: 'jane@example.com' }, { email: 'x' }])).toEqual([
    dropped('email', 'not_an_email', 2),
    dropped('currency', 'not_a_currency', 1),
    dropped('value', 'unknown_currency', 1)
  ])
})

it('counts each event that TikTok rejects by itself after a batch', async () => {
  expect(await countBatch([{}, {}, {}, {}, {}], rejectIds('m1', 'm4'))).toEqual([ISOLATED, ISOLATED])
})

it.each<[what: string, properties: object[], responder: Responder]>([
  ['events that are accepted', [{}, {}], accept],
  ['a batch of one', [{}], rejectIds('m0')],
  ['an event that has a request of its own', [{}, {}, { code: 'TEST1' }], rejectIds('m2')],
  ['a batch that is rejected as a whole', [{}, {}], answerWith(40105)],
  ['a batch that is not answered', [{}, {}], answerWith(50000)]
])('counts nothing for %s', async (_what, properties, responder) => {
  expect(await countBatch(properties, responder)).toEqual([])
})

it('never counts a personal value', async () => {
  const counted = await countEvent({ ...ODD, email: 'jane@example' })
  expect(JSON.stringify(counted)).not.toContain('jane')
})

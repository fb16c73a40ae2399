import { Batcher } from '../../runner/delivery/batcher'
import type { Waiting } from './__helpers__/pending'
import { encode, PURCHASE } from './__helpers__/pending'

const [web, test, crm] = encode([
  PURCHASE,
  { ...PURCHASE, test_event_code: 'TEST1' },
  { ...PURCHASE, event_source: 'crm', lead_id: 'L-1' }
])

const weighing = (weight: number): Waiting => ({ ...web, encoded: { ...web.encoded, weight } })

it('gives a batch out with its thousandth event, and begins another', () => {
  const batcher = new Batcher<Waiting>()
  for (let count = 1; count < 1000; count++) expect(batcher.add(web)).toBeUndefined()
  expect(batcher.add(web)).toEqual({ events: Array(1000).fill(web), weight: 1000 * web.encoded.weight })
  expect(batcher.takeAll()).toEqual([])
  expect(batcher.add(web)).toBeUndefined()
})

it('gives a batch out as soon as it has 8 MiB', () => {
  const batcher = new Batcher<Waiting>()
  const large = weighing(8 * 1024 * 1024 - 1)
  expect(batcher.add(large)).toBeUndefined()
  expect(batcher.add(weighing(1))).toEqual({ events: [large, weighing(1)], weight: 8 * 1024 * 1024 })
})

it('puts events of other event sources and test event codes into batches of their own', () => {
  const batcher = new Batcher<Waiting>()
  for (const event of [web, test, crm, web]) batcher.add(event)
  expect(batcher.takeAll().map(({ events }) => events)).toEqual([[web, web], [test], [crm]])
})

it('gives the batches that are not full out once', () => {
  const batcher = new Batcher<Waiting>()
  batcher.add(web)
  expect(batcher.takeAll()).toHaveLength(1)
  expect(batcher.takeAll()).toEqual([])
})

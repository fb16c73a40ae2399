import type { SegmentEvent } from '@segment/actions-core'
import fc from 'fast-check'
import { bindDestination } from '../../runner/delivery/destination'
import { sandboxEndpoint } from '../../runner/delivery/endpoint'
import type { Sandbox, Stub } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { presets } from '../../src/presets'
import { BAD_FOR_TIKTOK, ordersOf } from '../__helpers__/command'
import { runsOf } from '../__helpers__/runs'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

const ORDER_COMPLETED = presets[1].mapping ?? {}

const ordersWithBad = (count: number, bad: number) =>
  ordersOf(count, (index) => (index === bad ? BAD_FOR_TIKTOK : {})) as SegmentEvent[]

/** Runs a batch through the destination; resolves to the positions that ended with each status. */
async function positionsByStatus(events: SegmentEvent[]): Promise<Record<number, number[]>> {
  const { destination, settings } = bindDestination(sandboxEndpoint(sandbox))
  const results = await destination.executeBatch('reportWebEvent', { events, mapping: ORDER_COMPLETED, settings })
  const positions: Record<number, number[]> = {}
  for (const [index, { status }] of results.entries()) positions[status] = [...(positions[status] ?? []), index]
  return positions
}

const acceptedIds = () => sandbox.accepted.map(({ data }) => data.event_id)

it('a batch of 1,000 with one bad event at any place delivers the other 999', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 999 }), async (bad) => {
      sandbox.reset()
      const { 200: delivered, 400: refused } = await positionsByStatus(ordersWithBad(1000, bad))
      expect(refused).toEqual([bad])
      expect(delivered).toHaveLength(999)
      expect(new Set(acceptedIds())).toEqual(new Set(delivered.map((index) => `m${index}`)))
      expect(sandbox.duplicates).toEqual([])
      expect(sandbox.requests.length).toBeLessThanOrEqual(22)
    }),
    { numRuns: runsOf(1), seed: 20261122 }
  )
})

it('resolves a partly accepted request event by event, and what is sent again is dropped as a duplicate', async () => {
  sandbox.stub({ code: 20001 })
  const { 200: delivered, 400: refused } = await positionsByStatus(ordersWithBad(100, 42))
  expect(refused).toEqual([42])
  expect(delivered).toHaveLength(99)
  expect(new Set(acceptedIds()).size).toBe(99)
  expect(acceptedIds()).toHaveLength(99)
})

it.each<[fault: string, stub: Stub, status: number]>([
  ['a rate limit', { code: 40100 }, 429],
  ['a fault', { code: 50000 }, 503],
  ['a gateway', { status: 502, body: '<html></html>' }, 503],
  ['a connection that drops', { drop: 'before' }, 503],
  ['a revoked token', { code: 40105 }, 401]
])('after %s nothing is claimed', async (_fault, stub, status) => {
  sandbox.stub(stub)
  expect(await positionsByStatus(ordersOf(3) as SegmentEvent[])).toEqual({ [status]: [0, 1, 2] })
  expect(sandbox.accepted).toEqual([])
})

it('a retry after an answer that was lost counts once', async () => {
  sandbox.stub({ drop: 'after' })
  expect(await positionsByStatus(ordersOf(3) as SegmentEvent[])).toEqual({ 503: [0, 1, 2] })
  expect(await positionsByStatus(ordersOf(3) as SegmentEvent[])).toEqual({ 200: [0, 1, 2] })
  expect(acceptedIds()).toEqual(['m0', 'm1', 'm2'])
  expect(sandbox.duplicates).toHaveLength(3)
})

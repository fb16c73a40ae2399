import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

/** Stands for the code under test: anything that sends to TikTok, with an address that a test can set. */
async function reportPurchase(value: number): Promise<number> {
  const response = await fetch(`${sandbox.url}/open_api/v1.3/event/track/`, {
    method: 'POST',
    headers: { 'Access-Token': sandbox.accessToken, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      event_source: 'web',
      event_source_id: sandbox.pixelCode,
      data: [
        { event: 'Purchase', event_time: 1_750_000_000, event_id: 'order-1', properties: { value, currency: 'EUR' } }
      ]
    })
  })
  const { code } = (await response.json()) as { code: number }
  return code
}

it('reports a purchase', async () => {
  expect(await reportPurchase(25)).toBe(0)
  expect(sandbox.accepted.map(({ data }) => data)).toEqual([
    { event: 'Purchase', event_time: 1_750_000_000, event_id: 'order-1', properties: { value: 25, currency: 'EUR' } }
  ])
})

it('has nothing accepted twice', async () => {
  await reportPurchase(25)
  await reportPurchase(25)
  expect(sandbox.totals).toEqual({
    requests: 2,
    accepted: 1,
    duplicates: 1,
    rejected: 0,
    byEvent: { Purchase: 1 }
  })
})

it('learns that TikTok is under maintenance', async () => {
  sandbox.stub({ code: 60001, message: 'Maintenance.' })
  expect(await reportPurchase(25)).toBe(60001)
  expect(await reportPurchase(25)).toBe(0)
})

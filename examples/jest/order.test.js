// Tests a mapping of your own against a local TikTok: npm install --save-dev jest tiktok-conversions && npx jest
const { bindToSandbox, startSandbox } = require('tiktok-conversions/testing')

const PURCHASE = {
  name: 'Purchase',
  subscribe: 'type = "track" and event = "Order Completed"',
  partnerAction: 'reportWebEvent',
  mapping: {
    event: 'Purchase',
    event_id: { '@path': '$.messageId' },
    timestamp: { '@path': '$.timestamp' },
    email: { '@path': '$.properties.email' },
    currency: { '@path': '$.properties.currency' },
    value: { '@path': '$.properties.total' }
  }
}

const order = (properties) => ({
  type: 'track',
  event: 'Order Completed',
  messageId: 'order-1001',
  timestamp: '2026-11-22T09:00:00Z',
  properties: { email: 'Jane@Example.com', currency: 'EUR', total: 25, ...properties }
})

let sandbox
let tiktok
beforeAll(async () => {
  sandbox = await startSandbox()
  tiktok = bindToSandbox(sandbox, [PURCHASE])
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

test('reports an order as a purchase, with the hashed email', async () => {
  await tiktok.destination.onEvent(order(), tiktok.settings)
  expect(sandbox.accepted.map(({ data }) => data)).toEqual([
    {
      event: 'Purchase',
      event_id: 'order-1001',
      event_time: Date.parse('2026-11-22T09:00:00Z') / 1000,
      user: { email: ['8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d'] },
      properties: { currency: 'EUR', value: 25 }
    }
  ])
})

test('reports nothing for other events', async () => {
  await tiktok.destination.onEvent({ ...order(), event: 'Order Refunded' }, tiktok.settings)
  expect(sandbox.requests).toEqual([])
})

test('fails as in production when TikTok is limiting the rate', async () => {
  sandbox.stub({ code: 40100 })
  await expect(tiktok.destination.onEvent(order(), tiktok.settings)).rejects.toMatchObject({ status: 429 })
})

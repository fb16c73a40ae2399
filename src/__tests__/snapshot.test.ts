import { createTestEvent, createTestIntegration, defaultValues } from '@segment/actions-core'
import destination from '..'
import { fields } from '../reportWebEvent/fields'
import { prepareTests, SETTINGS, standInForTikTok } from './__helpers__/tiktok'

prepareTests()

const EVENT = createTestEvent({
  type: 'track',
  event: 'Order Completed',
  messageId: 'message-1',
  timestamp: '2026-11-22T09:00:00Z',
  receivedAt: '2026-11-22T09:00:00Z',
  sentAt: '2026-11-22T09:00:00Z',
  userId: 'User_1',
  integrations: { 'TikTok Conversions': { ttclid: 'E.C.P.abc', ttp: 'cookie-1' } } as never,
  context: {
    ip: '203.0.113.7',
    userAgent: 'Mozilla/5.0',
    locale: 'en-US',
    page: { url: 'https://shop.example.com/thanks', referrer: 'https://shop.example.com/' },
    traits: {
      email: 'jane@example.com',
      phone: '+12025550123',
      firstName: 'Jane',
      lastName: 'Doe',
      address: { city: 'San José', state: 'CA', country: 'US', postalCode: '95110' }
    }
  } as never,
  properties: {
    num_items: 2,
    currency: 'USD',
    revenue: 25,
    order_id: 'o-1',
    shop_id: 's-1',
    query: 'shirts',
    lead_id: 'lead-1',
    limited_data_use: false
  }
})

const EVERYTHING = {
  ...defaultValues(fields),
  event: 'Purchase',
  lead_event_source: 'HubSpot',
  contents: [
    { price: 12.5, quantity: 2, content_category: 'Shirts', content_id: 'sku-1', content_name: 'Shirt', brand: 'Acme' }
  ],
  content_type: 'product',
  content_ids: ['sku-1'],
  description: 'An order',
  customer_type: 'new',
  delivery_category: 'curbside',
  predicted_ltv: 100,
  test_event_code: 'TEST1'
}

describe(`Testing snapshot for ${destination.slug}'s reportWebEvent destination action:`, () => {
  async function requestFor(mapping: object) {
    const tiktok = standInForTikTok()
    await createTestIntegration(destination).testAction('reportWebEvent', {
      event: EVENT,
      mapping: mapping as never,
      settings: SETTINGS
    })
    return tiktok.requests[0]
  }

  it('required fields', async () => expect(await requestFor({ event: 'Purchase' })).toMatchSnapshot())

  it('all fields', async () => {
    expect(Object.keys(EVERYTHING).sort()).toEqual(Object.keys(fields).sort())
    expect(await requestFor(EVERYTHING)).toMatchSnapshot()
  })
})

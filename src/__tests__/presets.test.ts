import type { SegmentEvent } from '@segment/actions-core'
import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import destination from '..'
import { presets } from '../presets'
import type { TikTokContent } from '../reportWebEvent/types'
import { prepareTests, SETTINGS, standInForTikTok } from './__helpers__/tiktok'

prepareTests()

const PRODUCT = {
  product_id: 'p1',
  sku: 's1',
  name: 'Shirt',
  price: 12.5,
  quantity: 2,
  category: 'Shirts',
  brand: 'Acme',
  variant: 'red'
}
const OTHER = { sku: 's2', name: 'Hat' }

const CONTENT: TikTokContent = {
  content_id: 'p1',
  content_name: 'Shirt',
  price: 12.5,
  quantity: 2,
  content_category: 'Shirts',
  brand: 'Acme'
}
const { content_name: _pageName, ...PAGE_CONTENT } = CONTENT
const TWO_CONTENTS = [CONTENT, { content_id: 's2', content_name: 'Hat' }]

const track = (event: string, properties: object) => ({ type: 'track', event, properties })
const list = { products: [PRODUCT, OTHER], name: 'not a product' }

const ROWS: [name: string, subscribe: string, event: object, tiktokEvent: string, contents: TikTokContent[]][] = [
  ['Add to Cart', 'event = "Product Added"', track('Product Added', PRODUCT), 'AddToCart', [CONTENT]],
  ['Place an Order', 'event = "Order Completed"', track('Order Completed', list), 'PlaceAnOrder', TWO_CONTENTS],
  ['Search', 'event = "Products Searched"', track('Products Searched', PRODUCT), 'Search', [CONTENT]],
  [
    'Initiate Checkout',
    'event = "Checkout Started"',
    track('Checkout Started', list),
    'InitiateCheckout',
    TWO_CONTENTS
  ],
  [
    'Add Payment Info',
    'event = "Payment Info Entered"',
    track('Payment Info Entered', list),
    'AddPaymentInfo',
    TWO_CONTENTS
  ],
  [
    'Add to Wishlist',
    'event = "Product Added to Wishlist"',
    track('Product Added to Wishlist', PRODUCT),
    'AddToWishlist',
    [CONTENT]
  ],
  [
    'View Content',
    'type = "page"',
    { type: 'page', name: 'Shirts', properties: PRODUCT },
    'ViewContent',
    [PAGE_CONTENT]
  ]
]

it('are these seven, in this order', () => {
  expect(presets.map(({ name, type, partnerAction }) => [name, type, partnerAction])).toEqual(
    ROWS.map(([name]) => [name, 'automatic', 'reportWebEvent'])
  )
})

it.each(ROWS)('%s: %s', async (name, subscribe, event, tiktokEvent, contents) => {
  const preset = presets.find((candidate) => candidate.name === name)
  expect(preset).toMatchObject({ subscribe })

  const tiktok = standInForTikTok()
  const subscriptions = presets.map((each) => ({ ...each }))
  await createTestIntegration(destination).onEvent(createTestEvent(event as Partial<SegmentEvent>), {
    ...SETTINGS,
    subscriptions
  } as never)
  expect(tiktok.requests).toHaveLength(1)
  expect(tiktok.requests[0].data[0]).toMatchObject({ event: tiktokEvent, properties: { contents } })
})

it('send no contents for events without products', async () => {
  const tiktok = standInForTikTok()
  const events = [
    track('Order Completed', { products: [] }),
    track('Checkout Started', {}),
    track('Products Searched', { query: 'hats' })
  ]
  for (const event of events) {
    await createTestIntegration(destination).onEvent(createTestEvent(event as Partial<SegmentEvent>), {
      ...SETTINGS,
      subscriptions: presets
    } as never)
  }
  expect(tiktok.requests.map(({ data }) => data[0].properties)).toEqual([
    undefined,
    undefined,
    { query: 'hats', search_string: 'hats' }
  ])
})

/** Makes `docs/journey.png`: the journey of a made-up event, whose values are masked. It needs Chromium, and a build. */
import { join } from 'node:path'
import { startStudio } from '../runner/studio'
import { launchBrowser } from '../test/__helpers__/browser'

const PICTURE = join(__dirname, '..', 'docs', 'journey.png')

const EVENT = {
  type: 'track',
  event: 'Order Completed',
  messageId: 'order-1',
  timestamp: '2026-11-22T09:00:00Z',
  userId: 'user-1',
  properties: {
    email: 'jane@example.com',
    phone: '12',
    order_id: 'o-1',
    total: 29.9,
    currency: 'USD',
    coupon: 'AUTUMN',
    products: [{ product_id: 'SHOE-1', name: 'Shoe', price: 12.75, quantity: 2 }]
  },
  context: { ip: '203.0.113.7', userAgent: 'Mozilla/5.0', page: { url: 'https://shop.example.com/checkout' } }
}

async function main(): Promise<void> {
  const studio = await startStudio({})
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1240 }, colorScheme: 'light' })
    await page.goto(studio.url)
    await page.getByRole('textbox', { name: /^Paste events/ }).fill(JSON.stringify(EVENT))
    await page.getByRole('button', { name: 'See what happens' }).click()
    await page.getByText('The sandbox accepts the request').waitFor()
    await page.screenshot({ path: PICTURE })
  } finally {
    await browser.close()
    await studio.close()
  }
}

void main()

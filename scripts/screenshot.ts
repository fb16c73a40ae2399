/** Makes the pictures of the studio's five screens in `docs/studio`, of made-up events. It needs Chromium, and a build. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFiles } from '../runner/sources/files'
import { startStudio } from '../runner/studio'
import { TestBrowser } from '../test/__helpers__/browser'

const PICTURES = join(__dirname, '..', 'docs', 'studio')

const WIDTH = 1040

/** Each picture: its screen, what has to be there before it is taken, and its height. */
const SCREENS: Record<string, [path: string, ready: string, height: number]> = {
  events: ['/events', '.timeline rect', 820],
  journey: ['/events/1/0', '.verdict', 1060],
  mappings: ['/mappings/m2', '#mapping-trigger', 820],
  diagnostics: ['/diagnostics', '.coverage', 700],
  requests: ['/requests', 'details.request', 480]
}

const NAMES = [
  'Order Completed',
  'Product Added',
  'Checkout Started',
  'Products Searched',
  'order completed',
  'Signed Up'
]

const START = Date.UTC(2026, 10, 22, 9)

/** Events of three hours, one of each name in turn; the same in each run. */
function createEvents(): object[] {
  return Array.from({ length: 180 }, (_, index) => ({
    type: 'track',
    event: NAMES[(index * 7 + Math.floor(index / 11)) % NAMES.length],
    messageId: index % 9 === 4 ? undefined : `event-${index}`,
    timestamp: new Date(START + (index + 14 * Math.sin(index / 9)) * 60_000).toISOString(),
    userId: `user-${index % 50}`,
    properties: {
      email: index % 3 === 1 ? undefined : `user-${index % 50}@example.com`,
      phone: index % 6 === 0 ? '12' : undefined,
      order_id: `o-${index}`,
      query: 'shoes',
      total: 20 + ((index * 37) % 90),
      currency: ['USD', 'USD', 'EUR', 'GBP'][index % 4],
      products: [{ product_id: `SHOE-${index % 9}`, name: 'Shoe', price: 12.75, quantity: 2 }]
    },
    context: {
      ip: `203.0.113.${index % 50}`,
      userAgent: 'Mozilla/5.0',
      page: { url: 'https://shop.example.com/checkout' }
    }
  }))
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-pictures-'))
  const file = join(folder, 'events.ndjson')
  writeFileSync(
    file,
    createEvents()
      .map((event) => `${JSON.stringify(event)}\n`)
      .join('')
  )
  mkdirSync(PICTURES, { recursive: true })
  const studio = await startStudio({ files: await findFiles([file]) })
  const browser = new TestBrowser()
  try {
    const page = await browser.newPage({ colorScheme: 'light', reducedMotion: 'reduce' })
    const address = new URL(studio.url)
    await page.goto(address.href)
    for (const [name, [path, ready, height]] of Object.entries(SCREENS)) {
      await page.setViewportSize({ width: WIDTH, height })
      await page.goto(new URL(path, address).href)
      await page.locator(ready).first().waitFor()
      await page.screenshot({ path: join(PICTURES, `${name}.png`) })
      // The last screen shows a request.
      if (name === 'journey') await page.getByRole('button', { name: 'Send to the sandbox' }).click()
      if (name === 'journey') await page.getByText('Sent to the sandbox').waitFor()
    }
  } finally {
    await browser.close()
    await studio.close()
    rmSync(folder, { recursive: true })
  }
}

void main()

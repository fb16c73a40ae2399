import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { findFiles } from '../../../runner/sources/files'
import type { Studio } from '../../../runner/studio'
import { startStudio } from '../../../runner/studio'
import { BROWSER_TIMEOUT, launchBrowser } from '../../__helpers__/browser'

/** A studio with a browser. */
export class StudioBrowser {
  /** Addresses that pages have asked for. */
  readonly requested: string[] = []
  /** Errors of pages: exceptions, and what their content policy has blocked. */
  readonly errors: string[] = []

  private constructor(
    readonly studio: Pick<Studio, 'url' | 'close'>,
    private readonly browser: Browser
  ) {}

  static async open(files: readonly string[] = []): Promise<StudioBrowser> {
    const studio = await startStudio({ files: files.length === 0 ? [] : await findFiles(files) })
    return new StudioBrowser(studio, await launchBrowser())
  }

  /** @param studio one that runs already */
  static async at(studio: Pick<Studio, 'url' | 'close'>): Promise<StudioBrowser> {
    return new StudioBrowser(studio, await launchBrowser())
  }

  /** Opens the page in a window of its own. @param path of a screen */
  async visit(path = '/events', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(BROWSER_TIMEOUT)
    const page = await context.newPage()
    page.on('request', (request) => this.requested.push(request.url()))
    page.on('pageerror', ({ message }) => this.errors.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text())
    })
    const address = new URL(this.studio.url)
    const { pathname, search } = new URL(path, address)
    Object.assign(address, { pathname, search })
    await page.goto(address.href)
    return page
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.studio.close()
  }
}

/** Keeps requests of a page back. @returns a function that lets them go, as well as later ones */
export async function holdBack(page: Page, pattern: string): Promise<() => void> {
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(pattern, (route) => held.then(() => route.continue()))
  return release
}

/** The beginning of the name of the editor for pasted events. */
export const PASTE = /^Paste events/

/** Pastes an event, and waits for its journey. */
export async function paste(page: Page, event: object & { event: string }): Promise<void> {
  await page.getByRole('textbox', { name: PASTE }).fill(JSON.stringify(event))
  await page.getByRole('button', { name: 'See what happens' }).click()
  await page.getByRole('heading', { name: event.event, exact: true }).waitFor()
}

/** An order of a made-up person. */
export function orderOf(name: string) {
  return {
    type: 'track',
    event: name,
    messageId: 'order-1',
    timestamp: new Date().toISOString(),
    userId: 'user-1',
    properties: {
      email: 'jane@example.com',
      order_id: 'o-1',
      total: 25.5,
      currency: 'USD',
      products: [{ product_id: 'SHOE-1', name: 'Shoe', price: 12.75, quantity: 2 }]
    },
    context: { ip: '203.0.113.7', userAgent: 'Mozilla/5.0', page: { url: 'https://shop.example.com/checkout' } }
  }
}

import type { BrowserContextOptions, Page } from 'playwright-core'
import { findFiles } from '../../../runner/sources/files'
import type { Studio, StudioOptions } from '../../../runner/studio'
import { startStudio } from '../../../runner/studio'
import { TestBrowser } from '../../__helpers__/browser'
import { TestFolder } from '../../__helpers__/command'

/** Writes the files of a studio, and names its options. */
type Prepare = (folder: TestFolder) => StudioSetUp | Promise<StudioSetUp>
type StudioSetUp = Omit<StudioOptions, 'files'> & { files?: readonly string[] }

/** A studio with a browser. */
export class StudioBrowser {
  /** Addresses that pages have asked for. */
  readonly requested: string[] = []
  /** Errors of pages: exceptions, and what their content policy has blocked. */
  readonly errors: string[] = []

  /** For the files that the studio and its tests use. */
  folder!: TestFolder
  studio!: Pick<Studio, 'url' | 'close'>
  private readonly browser = new TestBrowser()

  /** One for all tests of a block. */
  static ofBlock(prepare?: Prepare): StudioBrowser {
    const own = new StudioBrowser()
    beforeAll(() => own.start(prepare))
    afterAll(() => own.end())
    return own
  }

  /** A new one for each test of a block. */
  static ofEachTest(prepare?: Prepare): StudioBrowser {
    const own = new StudioBrowser()
    beforeEach(() => own.start(prepare))
    afterEach(() => own.end())
    return own
  }

  /** @param studio one that runs already */
  static at(studio: Pick<Studio, 'url' | 'close'>): StudioBrowser {
    const own = new StudioBrowser()
    own.studio = studio
    return own
  }

  /** Opens the page in a window of its own. @param path of a screen */
  async visit(path = '/events', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.browser.newPage({ reducedMotion: 'reduce', ...options })
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

  private async start(prepare: Prepare = () => ({})): Promise<void> {
    this.folder = new TestFolder()
    const { files = [], ...options } = await prepare(this.folder)
    this.studio = await startStudio({ ...options, files: files.length === 0 ? [] : await findFiles(files) })
  }

  private async end(): Promise<void> {
    await this.close()
    this.folder.remove()
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

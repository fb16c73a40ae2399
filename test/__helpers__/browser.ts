import { existsSync } from 'node:fs'
import type { Browser, BrowserContextOptions, BrowserServer, Page } from 'playwright-core'
import { chromium } from 'playwright-core'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env.CHROMIUM_PATH || CANDIDATES.find((path) => existsSync(path))

/** Milliseconds; a limit for what hangs. */
const BROWSER_TIMEOUT = 600_000

const OPTIONS = { executablePath, args: ['--no-sandbox'], timeout: BROWSER_TIMEOUT }

/** Describes what a browser does. Where there is none, the tests are skipped, and their name says so. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (executablePath === undefined) describe.skip(`${name} (skipped: there is no Chromium)`, tests)
  else describe(name, tests)
}

/** Starts a Chromium that all test files share, if there is one: slow-setup.ts names it in the environment. */
export async function shareBrowser(): Promise<BrowserServer | undefined> {
  if (executablePath === undefined) return undefined
  const server = await chromium.launchServer(OPTIONS)
  process.env.TEST_BROWSER = server.wsEndpoint()
  return server
}

/** A Chromium without a window. It is not what is tested: where it has ended by itself, another one opens the page. */
export class TestBrowser {
  private browser?: Browser

  /** Opens a page that shares nothing with others. */
  async newPage(options?: BrowserContextOptions): Promise<Page> {
    try {
      this.browser ??= await connect()
      return await openPage(this.browser, options)
    } catch {
      this.browser = await chromium.launch(OPTIONS)
      return openPage(this.browser, options)
    }
  }

  /** One that has ended by itself need not be closed. */
  async close(): Promise<void> {
    await this.browser?.close().catch(() => undefined)
  }
}

async function openPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(BROWSER_TIMEOUT)
  return context.newPage()
}

/** Connects to the Chromium that is shared, or starts one. */
function connect(): Promise<Browser> {
  const { TEST_BROWSER: shared } = process.env
  return shared === undefined ? chromium.launch(OPTIONS) : chromium.connect(shared, { timeout: BROWSER_TIMEOUT })
}

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../../__helpers__/browser'
import { COMMAND, ROOT, withoutCredentials } from '../../../__helpers__/command'

/** Milliseconds that the page may take for one step, on a machine that may be busy. */
const PATIENCE = 10_000

/** The built command, and a browser that looks at its page. */
export class StudioPage {
  /** All that the page has asked for. */
  readonly requests: string[] = []

  private constructor(
    readonly url: string,
    private readonly browser: Browser,
    private readonly end: () => void
  ) {}

  static async open(files: readonly string[] = []): Promise<StudioPage> {
    const args = [COMMAND, 'studio', ...files, '--no-open']
    const command = spawn(process.execPath, args, { cwd: ROOT, env: withoutCredentials() })
    for await (const line of createInterface({ input: command.stdout })) {
      const url = /http:\S+/.exec(line)?.[0]
      if (url !== undefined) return new StudioPage(url, await launchBrowser(), () => command.kill())
    }
    throw new Error('The studio has ended before it said its address.')
  }

  /** A new tab, at a path of the page. */
  async visit(path = '/events', width = 1280): Promise<Page> {
    const tab = await this.browser.newPage({ viewport: { width, height: 900 } })
    tab.setDefaultTimeout(PATIENCE)
    tab.on('request', (request) => this.requests.push(request.url()))
    const { origin, hash } = new URL(this.url)
    await tab.goto(origin + path + hash)
    await tab.getByRole('heading', { level: 1 }).waitFor()
    return tab
  }

  async close(): Promise<void> {
    await this.browser.close()
    this.end()
  }
}

/** Pastes an event, and waits for its journey. */
export async function paste(tab: Page, event: object): Promise<void> {
  await tab.getByLabel('Paste events as JSON').fill(JSON.stringify(event))
  await tab.getByRole('button', { name: 'See what happens' }).click()
  await tab.getByRole('heading', { name: '2 · Triggers' }).waitFor()
}

import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { ServeProcess, WRITE_KEY } from '../../soak/serve'
import type { TemporaryStore } from '../../soak/stores'
import { temporaryFile } from '../../soak/stores'
import { describeInBrowser } from '../__helpers__/browser'
import { StudioBrowser } from '../studio/browser/studio-browser'
import { LiveStudio } from './__helpers__/live-studio'

const EVENTS_A_SECOND = 200

/** Milliseconds between requests of the load. */
const INTERVAL = 100

/** Lists that are asked for while the load goes on. */
const ANSWERS = 20

/** Posts events at a steady rate, however long each answer takes, until it is stopped. */
class Load {
  accepted = 0
  private isStopped = false
  private readonly requests: Promise<void>[] = []

  constructor(private readonly server: ServeProcess) {
    this.done = this.run()
  }

  private readonly done: Promise<void>

  async stop(): Promise<void> {
    this.isStopped = true
    await this.done
    await Promise.all(this.requests)
  }

  private async run(): Promise<void> {
    for (let turn = 0; !this.isStopped; turn++) {
      this.requests.push(this.post(turn))
      await wait(INTERVAL)
    }
  }

  private async post(turn: number): Promise<void> {
    const batch = Array.from({ length: (EVENTS_A_SECOND * INTERVAL) / 1000 }, (_, index) => ({
      type: 'track',
      event: index % 4 === 0 ? 'Step' : 'Order Completed',
      messageId: `${turn}-${index}`,
      userId: `user-${index}`,
      timestamp: new Date().toISOString(),
      properties: { currency: 'USD', total: 25.5, order_id: `${turn}-${index}`, email: `user-${index}@example.com` },
      context: { ip: '203.0.113.7', userAgent: 'Mozilla/5.0', page: { url: 'https://shop.example.com/checkout' } }
    }))
    const response = await fetch(`${this.server.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${WRITE_KEY}:`)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ batch })
    })
    await response.arrayBuffer()
    if (response.ok) this.accepted += batch.length
  }
}

describeInBrowser('the page of the studio beside a busy serve', () => {
  let store: TemporaryStore
  let sandbox: Sandbox
  let server: ServeProcess
  let browser: StudioBrowser
  let page: Page
  let load: Load

  beforeAll(async () => {
    store = temporaryFile()
    sandbox = await startSandbox({ keep: 0 })
    server = await ServeProcess.start([
      '--store',
      store.location,
      '--port',
      '0',
      '--studio',
      '--sandbox-port',
      `${sandbox.port}`
    ])
    const { url } = await LiveStudio.of(server)
    browser = await StudioBrowser.at({ url, close: async () => undefined })
    page = await browser.visit()
    load = new Load(server)
  })
  afterAll(async () => {
    await load.stop()
    await browser.close()
    await server.kill()
    await sandbox.close()
    await store.remove()
  })

  /** Chooses a filter, and waits for its rows. @returns milliseconds as the page measures them */
  async function timeToRows(filter: string, verdict: string): Promise<number> {
    const link = page.getByRole('navigation', { name: 'Filters' }).getByRole('link', { name: filter })
    return link.evaluate(
      (element, wanted) =>
        new Promise<number>((resolve) => {
          const start = performance.now()
          const look = () => {
            const badges = [...document.querySelectorAll('[role=grid] .rows .badge:not(.warn)')]
            const isShown = badges.length > 0 && badges.every((badge) => badge.textContent?.includes(wanted))
            if (isShown) resolve(performance.now() - start)
            else requestAnimationFrame(look)
          }
          ;(element as HTMLElement).click()
          requestAnimationFrame(look)
        }),
      verdict
    )
  }

  it('answers for the visible rows while events keep coming', async () => {
    await page.getByRole('grid').getByText('Delivered').first().waitFor()
    const times: number[] = []
    for (let turn = 0; turn < ANSWERS; turn++) {
      const before = load.accepted
      const [filter, verdict] = turn % 2 === 0 ? ['Unmatched', 'Unmatched'] : ['Delivered', 'Delivered']
      times.push(await timeToRows(filter, verdict))
      // The next answer is asked for when the intake has gone on.
      while (load.accepted <= before) await wait(INTERVAL)
    }
    times.sort((one, other) => one - other)
    const [median, worst] = [times[ANSWERS / 2], times.at(-1) ?? 0].map(Math.round)
    process.stderr.write(
      `${EVENTS_A_SECOND} events/s: rows after ${median} ms (median), ${worst} ms (worst of ${ANSWERS})\n`
    )
    expect(times).toHaveLength(ANSWERS)
    expect(browser.errors).toEqual([])
  })
})

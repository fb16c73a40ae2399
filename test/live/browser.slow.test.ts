import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, dirname, join } from 'node:path'
import type { RunningServer } from '../../runner/live/http/server'
import type { Store } from '../../runner/live/store/store'
import { describeInBrowser, TestBrowser } from '../__helpers__/browser'
import { createTestIntake, listen, takeEvents } from './__helpers__/intake'
import type { Engine } from './__helpers__/stores'
import { sqliteEngine } from './__helpers__/stores'

const LIBRARY = dirname(require.resolve('@segment/analytics-next/dist/umd/standalone.js'))

/** Loads the library as Segment's snippet does, with the settings that the intake serves. */
const page = (intake: string) => `<!doctype html><title>A shop</title>
<script>window.analytics = Object.assign([], { _writeKey: 'key-1', _cdn: '${intake}' })</script>
<script src="/standalone.js"></script>`

const libraryFile = (name: string) => readFileSync(join(LIBRARY, name))

describeInBrowser('@segment/analytics-next in a browser', () => {
  let engine: Engine
  let store: Store
  let intake: RunningServer
  let shop: Server
  const browser = new TestBrowser()

  afterAll(() => browser.close())

  beforeEach(async () => {
    engine = sqliteEngine()
    store = await engine.open()
    shop = createServer((request, response) => {
      const [type, body] =
        request.url === '/'
          ? ['html', page(`http://127.0.0.1:${intake.port}`)]
          : ['javascript', libraryFile('standalone.js')]
      response.setHeader('content-type', `text/${type}`).end(body)
    })
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    shop.closeAllConnections()
    shop.close()
    await intake.close()
    await store.close()
    await engine.remove()
  })

  async function visit(origins?: string[]) {
    intake = await listen(createTestIntake(store, { writeKeys: [{ source: 'shop', key: 'key-1', origins }] }))
    const tab = await browser.newPage()
    const answers: [path: string, status: number][] = []
    const problems: string[] = []
    tab.on('response', (response) => {
      const { pathname, port } = new URL(response.url())
      if (port === String(intake.port)) answers.push([pathname, response.status()])
    })
    tab.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    // Segment's CDN has its further parts, beside the settings.
    await tab.route('**/analytics-next/bundles/*', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: libraryFile(basename(route.request().url())) })
    )
    await tab.goto(`http://localhost:${(shop.address() as AddressInfo).port}/`)
    return { tab, answers, problems }
  }

  it('sends pages and tracks from another origin', async () => {
    const { tab, answers, problems } = await visit()
    await tab.waitForFunction('window.analytics.initialized')
    const sent = Promise.all(['p', 't'].map((type) => tab.waitForResponse(`**/v1/${type}`)))
    await tab.evaluate(`void analytics.page('Home').then(() => analytics.track('Order Completed', { value: 9.5 }))`)
    await sent
    expect(problems).toEqual([])
    expect(answers).toEqual([
      ['/v1/projects/key-1/settings', 200],
      ['/v1/p', 200],
      ['/v1/t', 200]
    ])
    const events = await takeEvents(store)
    expect(events).toMatchObject([
      { type: 'page', name: 'Home', properties: { title: 'A shop' } },
      { type: 'track', event: 'Order Completed', properties: { value: 9.5 } }
    ])
    for (const { anonymousId, context } of events) {
      expect(anonymousId).toMatch(/^[\da-f-]{36}$/)
      expect(context).toMatchObject({ ip: '127.0.0.1', userAgent: expect.stringContaining('Chrome') })
    }
    await tab.context().close()
  })

  it('cannot even load its settings from a page that no key allows', async () => {
    const { tab, problems } = await visit(['https://other.example.com'])
    if (problems.length === 0) await tab.waitForEvent('console')
    expect(problems.join()).toContain('CORS')
    expect(await takeEvents(store)).toEqual([])
    await tab.context().close()
  })
})

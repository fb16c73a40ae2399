import type { Page, Request, Route } from 'playwright-core'
import { describeInBrowser } from '../../__helpers__/browser'
import { holdBack, StudioBrowser } from './studio-browser'

const FAILS = { status: 500, json: { message: 'The disk is full.' } }

/** Each screen: its path, the request that it waits for, what it says meanwhile, and what it shows at last. */
const SCREENS: [name: string, path: string, request: string, loading: string, shown: string][] = [
  ['events', '/events', '**/rows?*', '', '[role=row] a'],
  ['an event', '/events/1/0', '**/api/explain', 'Explaining the event…', '.answer strong'],
  ['diagnostics', '/diagnostics', '**/diagnosis', 'Looking for problems…', 'article'],
  ['requests', '/requests', '**/api/requests', 'Loading the requests…', '.blank']
]

describeInBrowser('what the studio shows in place of content', () => {
  const browser = StudioBrowser.ofBlock()
  let page: Page
  beforeEach(async () => {
    page = await browser.visit()
  })
  afterEach(() => page.context().close())

  const open = (path: string) => page.goto(new URL(path, page.url()).href)
  const blank = (title: string) => page.locator('.blank').getByText(title)

  it.each(SCREENS)('says that %s is awaited', async (_name, path, request, loading, shown) => {
    const release = await holdBack(page, request)
    await open(path)
    await (loading === '' ? page.getByText('Waiting for the answer').waitFor() : blank(loading).waitFor())
    release()
    await page.locator(shown).first().waitFor()
  })

  it.each(SCREENS)(
    'says why %s could not be loaded, and tries again',
    async (_name, path, request, _loading, shown) => {
      const fail = (route: Route) => route.fulfill(FAILS)
      await page.route(request, fail)
      await open(path)
      const alert = page.getByRole('alert').filter({ hasText: 'The disk is full.' })
      await alert.waitFor()
      await page.unroute(request, fail)
      await alert.getByRole('button', { name: 'Try again' }).click()
      await page.locator(shown).first().waitFor()
      await alert.waitFor({ state: 'detached' })
    }
  )

  it('names the next step where there is nothing', async () => {
    await open('/events?filter=rejected')
    await blank('No event passes this filter.').waitFor()
    await page.getByRole('link', { name: 'Show all events' }).click()
    await page.getByRole('grid').getByRole('link').first().waitFor()
    await open('/events?q=nowhere')
    await blank('No event here has “nowhere”.').waitFor()
    await open('/requests')
    await blank('No requests yet.').waitFor()
    await open('/mappings/none')
    await blank('This mapping does not exist.').waitFor()
    await open('/events/none/0')
    await page.getByText('There is no such source.').waitFor()
  })

  it.each(['/nowhere', '/events/1', '/requests/2'])('answers %s by a page that leads on', async (path) => {
    const answer = await open(path)
    expect(answer?.status()).toBe(404)
    await page.getByRole('heading', { name: 'Page not found' }).waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Events' }).click()
    await page.getByRole('grid').waitFor()
  })

  it('searches after a pause, and aborts the search before', async () => {
    await page.clock.install()
    await page.reload()
    await page.getByRole('grid').getByRole('link').first().waitFor()
    await page.clock.pauseAt(Date.now() + 3_600_000)
    const searches: string[] = []
    page.on('request', (request) => {
      const q = new URL(request.url()).searchParams.get('q')
      if (q !== null) searches.push(q)
    })
    await page.route('**/rows?*q=Order*', () => undefined)
    await page.getByRole('searchbox').pressSequentially('Order')
    await page.clock.runFor(200)
    expect(searches).toEqual([])
    const asked = page.waitForRequest((request) => request.url().includes('q=Order'))
    await page.clock.runFor(200)
    await asked
    const aborted = page.waitForEvent('requestfailed', (request) => request.url().includes('q=Order'))
    await page.getByRole('searchbox').fill('Coupon')
    await page.clock.runFor(400)
    await aborted
    await page.clock.resume()
    await page.getByRole('grid').getByRole('link', { name: 'Coupon Entered' }).waitFor()
    expect(searches).toEqual(['Order', 'Coupon'])
  })

  it('aborts the request for rows that are scrolled out of sight', async () => {
    const lines = Array.from({ length: 600 }, () => JSON.stringify({ type: 'track', event: 'Step' })).join('\n')
    const file = { name: 'long.ndjson', mimeType: 'application/json', buffer: Buffer.from(lines) }
    await page.getByLabel('Open files').setInputFiles(file)
    await page.getByText('600 rows', { exact: true }).waitFor()
    await page.route('**/rows?from=200&*', () => undefined)
    const isOfThese = (request: Request) => request.url().includes('from=200&')
    const asked = page.waitForRequest(isOfThese)
    const aborted = page.waitForEvent('requestfailed', isOfThese)
    const grid = page.getByRole('grid')
    await grid.evaluate((element) => element.scrollTo(0, 36 * 250))
    await asked
    await grid.evaluate((element) => element.scrollTo(0, 36 * 550))
    await aborted
    await grid.getByRole('gridcell', { name: '550', exact: true }).waitFor()
  })

  it('shows what an action has done beside it', async () => {
    await open('/requests')
    const orders = page.getByRole('group', { name: 'Answer the next request by' })
    await orders.getByRole('button', { name: 'status 503' }).click()
    await orders.getByRole('status').getByText('The next request is answered by: status 503.').waitFor()
    await orders.getByRole('button', { name: 'the usual answer' }).click()
    await orders.getByRole('status').getByText('Requests are answered as usual.').waitFor()
    await page.getByRole('link', { name: 'Events' }).first().click()
    await page.getByText('Requests are answered as usual.').waitFor({ state: 'detached' })
  })
})

import { source as axe } from 'axe-core'
import type { Page } from 'playwright-core'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { ServeProcess } from '../../soak/serve'
import type { TemporaryStore } from '../../soak/stores'
import { temporaryFile } from '../../soak/stores'
import { describeInBrowser } from '../__helpers__/browser'
import { StudioBrowser } from '../studio/browser/studio-browser'
import { LiveStudio } from './__helpers__/live-studio'
import { PERSON, SECRETS, track } from './__helpers__/person'

// Each test starts three processes, and some a browser.

const INVALID = 40002

describeInBrowser('the page of the studio beside serve', () => {
  let store: TemporaryStore
  let sandbox: Sandbox
  let server: ServeProcess
  let browser: StudioBrowser
  let page: Page

  beforeEach(async () => {
    store = temporaryFile()
    sandbox = await startSandbox()
    const sandboxed = ['--sandbox-port', String(sandbox.port), '--concurrency', '1']
    server = await ServeProcess.start(['--store', store.location, '--port', '0', '--studio', ...sandboxed])
    const { url } = await LiveStudio.of(server)
    browser = StudioBrowser.at({ url, close: async () => undefined })
    page = await browser.visit()
  })
  afterEach(async () => {
    await browser.close()
    await server.kill()
    await sandbox.close()
    await store.remove()
  })

  const grid = () => page.getByRole('grid')
  const rows = () =>
    grid()
      .getByRole('row')
      .filter({ has: page.getByRole('link') })
  const rowOf = (name: string) => rows().filter({ has: page.getByRole('link', { name, exact: true }) })

  /** Everything that the page holds, also what it does not show. */
  async function expectNothingPersonal(): Promise<void> {
    const html = String(await page.evaluate('document.documentElement.outerHTML'))
    for (const secret of SECRETS) expect(html).not.toContain(secret)
  }

  async function violations(): Promise<string[]> {
    await page.evaluate(axe)
    const found = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] }
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }

  it('shows events as they come, with the result of their delivery, and never their values', async () => {
    await page.getByText('Send an event to the server').waitFor()
    sandbox.stub({ code: INVALID, message: `Not ${PERSON.email}.`, times: 1 })
    await track(server, [{ event: 'Order Completed' }])
    await rowOf('Order Completed').getByText('✗ Rejected').waitFor()
    await rowOf('Order Completed').getByText('code 40002').waitFor()
    await track(server, [{ event: 'Products Searched' }, { event: `Mail of ${PERSON.email}` }])
    await rowOf('Products Searched').getByText('Delivered').waitFor()
    await rowOf('Mail of [redacted]').getByText('Unmatched').waitFor()
    expect(await rows().count()).toBe(3)
    await page.getByRole('switch', { name: 'Show values' }).check()
    await expectNothingPersonal()
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violations()).toEqual([])
    }
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    await page.setViewportSize({ width: 1280, height: 720 })

    await page.getByRole('link', { name: 'Order Completed' }).click()
    await page.locator('#main').getByText('Place an Order: rejected. TikTok rejected').waitFor()
    await page.getByText('the event is not sent to the sandbox').waitFor()
    expect(await page.getByRole('button', { name: 'Send to the sandbox' }).count()).toBe(0)
    await page.locator('#field-email').getByText('•••').first().waitFor()
    await expectNothingPersonal()
    expect(await violations()).toEqual([])

    await page.getByRole('link', { name: 'Diagnostics' }).click()
    await page.getByText('The figures are of the moment').waitFor()
    await page.getByRole('article').first().waitFor()
    await expectNothingPersonal()
    await page.getByRole('link', { name: 'Mappings', exact: true }).click()
    await page.getByText('The server goes on with the mappings').waitFor()
    await page.locator('#mapping-trigger').waitFor()
    await expectNothingPersonal()
    expect(browser.errors).toEqual([])
    expect(browser.requested.filter((url) => !/^(?:http:\/\/127\.0\.0\.1:|blob:|data:)/.test(url))).toEqual([])
  })

  it('follows the newest event, until somebody looks at another one', async () => {
    await track(
      server,
      Array.from({ length: 60 }, (_, index) => ({ event: `Event ${index}` }))
    )
    await rowOf('Event 59').waitFor()
    await grid().focus()
    await page.keyboard.press('k')
    const follows = page.getByRole('switch', { name: 'Follow the newest' })
    expect(await follows.isChecked()).toBe(false)
    await track(server, [{ event: 'Latest' }])
    // The filters have counts of all events, the list stands still.
    await page.getByRole('link', { name: 'All 61' }).waitFor()
    expect(await grid().getAttribute('aria-rowcount')).toBe('61')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Event 58' }).waitFor()
    await page.goBack()
    await follows.waitFor()
    await rowOf('Event 58').waitFor()
    await page.keyboard.press('l')
    await rowOf('Latest').waitFor()
    expect(await follows.isChecked()).toBe(true)
  })

  it('filters and is searched like a file', async () => {
    await track(server, [{ event: 'Order Completed' }, { event: 'Products Searched' }, { event: 'Unknown' }])
    await rowOf('Products Searched').getByText('Delivered').waitFor()
    await page.getByRole('link', { name: 'Unmatched 1' }).click()
    await rowOf('Order Completed').waitFor({ state: 'detached' })
    await rowOf('Unknown').waitFor()
    expect(await rows().count()).toBe(1)
    await page.getByRole('link', { name: /^All/ }).click()
    await grid().focus()
    await page.keyboard.press('/')
    await page.keyboard.type('PlaceAnOrder')
    await rowOf('Products Searched').waitFor({ state: 'detached' })
    await rowOf('Order Completed').waitFor()
    expect(await rows().count()).toBe(1)
    expect(await page.getByRole('link', { name: /^(?:Would be delivered|Unreadable)/ }).count()).toBe(0)
  })
})

import { source as axe } from 'axe-core'
import type { Page } from 'playwright-core'
import { describeInBrowser } from '../../__helpers__/browser'
import { orderOf, paste, StudioBrowser } from './studio-browser'

/** Each screen: its path, and what has to be there before it is checked. */
const SCREENS: [name: string, path: string, ready: string][] = [
  ['events', '/events', '[role=row] a'],
  ['mappings', '/mappings', '#mapping-trigger'],
  ['mappings as JSON', '/mappings/m3?view=json', '.cm-line'],
  ['diagnostics', '/diagnostics', 'article'],
  ['requests', '/requests', 'details.request']
]

const THEMES = ['light', 'dark'] as const

/** The rules that a page breaks, with the elements that break them. */
async function violationsOf(page: Page): Promise<string[]> {
  // The content policy would block a script that the page itself loads.
  await page.evaluate(axe)
  const { violations } = (await page.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
  }
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`)
  )
}

/** What a screen is checked for. The page stays open between the checks, as loading it takes longer than most of them. */
function itHasNoBarriers(open: () => Promise<Page>): void {
  let page: Page
  beforeAll(async () => {
    page = await open()
  })
  afterAll(() => page.context().close())

  it.each(THEMES)('breaks no rule in the %s theme', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    expect(await violationsOf(page)).toEqual([])
  })

  it('fits into 360 pixels, as at 200 % zoom', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  })
}

describeInBrowser('accessibility of the studio', () => {
  let browser: StudioBrowser

  beforeAll(async () => {
    browser = await StudioBrowser.open()
    const page = await browser.visit()
    await paste(page, orderOf('Order Completed'))
    await page.getByRole('button', { name: 'Send to the sandbox' }).click()
    await page.getByText('Sent to the sandbox').waitFor()
    await page.context().close()
  })
  afterAll(() => browser.close())

  describe.each(SCREENS)('the screen of %s', (_name, path, ready) => {
    itHasNoBarriers(async () => {
      const page = await browser.visit(path)
      await page.locator(ready).first().waitFor()
      return page
    })
  })

  describe.each([
    ['an event that is delivered', 'Order Completed'],
    ['an event that nearly matches', 'order completed']
  ])('the journey of %s', (_name, event) => {
    itHasNoBarriers(async () => {
      const page = await browser.visit('/events')
      await paste(page, orderOf(event))
      return page
    })
  })
})

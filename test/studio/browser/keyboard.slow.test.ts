import type { Page } from 'playwright-core'
import { describeInBrowser } from '../../__helpers__/browser'
import { orderOf, paste, StudioBrowser } from './studio-browser'

describeInBrowser('the studio by keyboard', () => {
  const browser = StudioBrowser.ofBlock()
  let page: Page

  beforeEach(async () => {
    page = await browser.visit()
    await page.getByRole('grid').getByRole('link').first().waitFor()
  })
  afterEach(() => page.context().close())

  const focused = () => page.locator(':focus')
  const activeRow = () => page.getByRole('row', { selected: true })
  const rowIsActive = (line: string) => activeRow().getByRole('gridcell', { name: line, exact: true }).waitFor()

  /** Presses Tab until an element has the focus. */
  async function tabTo(element: ReturnType<Page['locator']>): Promise<void> {
    do await page.keyboard.press('Tab')
    while (!(await element.evaluate((each) => each === document.activeElement)))
  }

  it('leads from the list to an event, to its neighbour, and back to the same row', async () => {
    await tabTo(page.getByRole('grid'))
    for (const key of ['ArrowDown', 'j', 'k', 'ArrowDown']) await page.keyboard.press(key)
    await rowIsActive('3')
    const name = (await activeRow().getByRole('link').textContent()) ?? ''
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
    await focused()
      .and(page.getByRole('heading', { level: 1 }))
      .waitFor()
    const back = page.getByRole('link', { name: /^← Events of/ })
    do await page.keyboard.press('Shift+Tab')
    while (!(await back.evaluate((each) => each === document.activeElement)))
    await page.keyboard.press('Enter')
    await focused().and(page.getByRole('grid')).waitFor()
    await rowIsActive('3')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
    await page.keyboard.press('Shift+Tab')
    await focused()
      .and(page.getByRole('button', { name: 'Next' }))
      .waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/3\?/)
    await focused()
      .and(page.getByRole('button', { name: 'Next' }))
      .waitFor()
  })

  it('acts on letters in the list only', async () => {
    await page.getByLabel('Theme').focus()
    for (const key of ['j', 'f', '?', '/']) await page.keyboard.press(key)
    await page.getByRole('button', { name: 'See what happens' }).focus()
    for (const key of ['j', 'f', '?', '/']) await page.keyboard.press(key)
    await rowIsActive('1')
    expect(page.url()).not.toContain('filter=')
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
    await page.getByRole('grid').focus()
    await page.keyboard.press('j')
    await rowIsActive('2')
    await page.keyboard.press('f')
    await page.waitForURL(/filter=delivered/)
    await page.keyboard.press('/')
    await focused().and(page.getByRole('searchbox')).waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
  })

  it('acts on no letter once they are switched off, also on the next visit', async () => {
    await page.getByRole('button', { name: 'Help and keys' }).click()
    await page.getByRole('switch', { name: 'Single letters are shortcuts' }).uncheck()
    await page.reload()
    await page.getByRole('grid').getByRole('link').first().waitFor()
    await page.getByRole('grid').focus()
    for (const key of ['j', 'f', '?']) await page.keyboard.press(key)
    await page.keyboard.press('ArrowDown')
    await rowIsActive('2')
    expect(page.url()).not.toContain('filter=')
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
  })

  it('moves the focus and the title of the window to each screen', async () => {
    const screens = page.getByRole('navigation', { name: 'Screens' })
    const titles = { Mappings: /^Add to Cart · Mappings · /, Diagnostics: /· Diagnostics ·/, Requests: /^Requests · / }
    for (const [name, title] of Object.entries({ ...titles, Events: /· Events ·/ })) {
      await screens.getByRole('link', { name: new RegExp(`^${name}`) }).focus()
      await page.keyboard.press('Enter')
      await focused()
        .and(page.getByRole('heading', { level: 1, name }))
        .waitFor()
      expect(await page.title()).toMatch(title)
    }
    await paste(page, orderOf('Order Completed'))
    await focused()
      .and(page.getByRole('heading', { level: 1, name: 'Order Completed' }))
      .waitFor()
    expect(await page.title()).toMatch(/^Order Completed · /)
  })

  it('skips what stands above the content', async () => {
    await page.keyboard.press('Tab')
    await focused()
      .and(page.getByRole('link', { name: 'Skip to the content' }))
      .waitFor()
    expect(await focused().boundingBox()).toMatchObject({ x: expect.any(Number) })
    await page.keyboard.press('Enter')
    await focused().and(page.getByRole('main')).waitFor()
    await page.keyboard.press('Tab')
    const isInside = await focused().evaluate((element) => element.closest('main') !== null)
    expect(isInside).toBe(true)
    await page.getByRole('grid').waitFor()
  })
})

import type { Page } from 'playwright-core'
import { describeInBrowser } from '../../__helpers__/browser'
import { orderOf, PASTE, paste, StudioBrowser } from './studio-browser'

const { properties, ...REST } = orderOf('Order Completed')
const CALL = `analytics.track('Order Completed', ${JSON.stringify(properties)}, ${JSON.stringify(REST)},)`

describeInBrowser('pasting events', () => {
  const browser = StudioBrowser.ofBlock()
  let page: Page
  beforeEach(async () => {
    page = await browser.visit()
    await editor().waitFor()
  })
  afterEach(() => page.context().close())

  const editor = () => page.getByRole('textbox', { name: PASTE })
  const submit = () => page.getByRole('button', { name: 'See what happens' }).click()

  it('says how a text is read, before and after it is added', async () => {
    const sentence = /^Read as a call of analytics\.track; 1 trailing comma dropped\./
    await editor().fill(CALL)
    await page.getByText(sentence).waitFor()
    await submit()
    await page.getByRole('heading', { name: 'Order Completed', exact: true }).waitFor()
    await page.getByText(sentence).waitFor()
    await page.locator('#field-email').getByText('jane@example.com').first().waitFor()
  })

  it('shows the line and column of a fault, and leads to it by keyboard alone', async () => {
    await editor().focus()
    await page.keyboard.insertText(`curl x -d '{\n  "type": "track",\n  "event": }'`)
    await page.keyboard.press('Control+Enter')
    const place = page.getByRole('button', { name: 'Line 3, column 12' })
    await place.waitFor()
    await page.locator('.cm-lintRange-error').waitFor()
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Line 3, column 12')
    await page.keyboard.press('Enter')
    await page.keyboard.insertText('"Order Completed"')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: 'Order Completed', exact: true }).waitFor()
  })

  it('keeps a text with a fault while another screen is shown', async () => {
    await editor().fill('{ "type": ')
    await page.getByRole('link', { name: 'Requests' }).click()
    await page.getByRole('link', { name: 'Events', exact: true }).click()
    await editor().waitFor()
    expect(await editor().textContent()).toContain('{ "type": ')
  })

  it('adds everything to one source, whose values are shown in any window', async () => {
    await paste(page, orderOf('Order Completed'))
    await page.getByRole('link', { name: 'Events', exact: true }).click()
    await editor().fill(JSON.stringify([orderOf('Second'), orderOf('Third')]))
    await submit()
    await page.getByRole('grid').getByRole('link', { name: 'Third' }).waitFor()
    const pasted = page.getByRole('list', { name: 'Sources' }).getByRole('link', { name: /^Pasted/ })
    expect(await pasted.count()).toBe(1)
    expect(await editor().textContent()).not.toContain('Third')
    await page.getByRole('grid').getByRole('link', { name: 'Second' }).click()
    const other = await browser.visit(new URL(page.url()).pathname)
    await other.getByText('jane@example.com').first().waitFor()
    await other.context().close()
  })
})

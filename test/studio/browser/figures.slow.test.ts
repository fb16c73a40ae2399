import type { Page } from 'playwright-core'
import { describeInBrowser } from '../../__helpers__/browser'
import { toLines } from '../../__helpers__/command'
import { orderOf, StudioBrowser } from './studio-browser'

describeInBrowser('the figures of a source', () => {
  const browser = StudioBrowser.ofBlock((folder) => {
    const at = (minute: number, name: string) => ({
      ...orderOf(name),
      messageId: `${minute}`,
      timestamp: new Date(Date.UTC(2026, 10, 22, 12, minute)).toISOString()
    })
    const events = [at(0, 'Order Completed'), at(1, 'Step'), at(40, 'Order Completed'), at(41, 'Order Completed')]
    return { files: [folder.write('events.ndjson', toLines(events))] }
  })
  let page: Page

  beforeAll(async () => {
    page = await browser.visit('/events')
  })

  it('are bars over time, a sentence and a table', async () => {
    const figure = page.getByRole('figure')
    await figure.getByText('Each bar is 1 minute; the highest, 1 event, begins at 22 Nov 2026, 12:00:00.').waitFor()
    expect(await figure.locator('rect.good').count()).toBe(3)
    expect(await figure.locator('rect.idle').count()).toBe(1)
    await figure.getByText('Events over time as a table').click()
    const row = figure.getByRole('row', { name: '22 Nov 2026, 12:01:00' })
    await row.waitFor()
    expect(await row.getByRole('cell').allTextContents()).toEqual(['0', '1'])
  })

  it('are the value by currency', async () => {
    await page.getByRole('link', { name: 'Diagnostics' }).click()
    const row = page.getByRole('table', { name: /^Value that would reach TikTok/ }).getByRole('row', { name: 'USD' })
    await row.waitFor()
    expect(await row.getByRole('cell').allTextContents()).toEqual(['76.5', '3'])
  })
})

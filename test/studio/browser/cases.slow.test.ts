import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describeInBrowser } from '../../__helpers__/browser'
import { toLines } from '../../__helpers__/command'
import { orderOf, StudioBrowser } from './studio-browser'

describeInBrowser('cases', () => {
  const browser = StudioBrowser.ofBlock((folder) => ({
    files: [folder.write('orders.ndjson', toLines([orderOf('Order Completed')]))],
    cases: folder.file('cases.json')
  }))
  let page: Page

  beforeAll(async () => {
    page = await browser.visit('/events/1/0')
  })

  it('are kept, run at each edit, and saved by keyboard alone', async () => {
    await page.getByRole('button', { name: 'Keep as a case' }).press('Enter')
    await page.getByText('Kept as the case “Order Completed”').waitFor()
    await page.getByRole('link', { name: 'Mappings', exact: true }).press('Enter')
    const panel = page.getByRole('region', { name: 'Cases' })
    await panel.getByText('1 case: all pass').waitFor()
    await panel.getByRole('button', { name: /^Save to/ }).press('Enter')
    await panel.getByText('The cases are saved.').waitFor()
    expect(JSON.parse(readFileSync(browser.folder.file('cases.json'), 'utf8')).cases).toMatchObject([
      { name: 'Order Completed' }
    ])
    await page.getByRole('link', { name: 'Place an Order', exact: true }).press('Enter')
    await page.getByLabel('Trigger').press('Control+A')
    await page.keyboard.type('event = "Order Refunded"')
    await panel.getByText('1 of 1 fail').waitFor()
    await panel.getByText('expected delivered, is unmatched').waitFor()
    await panel.getByRole('button', { name: 'Expect this of Order Completed' }).press('Enter')
    await panel.getByText('1 case: all pass').waitFor()
  })
})

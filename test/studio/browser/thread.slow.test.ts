import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { presetMappings } from '../../../runner/mappings/presets'
import { describeInBrowser } from '../../__helpers__/browser'
import { toLines } from '../../__helpers__/command'
import { orderOf, StudioBrowser } from './studio-browser'

/** An order whose ID is not where the mapping looks. */
const WITHOUT_ID = {
  ...orderOf('Order Completed'),
  messageId: undefined,
  properties: { ...orderOf('').properties, event_number: 'e-1' }
}

const EVENTS = [
  orderOf('Order Completed'),
  orderOf('order completed'),
  WITHOUT_ID,
  orderOf('Step'),
  { ...WITHOUT_ID, userId: 'user-2' }
]

describeInBrowser('the thread from a finding to its fix', () => {
  const browser = StudioBrowser.ofEachTest((folder) => ({
    files: [folder.write('orders.ndjson', toLines(EVENTS))],
    mappings: folder.write('mappings.json', JSON.stringify(presetMappings()))
  }))
  let page: Page

  beforeEach(async () => {
    page = await browser.visit('/diagnostics?source=1')
  })

  const card = () => page.getByRole('article', { name: 'Event ID is missing' })
  const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text })

  /** Moves the focus to a link with Tab alone, and presses Enter. */
  async function enter(name: RegExp): Promise<void> {
    await page.getByRole('link', { name }).first().waitFor()
    for (let presses = 0; presses < 50; presses++) {
      await page.keyboard.press('Tab')
      if (name.test((await page.locator(':focus').textContent()) ?? '')) break
    }
    expect(await page.locator(':focus').textContent()).toMatch(name)
    await page.keyboard.press('Enter')
  }

  it('leads by keyboard alone from the card to the field, and lowers its number', async () => {
    await card().locator('strong', { hasText: /^2 \(/ }).waitFor()
    await enter(/^Show the events of: Event ID is missing/)
    const rows = page.getByRole('grid')
    await rows.getByRole('link', { name: 'Order Completed' }).nth(1).waitFor()
    await rows.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/events\/1\/4\?.*finding=/)
    await enter(/^Open event_id of Place an Order/)
    await page.waitForURL(/field=event_id/)
    await status('Event ID is missing: 2').waitFor()
    const path = page.getByLabel('Event ID, path 1')
    await path.focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('$.properties.event_number')
    await status('Event ID is missing: 1 (−1)').waitFor()
    await page.getByRole('link', { name: 'Event ID is missing' }).press('Enter')
    await card().locator('strong', { hasText: /^1 \(/ }).waitFor()
  })

  it('leads back to the row that it was opened from', async () => {
    await card().getByRole('link', { name: 'Show the events' }).click()
    await page.getByRole('grid').getByRole('link', { name: 'Order Completed' }).nth(1).click()
    await page.getByRole('link', { name: 'Open event_id of Place an Order' }).click()
    await status('Event ID is missing: 2').waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'Order Completed', exact: true }).waitFor()
    await page.goBack()
    await page.getByRole('row', { selected: true }).getByRole('gridcell', { name: '5', exact: true }).waitFor()
  })

  it('names the nearest trigger of an unmatched row in the list', async () => {
    await page.goto(new URL('/events?source=1&filter=unmatched', page.url()).href)
    const row = page.getByRole('row', { name: /order completed/ })
    await row
      .getByText('Nearest: Place an Order asks for event = "Order Completed", which differs by case only.')
      .waitFor()
    expect(await page.getByRole('row', { name: /Step/ }).textContent()).not.toContain('Nearest')
  })

  it('completes paths in the JSON of a mapping, with their counts and values that identify nobody', async () => {
    await page.goto(new URL('/mappings/m2?view=json', page.url()).href)
    const type = async (text: string) => {
      await page.locator('.cm-line', { hasText: '"partnerAction"' }).click()
      await page.keyboard.press('Home')
      await page.keyboard.press('Shift+End')
      await page.keyboard.type(`"partnerAction": "${text}`)
    }
    const option = (path: string) => page.getByRole('option').filter({ hasText: path })
    await type('$.properties.event_n')
    await option('$.properties.event_number').getByText('2 events (40 %)', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await type('$.properties.tot')
    await option('$.properties.total').getByText('5 events (100 %), such as 25.5').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.cm-line', { hasText: '"partnerAction": "$.properties.total' }).waitFor()
    expect(readFileSync(browser.folder.file('mappings.json'), 'utf8')).toBe(JSON.stringify(presetMappings()))
  })
})

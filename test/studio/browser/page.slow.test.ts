import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describeInBrowser } from '../../__helpers__/browser'
import { tiktokConversions, toLines } from '../../__helpers__/command'
import { holdBack, orderOf, PASTE, paste, StudioBrowser } from './studio-browser'

const LINES = 100_000

describeInBrowser('the page of the studio', () => {
  const browser = StudioBrowser.ofEachTest()
  let page: Page

  beforeEach(async () => {
    page = await browser.visit()
  })
  afterEach(() => page.context().close())

  const button = (name: string) => page.getByRole('button', { name })
  const link = (name: string) => page.getByRole('link', { name, exact: true })
  const accepted = () => page.getByText('The sandbox accepts the request').waitFor()

  it('leads from an event to its journey, without personal values until they are asked for', async () => {
    const file = browser.folder.write('order.ndjson', toLines([orderOf('Order Completed')]))
    await page.getByLabel('Open files').setInputFiles(file)
    await accepted()
    const row = page.locator('#field-email')
    expect(await row.textContent()).toContain('hashed with SHA-256')
    expect(await page.locator('main').textContent()).not.toContain('jane@example.com')
    await page.getByRole('switch', { name: 'Show values' }).check()
    await row.getByText('jane@example.com').first().waitFor()
    expect(await page.locator('mark').allInnerTexts()).toContain('"email": "jane@example.com",')
  })

  it('copies a command with placeholders for hidden values, and a complete one once they are shown', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const file = browser.folder.write('order.ndjson', toLines([orderOf('Order Completed')]))
    await page.getByLabel('Open files').setInputFiles(file)
    await accepted()
    const copy = async (description: RegExp) => {
      await page.getByRole('radio', { name: 'curl' }).check()
      await page.getByText(description).waitFor()
      await page.evaluate('navigator.clipboard.writeText("")')
      await button('Copy the command').press('Enter')
      return (await page.waitForFunction('navigator.clipboard.readText()')).jsonValue()
    }
    const masked = await copy(/^Hidden values are placeholders/)
    expect(masked).toContain('$TIKTOK_PIXEL_CODE')
    expect(masked).toContain('"<hashed email>"')
    expect(masked).not.toContain('•••')
    await page.getByRole('switch', { name: 'Show values' }).check()
    const complete = await copy(/^The copy holds all values/)
    expect(complete).toContain('$TIKTOK_PIXEL_CODE')
    expect(complete).toMatch(/"[0-9a-f]{64}"/)
    expect(complete).not.toMatch(/•••|"</)
  })

  it('shows the values of an event that was just pasted', async () => {
    await paste(page, orderOf('Order Completed'))
    await page.locator('#field-email').getByText('jane@example.com').first().waitFor()
  })

  it('keeps the token out of the address, and opens a deep link again', async () => {
    await page.getByRole('grid').waitFor()
    expect(page.url()).not.toContain('token')
    await paste(page, orderOf('Order Completed'))
    expect(page.url()).toMatch(/\/events\/[^/#?]+\/\d+$/)
    await page.reload()
    await accepted()
  })

  it('says what to do where the address lacks the token', async () => {
    await page.getByRole('grid').waitFor()
    await page.evaluate('localStorage.clear()')
    await page.goto(new URL('/events', page.url()).href)
    await page.getByText('Open the address that the command has printed').waitFor()
  })

  it('delivers an event that nearly matches, after one click', async () => {
    await paste(page, orderOf('order completed'))
    await page.getByText('differs by case only').waitFor()
    await button('Use it').click()
    await accepted()
  })

  it('answers first, with the next step', async () => {
    await paste(page, orderOf('Order Completed'))
    await page
      .locator('.answer')
      .getByText('Would reach TikTok as PlaceAnOrder, 25.50 USD, matched by email, external ID and IP.')
      .waitFor()
    await link('Events').click()
    await paste(page, orderOf('Order Complete'))
    await page
      .locator('.answer')
      .getByText('Not sent: Place an Order expects "Order Completed"; this event is "Order Complete".')
      .waitFor()
    await button('Let Place an Order accept it too').click()
    await page
      .locator('.answer')
      .getByText(/^Would reach TikTok as PlaceAnOrder/)
      .waitFor()
  })

  it('leads from a filtered list to an event, its neighbours, and back to the same row', async () => {
    const events = ['Order Completed', 'Step', 'Order Completed', 'Step', 'Order Completed'].map((event, index) => ({
      ...orderOf(event),
      messageId: `m-${index}`
    }))
    await page.getByLabel('Open files').setInputFiles(browser.folder.write('mixed.ndjson', toLines(events)))
    await page.waitForURL(/source=/)
    await page.getByText('5 rows', { exact: true }).waitFor()
    await page.getByRole('link', { name: /^Unmatched/ }).click()
    await page.getByRole('grid').getByRole('link', { name: 'Step' }).first().click()
    await page.getByRole('heading', { name: 'Step', exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toMatch(/\/1$/)
    await button('Next').click()
    await page.waitForURL(/\/3\?/)
    await page.getByRole('link', { name: /^← Events of mixed/ }).click()
    await page.getByRole('row', { selected: true }).getByRole('gridcell', { name: '4', exact: true }).waitFor()
  })

  it('leads from a field to that field of its mapping', async () => {
    await paste(page, orderOf('Order Completed'))
    await page.locator('#field-email').getByRole('link', { name: 'Email', exact: true }).click()
    await page.getByText('TikTok gets a SHA-256 digest of it.').first().waitFor()
    expect(page.url()).toContain('?field=email')
  })

  it('shows at once what an edit of a mapping does to the open event', async () => {
    await paste(page, orderOf('Order Completed'))
    await link('Mappings').click()
    await link('Place an Order').click()
    const preview = page.getByRole('region', { name: 'Preview' })
    await page.getByLabel('Trigger').fill('event = "Order Refunded"')
    await preview.getByText(/^Not sent: /).waitFor()
    await preview.getByText('(−1)').first().waitFor()
    await page.getByLabel('Trigger').fill('event = "Order Completed"')
    await preview
      .getByText(/^Would reach TikTok as PlaceAnOrder, 25\.50 USD, matched by email, external ID and IP\./)
      .waitFor()
    await page.getByText('Event Name', { exact: true }).click()
    await page.getByLabel('Event Name, fixed value').fill('Purchase')
    await link('Changes to the preset').click()
    await page.locator('.cm-deletedChunk').getByText('PlaceAnOrder').waitFor()
  })

  it('keeps the mappings in force while an edit has faults, and shows the faults', async () => {
    await link('Mappings').click()
    await link('Search').click()
    const trigger = page.getByLabel('Trigger')
    await trigger.fill('event = ')
    await page.getByText('stay in force').waitFor()
    expect(await trigger.getAttribute('aria-invalid')).toBe('true')
    await trigger.fill('event = "Products Searched"')
    await page.getByText('stay in force').waitFor({ state: 'detached' })
  })

  it('marks a fault of the JSON in its place', async () => {
    await link('Mappings').click()
    await link('JSON').click()
    const line = page.locator('.cm-line', { hasText: '"partnerAction"' })
    await line.click()
    await page.keyboard.press('Home')
    await page.keyboard.press('Shift+End')
    await page.keyboard.type('"partnerAction": "reportWebEvents",')
    await line.locator('.cm-lintRange-error').waitFor()
  })

  it('exports mappings that send takes', async () => {
    await link('Mappings').click()
    const [download] = await Promise.all([page.waitForEvent('download'), button('Export for send').click()])
    const mappings = browser.folder.file('mappings.json')
    await download.saveAs(mappings)
    const events = browser.folder.write('order.ndjson', toLines([orderOf('Order Completed')]))
    const run = await tiktokConversions(['send', events, '--sandbox', '--mappings', mappings, '--json'])
    expect(JSON.parse(run.stdout)).toMatchObject({ delivered: 1, rejected: 0, unmatched: 0 })
  })

  it('leads from a finding to its events', async () => {
    await page.goto(new URL('/diagnostics', page.url()).href)
    const card = page.getByRole('article', { name: 'Events match no mapping' })
    await card.getByRole('link', { name: 'Show the events' }).click()
    await page.getByRole('link', { name: 'Coupon Entered' }).waitFor()
    await page.getByRole('link', { name: 'Order Completed' }).waitFor({ state: 'detached' })
  })

  it('shows what the sandbox got, with the fault that was ordered', async () => {
    await link('Requests').click()
    await button('40100').click()
    await page.getByText('The next request is answered by').waitFor()
    await link('Events').click()
    await paste(page, orderOf('Order Completed'))
    await button('Send to the sandbox').click()
    await page.getByText('Sent to the sandbox').waitFor()
    await page.getByRole('link', { name: 'Requests' }).click()
    await page.getByText('code 40100').first().waitFor()
  })

  it('puts an edit into force before an event is pasted', async () => {
    await paste(page, orderOf('Order Completed'))
    await link('Mappings').click()
    const release = await holdBack(page, '**/api/mappings')
    const asked = page.waitForRequest((request) => request.method() === 'PUT')
    const order: string[] = []
    page.on('response', (answer) => answer.request().method() === 'PUT' && order.push('in force'))
    page.on('request', (request) => request.url().endsWith('/sources/pasted') && order.push('pasted'))
    await page.getByRole('switch', { name: 'Place an Order is on' }).uncheck()
    await link('Events').click()
    await page.getByRole('textbox', { name: PASTE }).fill(JSON.stringify(orderOf('Order Completed')))
    await button('See what happens').click()
    await asked
    release()
    await page
      .locator('.answer')
      .getByText(/^Not sent: /)
      .waitFor()
    expect(order).toEqual(['in force', 'pasted'])
  })

  it('delivers nothing through a mapping that is switched off', async () => {
    await paste(page, orderOf('Order Completed'))
    await link('Mappings').click()
    const isOn = page.getByRole('switch', { name: 'Place an Order is on' })
    await isOn.uncheck()
    await link('Events').click()
    await paste(page, orderOf('Order Completed'))
    await page
      .getByText(/^Not sent: /)
      .first()
      .waitFor()
    await link('Mappings').click()
    await isOn.check()
    await link('Events').click()
    await paste(page, orderOf('Order Completed'))
    await accepted()
  })

  it('takes a file that is dropped on it', async () => {
    await button('See what happens').waitFor()
    const content = JSON.stringify(orderOf('Order Completed'))
    const files = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], 'dropped.json'))
      return transfer
    }, content)
    await page.dispatchEvent('body', 'drop', { dataTransfer: files })
    await page.getByRole('heading', { name: 'Order Completed', exact: true }).waitFor()
    await page.getByText('dropped.json').first().waitFor()
  })

  it("exports mappings in the form of Segment's Public API, which send takes as well", async () => {
    await link('Mappings').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button('Export for Segment’s Public API').click()
    ])
    const mappings = browser.folder.file('segment.json')
    await download.saveAs(mappings)
    expect(readFileSync(mappings, 'utf8')).toContain('"trigger"')
    const events = browser.folder.write('again.ndjson', toLines([orderOf('Order Completed')]))
    const run = await tiktokConversions(['send', events, '--sandbox', '--mappings', mappings, '--json'])
    expect(JSON.parse(run.stdout)).toMatchObject({ delivered: 1, rejected: 0 })
  })

  it('sends a request again', async () => {
    await paste(page, orderOf('Order Completed'))
    await button('Send to the sandbox').click()
    await page.getByText('Sent to the sandbox').waitFor()
    await page.getByRole('link', { name: 'Requests' }).click()
    const requests = page.locator('details.request')
    await requests.first().waitFor()
    const before = await requests.count()
    await requests.first().locator('summary').click()
    await button('Send again').first().click()
    await requests.nth(before).waitFor()
  })

  it('is shown light or dark, as chosen', async () => {
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    await page.getByLabel('Theme').selectOption('light')
    const light = await background()
    await page.getByLabel('Theme').selectOption('dark')
    expect(await background()).not.toBe(light)
    await page.reload()
    expect(await page.getByLabel('Theme').inputValue()).toBe('dark')
  })

  it('scrolls through a file of 100,000 lines', async () => {
    const line = JSON.stringify({ type: 'track', event: 'Step', messageId: 'm', timestamp: '2026-11-22T09:00:00Z' })
    const content = browser.folder.write('long.ndjson', `${line}\n`.repeat(LINES))
    await page.getByLabel('Open files').setInputFiles(content)
    await page.getByText('100,000 rows', { exact: true }).waitFor()
    await page.locator(`[role=grid][aria-rowcount="${LINES + 1}"]`).waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('End')
    await page.getByRole('gridcell', { name: '100000', exact: true }).waitFor()
    expect(await page.getByRole('row').count()).toBeLessThan(100)
  })

  it('asks nobody but the studio, and breaks no rule of its content policy', () => {
    expect(browser.requested.length).toBeGreaterThan(0)
    const hosts = new Set(
      browser.requested.map((url) => new URL(url)).map(({ protocol, hostname }) => protocol + hostname)
    )
    expect([...hosts].filter((host) => !host.startsWith('blob:'))).toEqual(['http:127.0.0.1'])
    expect(browser.errors.filter((error) => !/status of (403|422)/.test(error))).toEqual([])
  })
})

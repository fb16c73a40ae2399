import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describeInBrowser } from '../../__helpers__/browser'
import { ordersOf, ROOT, TestFolder, tiktokConversions, toLines } from '../../__helpers__/command'
import { paste, StudioPage } from './__helpers__/studio-page'

const [ORDER] = ordersOf(1, () => ({ email: 'ada@example.com' }))
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
/** Each screen, and what it shows when it is loaded. */
const SCREENS = [
  ['/events', '.row-line .badge'],
  ['/events/1/11', '.fields'],
  ['/mappings', '.field-forms .field'],
  ['/diagnostics', 'article'],
  ['/requests', 'fieldset']
]

describeInBrowser('the page of the studio', () => {
  const folder = new TestFolder()
  let studio: StudioPage
  let tab: Page

  beforeAll(async () => {
    studio = await StudioPage.open()
  })
  afterAll(async () => {
    await studio.close()
    folder.remove()
  })
  afterEach(() => tab.close())

  const verdict = () => tab.locator('.title .badge').textContent()

  it('shows the journey of a pasted event', async () => {
    tab = await studio.visit()
    await paste(tab, ORDER)
    expect(await tab.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      '1 · Event',
      '2 · Triggers',
      '3 · Fields of Place an Order',
      '4 · Request',
      '5 · Verdict'
    ])
    expect(await verdict()).toContain('Delivered')
    expect(await tab.locator('#field-currency').textContent()).toContain('$.properties.currency')
    expect(await tab.getByLabel('Request', { exact: true }).textContent()).toContain('PlaceAnOrder')
  })

  it('takes a near miss with one click', async () => {
    tab = await studio.visit()
    await paste(tab, { ...ORDER, event: 'order completed' })
    expect(await verdict()).toContain('Unmatched')
    await tab.getByRole('button', { name: 'Use it' }).first().click()
    await tab.locator('.title .badge', { hasText: 'Delivered' }).waitFor()
    expect(await verdict()).toContain('Delivered')
  })

  it('masks values until they are switched on', async () => {
    tab = await studio.visit()
    await paste(tab, ORDER)
    const event = tab.getByLabel('Event', { exact: true })
    expect(await event.textContent()).not.toContain('ada@example.com')
    await tab.getByRole('switch', { name: 'Show values' }).check()
    await event.getByText('ada@example.com').first().waitFor()
    expect(await event.textContent()).toContain('ada@example.com')
  })

  it('exports mappings that send takes', async () => {
    tab = await studio.visit('/mappings')
    const downloaded = tab.waitForEvent('download')
    await tab.getByRole('button', { name: 'Export for send --mappings' }).click()
    const mappings = folder.file('mappings.json')
    await (await downloaded).saveAs(mappings)
    const events = folder.write('events.ndjson', toLines([ORDER]))
    const run = await tiktokConversions(['send', events, '--mappings', mappings, '--sandbox'])
    expect(run).toMatchObject({ status: 0 })
  })

  it.each(SCREENS)('has no fault that axe finds at %s, in light and dark', async (path, content) => {
    tab = await studio.visit(path)
    await tab.locator(content).first().waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.emulateMedia({ colorScheme })
      await tab.evaluate(AXE)
      const faults = await tab.evaluate(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))`)
      expect([colorScheme, faults]).toEqual([colorScheme, []])
    }
  })

  it.each(SCREENS)('does not scroll sideways at %s, 360 px wide', async (path, content) => {
    tab = await studio.visit(path, 360)
    await tab.locator(content).first().waitFor()
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })

  it('brings edits of a mapping into force, and says faults where they are', async () => {
    tab = await studio.visit('/mappings/Place%20an%20Order')
    const trigger = tab.getByLabel('Trigger', { exact: true })
    const before = await trigger.inputValue()
    await trigger.fill('event = ')
    await tab.locator('.panel .fault').first().waitFor()
    expect(await trigger.getAttribute('aria-invalid')).toBe('true')
    const accepted = tab.waitForResponse((response) => response.request().method() === 'PUT' && response.ok())
    await trigger.fill(before)
    await accepted
    await tab.locator('.panel .fault').first().waitFor({ state: 'detached' })
    expect(await trigger.getAttribute('aria-invalid')).toBe('false')
  })

  it('is used by keyboard alone', async () => {
    tab = await studio.visit()
    await tab.getByRole('row', { selected: true }).getByRole('link').waitFor()
    await tab.keyboard.press('j')
    await tab.keyboard.press('j')
    await tab.keyboard.press('k')
    await tab.keyboard.press('Enter')
    await tab.getByText(/^2 of/).waitFor()
    await tab.keyboard.press('u')
    await tab.keyboard.press('f')
    await tab.waitForURL('**filter=**')
    await tab.keyboard.press('/')
    expect(await tab.evaluate('document.activeElement.id')).toBe('search')
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('?')
    expect(await tab.getByRole('dialog').isVisible()).toBe(true)
  })

  it('shows what was sent, answers by an ordered fault, and sends again', async () => {
    tab = await studio.visit('/events/1/11')
    await tab.getByRole('button', { name: 'Send to the sandbox' }).click()
    await tab.getByText('Sent to the sandbox: delivered.').waitFor()
    await tab.getByRole('link', { name: /^Requests/ }).click()
    await tab.locator('.request', { hasText: 'code 0' }).locator('summary').click()
    await tab.getByRole('button', { name: '40100, too many requests' }).click()
    await tab.getByRole('button', { name: 'Send again' }).click()
    await tab.locator('.request', { hasText: 'code 40100' }).waitFor()
    expect(await tab.locator('.request').count()).toBe(2)
  })

  it('leads from a finding to its events', async () => {
    tab = await studio.visit('/diagnostics')
    await tab
      .getByRole('link', { name: /^Show the events/ })
      .first()
      .click()
    await tab.getByText('Events of the finding').waitFor()
    await tab.locator('.row-line .badge').first().waitFor()
    expect(new URL(tab.url()).searchParams.get('finding')).not.toBeNull()
  })

  it('scrolls to the end of 100,000 lines, with few of them in the page', async () => {
    tab = await studio.visit()
    const lines = toLines(ordersOf(100_000))
    await tab
      .locator('input[type=file]')
      .setInputFiles({ name: 'many.ndjson', mimeType: 'text/plain', buffer: Buffer.from(lines) })
    await tab.locator('[aria-rowcount="100001"]').waitFor({ timeout: 40_000 })
    await tab.getByRole('grid').press('End')
    await tab.locator('#row-99999 .badge').waitFor()
    expect(await tab.getByRole('row').count()).toBeLessThan(60)
  })

  it('asks nothing of other machines', () => {
    const { origin } = new URL(studio.url)
    expect(studio.requests.length).toBeGreaterThan(0)
    expect(studio.requests.filter((url) => !url.startsWith(origin) && !url.startsWith('blob:'))).toEqual([])
  })

  it('refuses requests without its token', async () => {
    tab = await studio.visit()
    await tab.evaluate('sessionStorage.clear()')
    await tab.goto(new URL('/events', studio.url).origin)
    await tab.getByRole('alert').getByText('lacks the token').waitFor()
    expect((await fetch(new URL('/api/session', studio.url))).status).toBe(403)
  })
})

describe('the files of the page', () => {
  const page = join(ROOT, 'dist', 'studio')
  const sizeOf = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(join(page, file))).length, 0)

  it('are small, and the first of them very small', () => {
    const html = readFileSync(join(page, 'index.html'), 'utf8')
    const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file)
    expect(first).toHaveLength(2)
    expect(sizeOf(['index.html', ...first])).toBeLessThanOrEqual(60_000)
    const assets = readdirSync(join(page, 'assets')).map((file) => join('assets', file))
    expect(sizeOf(['index.html', 'icon.svg', ...assets])).toBeLessThanOrEqual(250_000)
  })
})

import type { Result, RunOptions } from 'axe-core'
import { source } from 'axe-core'
import type { Page } from 'playwright-core'
import { describeInBrowser } from '../../__helpers__/browser'
import { orderOf, PASTE, paste, StudioBrowser } from './studio-browser'

/** Each screen and state: its path, and what has to be there before it is checked. */
const SCREENS: [name: string, path: string, ready: string][] = [
  ['events', '/events', '[role=row] a'],
  ['events that no filter lets through', '/events?filter=rejected', '.blank'],
  ['an event that is delivered', '/events/1/0', '.answer strong'],
  ['an event that is missing', '/events/1/4000', '.banner.bad'],
  ['mappings', '/mappings?field=email', '.path-picker'],
  ['mappings as JSON', '/mappings/m3?view=json', '.cm-line'],
  ['a mapping that is missing', '/mappings/none', '.blank'],
  ['diagnostics', '/diagnostics', 'article'],
  ['requests', '/requests', 'details.request'],
  ['an unknown address', '/nowhere', '.blank']
]

const WIDTHS = [360, 768, 1440]

/** Pixels of a window of 1280 at 200 % zoom. */
const ZOOMED = 640

/** Pixels; two lines of the header are higher. */
const ONE_LINE = 64

/** What is checked. The rules that a page keeps are not described, which would take most of the time. */
const OPTIONS: RunOptions = { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }

/** The rules that a page breaks, with the elements that break them. */
async function violationsOf(page: Page): Promise<string[]> {
  // The content policy would block a script that the page itself loads.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source)
  const run = `axe.run(${JSON.stringify(OPTIONS)}).then(({ violations }) => violations)`
  const violations = (await page.evaluate(run)) as Result[]
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`)
  )
}

/** Badges that are not shown whole. */
function cutBadges(page: Page): Promise<string[]> {
  return page.locator('.badge:visible').evaluateAll((badges) =>
    badges
      .filter((badge) => {
        const { left, right } = badge.getBoundingClientRect()
        const around = badge.parentElement?.getBoundingClientRect()
        return (
          badge.scrollWidth > badge.clientWidth + 1 ||
          around === undefined ||
          left < around.left ||
          right > around.right
        )
      })
      .map((badge) => badge.outerHTML)
  )
}

/** What a screen is checked for. The page stays open between the checks, as loading it takes longer than most of them. */
function itHasNoBarriers(open: () => Promise<Page>): void {
  let page: Page
  beforeAll(async () => {
    page = await open()
  })
  afterAll(() => page.context().close())

  it.each(WIDTHS)('breaks no rule, fits and has a header of one line at %i pixels', async (width) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width, height: 800 })
    expect(await violationsOf(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    expect((await page.getByRole('banner').boundingBox())?.height).toBeLessThanOrEqual(ONE_LINE)
    expect(await cutBadges(page)).toEqual([])
  })

  it('breaks no rule and fits at 200 % zoom', async () => {
    await page.setViewportSize({ width: ZOOMED, height: 400 })
    expect(await violationsOf(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(ZOOMED)
    expect(await cutBadges(page)).toEqual([])
  })

  it.each([
    ['in the dark theme', { colorScheme: 'dark', forcedColors: 'none' }],
    ['with forced colours', { colorScheme: 'light', forcedColors: 'active' }]
  ] as const)('breaks no rule %s', async (_name, media) => {
    await page.setViewportSize({ width: 1440, height: 800 })
    await page.emulateMedia(media)
    expect(await violationsOf(page)).toEqual([])
  })
}

describeInBrowser('accessibility of the studio', () => {
  const event = orderOf('Order Completed')
  const cases = ['delivered', 'unmatched'].map((outcome) => ({ name: outcome, event, expect: { outcome } }))
  const browser = StudioBrowser.ofBlock((folder) => ({
    cases: folder.write('cases.json', JSON.stringify({ cases }))
  }))

  beforeAll(async () => {
    const page = await browser.visit()
    await paste(page, event)
    await page.getByRole('button', { name: 'Send to the sandbox' }).click()
    await page.getByText('Sent to the sandbox').waitFor()
    await page.context().close()
  })

  describe.each(SCREENS)('the screen of %s', (_name, path, ready) => {
    itHasNoBarriers(async () => {
      const page = await browser.visit(path)
      await page.locator(ready).first().waitFor()
      return page
    })
  })

  describe('the journey of an event that nearly matches', () => {
    itHasNoBarriers(async () => {
      const page = await browser.visit('/events')
      await paste(page, orderOf('order completed'))
      return page
    })
  })

  describe('the list of events with a pasted text that has a fault', () => {
    itHasNoBarriers(async () => {
      const page = await browser.visit('/events')
      await page.getByRole('textbox', { name: PASTE }).fill("analytics.track('X', { total: cart.total })")
      await page.getByRole('button', { name: 'Line 1, column 31' }).waitFor()
      await page.locator('.cm-lintRange-error').waitFor()
      return page
    })
  })

  describe('the cases below the mappings, one of which fails', () => {
    itHasNoBarriers(async () => {
      const page = await browser.visit('/mappings')
      await page.getByRole('region', { name: 'Cases' }).getByText('1 of 2 fail').waitFor()
      return page
    })
  })

  it('breaks no rule in its menu and its help at 360 pixels', async () => {
    const page = await browser.visit('/events', { viewport: { width: 360, height: 740 } })
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByLabel('Theme').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Help and keys' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.context().close()
  })

  it('shows each key of the coverage on one line at 360 pixels', async () => {
    const page = await browser.visit('/diagnostics', { viewport: { width: 360, height: 740 } })
    const cells = page.locator('.coverage td')
    await cells.first().waitFor()
    const heights = await cells.evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().height))
    expect(Math.max(...heights)).toBeLessThan(30)
    expect(await cells.evaluateAll((all) => all.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length)).toBe(
      0
    )
    await page.context().close()
  })

  it('tells a switch that is on from one that is off with forced colours', async () => {
    const page = await browser.visit('/mappings', { forcedColors: 'active' })
    const one = page.getByRole('switch', { name: 'Search is on' })
    const look = () =>
      one.evaluate((element) => {
        const [around, knob] = [getComputedStyle(element), getComputedStyle(element, '::before')]
        return { around: around.backgroundColor, knob: knob.backgroundColor, place: knob.marginLeft }
      })
    const on = await look()
    await one.uncheck()
    const off = await look()
    expect(on.knob).not.toBe(on.around)
    expect(off.knob).not.toBe(off.around)
    expect([on.around, on.place]).not.toEqual([off.around, off.place])
    await one.check()
    await page.context().close()
  })

  it('shows the verdict above the request', async () => {
    const page = await browser.visit('/events/1/0')
    const topOf = async (name: RegExp) => (await page.getByRole('heading', { name }).first().boundingBox())?.y ?? 0
    await page.locator('.answer strong').waitFor()
    expect(await topOf(/Verdict$/)).toBeLessThan(await topOf(/Request$/))
    await page.context().close()
  })
})

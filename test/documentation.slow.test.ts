import { existsSync, readdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { describeInBrowser, TestBrowser } from './__helpers__/browser'
import { ROOT } from './__helpers__/command'

const SITE = 'docs/.vitepress/dist'

// It is built by a tool that is no dependency.
const isBuilt = existsSync(join(ROOT, SITE, 'index.html'))
const describeSite = isBuilt ? describeInBrowser : describe.skip

describeSite(isBuilt ? 'the site of the documentation' : 'the site (skipped: run npm run docs:build)', () => {
  const server = createAdaptorServer(new Hono().use('*', serveStatic({ root: SITE })))
  let origin: string

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  it('has no dead link, and loads nothing from elsewhere', async () => {
    const files = ['', 'docs/'].flatMap((folder) =>
      readdirSync(join(ROOT, SITE, folder)).flatMap((name) => (name.endsWith('.html') ? [`${folder}${name}`] : []))
    )
    const pages = files.filter((file) => file !== '404.html').map((file) => `${origin}/${file}`)
    expect(pages.length).toBeGreaterThan(20)

    const browser = new TestBrowser()
    const page = await browser.newPage()
    const faults: string[] = []
    page.on('pageerror', ({ message }) => faults.push(message))
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) faults.push(`${page.url()} loads ${request.url()}`)
    })
    const ids = new Map<string, Set<string>>()
    const links = new Map<string, string>()
    for (const address of pages) {
      await page.goto(address)
      // Links are complete once the page has come to life.
      await page.waitForSelector('.VPSidebar .VPLink')
      ids.set(address, new Set(await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id))))
      const hrefs = await page
        .locator('a[href]')
        .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
      for (const href of hrefs) links.set(href.replace(/\/(?=$|#)/, '/index.html'), address)
    }
    await browser.close()

    const own = [...links].filter(([link]) => link.startsWith(origin))
    for (const [link, from] of own) {
      const [address, id = ''] = link.split('#')
      const found = ids.get(address)
      if (found === undefined && (await fetch(address)).status !== 200) faults.push(`${from} links to ${link}`)
      if (found !== undefined && id !== '' && !found.has(decodeURIComponent(id))) faults.push(`${from} has no #${id}`)
    }
    expect(own.length).toBeGreaterThan(100)
    expect(faults).toEqual([])
  })
})

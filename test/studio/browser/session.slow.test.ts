import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page, Route } from 'playwright-core'
import { startStudio } from '../../../runner/studio'
import { freePort } from '../../../soak/ports'
import { describeInBrowser } from '../../__helpers__/browser'
import { StudioBrowser } from './studio-browser'

describeInBrowser('the session of a browser', () => {
  const browser = StudioBrowser.ofEachTest(async (folder) => {
    port = await freePort()
    return { port, stateFolder: folder.path }
  })
  let port: number
  let page: Page

  beforeEach(async () => {
    page = await browser.visit('/events?source=1&filter=unmatched')
    await events(page).waitFor()
  })

  const events = (on: Page) => on.getByRole('grid').getByRole('link').first()
  const LACKS = 'This address lacks the token of the studio.'

  it('opens a link in any window of it, and in no other browser', async () => {
    const link = page.url()
    expect(link).not.toContain('token')
    const tab = await page.context().newPage()
    await tab.goto(link)
    await events(tab).waitFor()
    const stranger = await browser.visit('/', {})
    await stranger.context().clearCookies()
    await stranger.goto(link)
    await stranger.getByText(LACKS).waitFor()
  })

  it('is open before anything else is asked, and opens also if the page is left meanwhile', async () => {
    await page.evaluate('localStorage.clear()')
    await page.context().clearCookies()
    const tab = await page.context().newPage()
    const sessions: Route[] = []
    await tab.route('**/api/session', (route) => {
      sessions.push(route)
    })
    const asks = () => tab.waitForRequest('**/api/session')
    const { origin, hash } = new URL(browser.studio.url)
    await Promise.all([asks(), tab.goto(`${origin}/mappings${hash}`)])
    await Promise.all([asks(), tab.goto(`${origin}/requests`)])
    await tab.getByText('Loading the requests…').waitFor()
    const refused: string[] = []
    tab.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url())
    })
    await sessions.at(-1)?.continue()
    await tab.getByText('No requests yet.').waitFor()
    expect(refused).toEqual([])
    expect(await tab.evaluate('sessionStorage.length')).toBe(0)
  })

  it('goes on after a restart of the server, in open windows and by links', async () => {
    const link = page.url()
    await browser.studio.close()
    await page.getByText('The studio does not answer.').waitFor()
    const restarted = await startStudio({ port, stateFolder: browser.folder.path })
    await page.getByText('The studio does not answer.').waitFor({ state: 'detached' })
    await events(page).waitFor()
    const tab = await page.context().newPage()
    await tab.goto(link)
    await events(tab).waitFor()
    await restarted.close()
  })

  it('ends with the key of the user', async () => {
    await browser.studio.close()
    browser.folder.remove()
    const restarted = await startStudio({ port, stateFolder: browser.folder.path })
    await page.getByText(LACKS).waitFor()
    await restarted.close()
  })

  it('is no use to a server on another port of this machine, which gets the cookie', async () => {
    let cookie = ''
    const other = createServer((request, response) => {
      cookie ||= request.headers.cookie ?? ''
      response.setHeader('content-type', 'text/html').end('<title>Other</title>')
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const api = `http://127.0.0.1:${port}/api/sources`
    const tab = await page.context().newPage()
    await tab.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/api/page`)
    expect(cookie).toContain(`studio-${port}=`)
    const fromThere = (mode: RequestMode) =>
      tab.evaluate(
        ([url, how]) =>
          fetch(url, { credentials: 'include', mode: how as RequestMode }).then(
            ({ type }) => type,
            () => 'blocked'
          ),
        [api, mode]
      )
    expect([await fromThere('cors'), await fromThere('no-cors')]).toEqual(['blocked', 'blocked'])
    expect((await fetch(api, { headers: { cookie } })).status).toBe(403)
    expect(await tab.evaluate('localStorage.length')).toBe(0)
    await new Promise((resolve) => other.close(resolve))
  })
})

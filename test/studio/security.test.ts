import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StudioAccess } from '../../runner/studio/access'
import { TOKEN_HEADER } from '../../runner/studio/api'
import { createApp } from '../../runner/studio/app'
import { userKey } from '../../runner/studio/session-key'
import { TestFolder } from '../__helpers__/command'
import { TestStudio } from './__helpers__/studio'

let studio: TestStudio
beforeAll(async () => {
  studio = await TestStudio.open()
})
afterAll(() => studio.close())

describe('another host', () => {
  it.each(['evil.example.com', '127.0.0.1.example.com', 'localhost.example.com:4600', '192.0.2.1:4600', ''])(
    'as %j is refused',
    async (host) => {
      for (const path of ['/', '/assets/main.js', '/api/sources']) {
        expect(await studio.ask(`GET ${path}`, undefined, { host })).toMatchObject({
          status: 403,
          body: { message: 'The studio answers to 127.0.0.1 only.' }
        })
      }
    }
  )

  it.each(['127.0.0.1:4600', 'localhost:4600', 'localhost'])('as %j is this machine', async (host) => {
    expect(await studio.ask('GET /api/sources', undefined, { host })).toMatchObject({ status: 200 })
  })
})

describe('the token', () => {
  it.each([
    ['none', () => ''],
    ['another', () => 'wrong'],
    ['a part', (token: string) => token.slice(1)],
    ['more', (token: string) => `${token}-`]
  ])('as %s is refused', async (_name, change) => {
    const token = change(studio.token)
    for (const request of ['GET /api/sources', 'GET /api/nothing', 'POST /api/send', 'GET /api/updates']) {
      expect(await studio.ask(request, undefined, { [TOKEN_HEADER]: token })).toMatchObject({ status: 403 })
    }
  })

  it('is not needed for the page itself', async () => {
    expect(await studio.ask('GET /events', undefined, { [TOKEN_HEADER]: '' })).toMatchObject({ status: 200 })
  })
})

/** A browser that was admitted: its cookie, and the key in the storage of its page. */
async function admit(on = studio, headers: Record<string, string> = {}) {
  const answer = await on.ask('POST /api/session', undefined, headers)
  expect(answer.status).toBe(200)
  const [cookie, ...attributes] = (answer.headers.get('set-cookie') ?? '').split('; ')
  return { cookie, attributes, [TOKEN_HEADER]: answer.body.pageKey as string }
}

describe('a session', () => {
  const REFUSED = { status: 403, body: { message: expect.stringMatching(/^The token is missing or wrong/) } }
  const list = (headers: Record<string, string>, on = studio) => on.ask('GET /api/sources', undefined, headers)

  it('has a cookie that no script can read, and no other site makes use of', async () => {
    const { cookie, attributes } = await admit()
    expect(cookie).toMatch(/^studio-4600=[\w-]{22}\.\d+\.[\w-]{43}$/)
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/api', 'SameSite=Strict'])
  })

  it('needs both the cookie and the page key, without the token', async () => {
    const { cookie, [TOKEN_HEADER]: pageKey } = await admit()
    expect(await list({ cookie, [TOKEN_HEADER]: pageKey })).toMatchObject({ status: 200 })
    expect(await list({ cookie, [TOKEN_HEADER]: '' })).toMatchObject(REFUSED)
    expect(await list({ [TOKEN_HEADER]: pageKey })).toMatchObject(REFUSED)
    expect(await list({ cookie, [TOKEN_HEADER]: cookie.replace(/^.*\./, '') })).toMatchObject(REFUSED)
    expect(await list({ cookie: cookie.replace(/\.\d+\./, '.9999999999.'), [TOKEN_HEADER]: pageKey })).toMatchObject(
      REFUSED
    )
  })

  it('is no use to a server on another port, which gets the cookie', async () => {
    const { cookie, [TOKEN_HEADER]: pageKey } = await admit()
    const other = { host: '127.0.0.1:4700', cookie, [TOKEN_HEADER]: pageKey }
    expect(await list(other)).toMatchObject(REFUSED)
    expect(await list({ cookie, [TOKEN_HEADER]: '' })).toMatchObject(REFUSED)
  })

  it('ends seven days after the last visit', async () => {
    const start = Date.now()
    const clock = jest.spyOn(Date, 'now').mockReturnValue(start)
    const first = await admit()
    clock.mockReturnValue(start + 6 * 86_400_000)
    const { attributes: _, ...second } = await admit(studio, {
      cookie: first.cookie,
      [TOKEN_HEADER]: first[TOKEN_HEADER]
    })
    clock.mockReturnValue(start + 8 * 86_400_000)
    expect(await list({ cookie: first.cookie, [TOKEN_HEADER]: first[TOKEN_HEADER] })).toMatchObject(REFUSED)
    expect(await list(second)).toMatchObject({ status: 200 })
    clock.mockRestore()
  })

  it('keeps the page key of other windows when it is prolonged, with the page key or the token', async () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now())
    const { cookie, [TOKEN_HEADER]: pageKey } = await admit()
    const ways: Record<string, string>[] = [{ cookie, [TOKEN_HEADER]: pageKey }, { cookie }]
    for (const headers of ways) {
      clock.mockReturnValue(Date.now() + 1000)
      const prolonged = await admit(studio, headers)
      expect(prolonged.cookie).not.toBe(cookie)
      expect(await list({ cookie: prolonged.cookie, [TOKEN_HEADER]: pageKey })).toMatchObject({ status: 200 })
    }
    clock.mockRestore()
    expect((await admit())[TOKEN_HEADER]).not.toBe(pageKey)
  })

  it('outlives a restart with the same key, and with no other', async () => {
    const { attributes: _, ...browser } = await admit()
    const restartedWith = async (key: string, audience = 'test') => {
      const access = new StudioAccess({ key: Buffer.from(key), audience })
      const app = createApp(studio.session, { access, pageFolder: __dirname })
      return (await app.request('/api/sources', { headers: { host: '127.0.0.1:4600', ...browser } })).status
    }
    expect(await restartedWith('key')).toBe(200)
    expect(await restartedWith('other key')).toBe(403)
    expect(await restartedWith('key', 'another port')).toBe(403)
  })
})

describe('another page', () => {
  it.each([
    ['a foreign site', { origin: 'https://evil.example.com' }],
    ['a page on another port', { origin: 'http://127.0.0.1:4700' }],
    ['a page of another scheme', { origin: 'https://127.0.0.1:4600' }],
    ['a page without an origin', { origin: 'null' }],
    ['a form or picture of another port', { 'sec-fetch-site': 'same-site' }],
    ['a link of another site', { 'sec-fetch-site': 'cross-site' }]
  ])('is refused, whatever it knows: %s', async (_name, headers: Record<string, string>) => {
    const { attributes: _, ...browser } = await admit()
    for (const secrets of [browser, {}]) {
      for (const request of ['GET /api/sources', 'POST /api/session', 'DELETE /api/requests']) {
        expect(await studio.ask(request, undefined, { ...secrets, ...headers })).toMatchObject({
          status: 403,
          body: { message: 'The studio answers to its own page only.' }
        })
      }
    }
  })
})

describe('the key of the sessions', () => {
  let folder: TestFolder
  beforeEach(() => {
    folder = new TestFolder()
  })
  afterEach(() => folder.remove())
  const file = () => folder.file('tiktok-conversions/studio-key')

  it('stays the same, in a file that only the user can read', () => {
    const key = userKey(folder.path)
    expect(userKey(folder.path)).toEqual(key)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(statSync(folder.file('tiktok-conversions')).mode & 0o777).toBe(0o700)
  })

  it.each([
    ['others could read', () => chmodSync(file(), 0o644)],
    ['was cut', () => writeFileSync(file(), 'x')]
  ])('is replaced if the file %s', (_name, damage) => {
    const key = userKey(folder.path)
    damage()
    expect(userKey(folder.path)).not.toEqual(key)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('ends with the run if it cannot be kept', () => {
    folder.write('tiktok-conversions', 'a file in its place')
    expect(userKey(folder.path)).not.toEqual(userKey(folder.path))
  })
})

describe('the page', () => {
  it.each(['/', '/events', '/events/1/0', '/mappings', '/mappings/m1', '/diagnostics', '/requests'])(
    'is served at %s',
    async (path) => {
      expect(await studio.ask(`GET ${path}`)).toMatchObject({
        status: 200,
        body: expect.stringContaining('<title>Studio</title>')
      })
    }
  )

  it('may load nothing but itself, and nobody may embed it', async () => {
    const { headers, body } = await studio.ask('GET /')
    const [, nonce] = /<meta name="csp-nonce" content="([^"]+)">/.exec(body) ?? []
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'self'; style-src 'self' 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'`
    )
    expect(Object.fromEntries(headers)).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' })
  })

  it('has another nonce each time', async () => {
    const [first, second] = await Promise.all([studio.ask('GET /'), studio.ask('GET /')])
    expect(first.body).not.toBe(second.body)
  })

  it('is served with its files, and with no others', async () => {
    expect(await studio.ask('GET /assets/main.js')).toMatchObject({ status: 200, body: 'export {}\n' })
    for (const path of ['/assets/../index.html', '/assets/%2e%2e/index.html', '/assets/none.js', '/index.html']) {
      expect(await studio.ask(`GET ${path}`)).toMatchObject({ status: 404 })
    }
  })

  it('is missed with advice where it is not built', async () => {
    const app = createApp(studio.session, {
      access: new StudioAccess({ key: Buffer.from('key'), audience: '' }),
      pageFolder: join(__dirname, 'nowhere')
    })
    const answer = await app.request('/', { headers: { host: '127.0.0.1' } })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ message: expect.stringMatching(/The page is not built.*npm run build/) })
  })
})

it('lets no other site read its answers, and no browser keep them', async () => {
  const { headers } = await studio.ask('GET /api/sources', undefined, { origin: 'http://127.0.0.1:4600' })
  expect([...headers.keys()].filter((key) => key.startsWith('access-control'))).toEqual([])
  expect(headers.get('cache-control')).toBe('no-store')
})

it('says that there is no such address', async () => {
  expect(await studio.ask('GET /api/nothing')).toMatchObject({
    status: 404,
    body: { message: 'There is no GET /api/nothing.' }
  })
})

it('describes the fields of the destination', async () => {
  const { fields, presets, limits, version } = await studio.get('/api/definition')
  expect(version).toMatch(/^\d/)
  expect(limits).toEqual({ mappings: 50, lineBytes: 1024 * 1024 })
  expect(presets).toHaveLength(7)
  const fieldOf = (key: string) => fields.find((field: { key: string }) => field.key === key)
  expect(fieldOf('event')).toMatchObject({ isRequired: true, type: 'string', isHashed: false })
  expect(fieldOf('event').suggestions).toContainEqual({ label: 'Purchase', value: 'Purchase' })
  expect(fieldOf('email')).toMatchObject({ isMultiple: true, isHashed: true, default: { '@if': expect.anything() } })
  expect(fieldOf('event_source').suggestions).toEqual([
    { label: 'Web', value: 'web' },
    { label: 'CRM', value: 'crm' }
  ])
  expect(fieldOf('address').properties.map(({ key }: { key: string }) => key)).toContain('zip_code')
  expect(fieldOf('lead_event_source').dependsOn).toBeDefined()
})

import { join } from 'node:path'
import { TOKEN_HEADER } from '../../runner/studio/api'
import { createApp } from '../../runner/studio/app'
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
  it.each(['', 'wrong', 'token-of-this-tesT', 'token-of-this-test-'])('%j is refused', async (token) => {
    for (const request of ['GET /api/sources', 'GET /api/nothing', 'POST /api/send', 'GET /api/updates']) {
      expect(await studio.ask(request, undefined, { [TOKEN_HEADER]: token })).toMatchObject({ status: 403 })
    }
  })

  it('is not needed for the page itself', async () => {
    expect(await studio.ask('GET /events', undefined, { [TOKEN_HEADER]: '' })).toMatchObject({ status: 200 })
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
    const app = createApp(studio.session, { token: 't', pageFolder: join(__dirname, 'nowhere') })
    const answer = await app.request('/', { headers: { host: '127.0.0.1' } })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ message: expect.stringMatching(/The page is not built.*npm run build/) })
  })
})

it('lets no other site read its answers, and no browser keep them', async () => {
  const { headers } = await studio.ask('GET /api/sources', undefined, { origin: 'https://evil.example.com' })
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

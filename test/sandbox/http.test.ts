import { envelope, event, sandbox, send, track } from './fixture'

describe('over HTTP, the sandbox', () => {
  async function readLines(list: string) {
    const response = await send(undefined, { path: `/sandbox/${list}`, method: 'GET' })
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = (await response.text()).split('\n')
    expect(lines.pop()).toBe('')
    return lines.map((line) => JSON.parse(line))
  }

  it.each(['accepted', 'duplicates', 'requests'] as const)('lists %s, one a line', async (list) => {
    await track(event, event)
    await track({ ...event, event_id: 'order-2' }, event)
    expect(await readLines(list)).toEqual(JSON.parse(JSON.stringify(sandbox[list])))
    expect(sandbox[list]).toHaveLength(2)
  })

  it('shows the totals', async () => {
    await track(event, event)
    await track({ ...event, event_id: 'order-2' })
    const response = await send(undefined, { path: '/sandbox/totals', method: 'GET' })
    expect(await response.json()).toEqual({
      requests: 2,
      accepted: 2,
      duplicates: 1,
      rejected: 0,
      byEvent: { Purchase: 2 }
    })
  })

  it('accepts stubs', async () => {
    const response = await send({ code: 40016 }, { path: '/sandbox/stubs' })
    expect(response.status).toBe(204)
    expect(await track(event)).toMatchObject({ code: 40016 })
  })

  it('forgets stubs on DELETE, and keeps the rest', async () => {
    await track(event)
    sandbox.stub({ code: 40016 })
    const response = await send(undefined, { path: '/sandbox/stubs', method: 'DELETE' })
    expect(response.status).toBe(204)
    expect(await track(event)).toMatchObject({ code: 0 })
    expect(sandbox.totals).toMatchObject({ accepted: 1, duplicates: 1 })
  })

  it.each<[string, unknown, string]>([
    ['is not valid', { times: 0 }, 'The stub is not valid. times: Too small'],
    ['is not JSON', '{', 'JSON']
  ])('rejects a stub that %s', async (_, stub, message) => {
    const response = await send(stub, { path: '/sandbox/stubs' })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ message: expect.stringContaining(message) })
  })

  it('forgets everything on DELETE', async () => {
    await track(event, event)
    sandbox.stub({ code: 50000 })
    const response = await send(undefined, { path: '/sandbox', method: 'DELETE' })
    expect(response.status).toBe(204)
    expect([sandbox.accepted, sandbox.duplicates, sandbox.requests]).toEqual([[], [], []])

    expect(await track(event)).toMatchObject({ code: 0 })
    expect(sandbox.accepted).toHaveLength(1)
  })

  it.each([
    ['POST', '/open_api/v1.3/event/track'],
    ['GET', '/open_api/v1.3/event/track/'],
    ['POST', '/open_api/v1.2/event/track/'],
    ['POST', '/open_api/v1.3/pixel/track/'],
    ['GET', '/sandbox/stubs']
  ])('has no route for %s %s', async (method, path) => {
    const response = await send(method === 'GET' ? undefined : { ...envelope, data: [event] }, { method, path })
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ message: `No route for ${method} ${path}` })
  })
})

describe('the start page', () => {
  const get = async (accept?: string) => {
    const response = await fetch(sandbox.url, { headers: accept === undefined ? {} : { Accept: accept } })
    return { type: response.headers.get('content-type'), text: await response.text() }
  }

  it.each([undefined, '*/*', 'text/plain', 'text/plain, text/html;q=0.5'])(
    'is plain text for the Accept header %s',
    async (accept) => {
      await track(event, event)
      await send('{')
      const { type, text } = await get(accept)
      expect(type).toBe('text/plain; charset=UTF-8')
      expect(text).toBe(`TikTok Conversions sandbox
A local stand-in for TikTok's Events API 2.0. Nothing leaves this machine.

Send events to: POST ${sandbox.url}/open_api/v1.3/event/track/
Requests: 2, rejected: 1. Events accepted: 1, duplicates: 1.

${sandbox.url}/sandbox/accepted  accepted events
${sandbox.url}/sandbox/duplicates  duplicates within 48 hours
${sandbox.url}/sandbox/requests  requests and their answers
${sandbox.url}/sandbox/totals  counts as JSON
`)
    }
  )

  it.each(['text/html', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'])(
    'is HTML for the Accept header %s, and its links work',
    async (accept) => {
      await track(event, event)
      const { type, text } = await get(accept)
      expect(type).toBe('text/html; charset=UTF-8')
      expect(text).toContain(`POST ${sandbox.url}/open_api/v1.3/event/track/`)
      expect(text).toContain('Events accepted: 1, duplicates: 1.')

      const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, path]) => path)
      expect(links).toEqual(['/sandbox/accepted', '/sandbox/duplicates', '/sandbox/requests', '/sandbox/totals'])
      for (const path of links) expect((await fetch(sandbox.url + path)).status).toBe(200)
    }
  )

  it('does not show the token', async () => {
    expect((await get('text/plain')).text + (await get('text/html')).text).not.toContain(sandbox.accessToken)
  })
})

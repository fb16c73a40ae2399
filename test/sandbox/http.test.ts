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

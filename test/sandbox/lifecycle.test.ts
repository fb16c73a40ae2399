import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { good, HEADERS, PATH, sandbox, send } from './fixture'

describe('a sandbox', () => {
  /** The stub goes to the request that comes first: the answer to the other one proves that the first one hangs. */
  async function hangOne(to: Sandbox) {
    to.stub({ delay: 600_000 })
    const requests = [send(good, { to }), send(good, { to })]
    await Promise.race(requests)
    return { outcomes: Promise.allSettled(requests) }
  }

  it.each(['reset', 'close'] as const)('drops what hangs on %s, unprocessed', async (end) => {
    const own = await startSandbox()
    const { outcomes } = await hangOne(own)
    await own[end]()
    expect((await outcomes).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(own.duplicates).toEqual([])
    await own.close()
  })

  it('does not wait for the rest of a request on close', async () => {
    const own = await startSandbox()
    const socket = connect(own.port, '127.0.0.1').on('error', () => undefined)
    socket.write(`POST ${PATH} HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 2\r\n\r\n{`)
    await send(good, { to: own })
    await own.close()
    expect(own.requests).toHaveLength(1)
  })

  it('no longer answers when it is closed, but can still be read', async () => {
    const own = await startSandbox()
    await send(good, { to: own })
    await own.close()
    await expect(send(good, { to: own })).rejects.toThrow('fetch failed')
    expect(own.accepted).toHaveLength(1)
  })

  it('accepts the token and the pixel code of its options, and no other', async () => {
    const own = await startSandbox({ accessToken: 'other-token', pixelCode: 'OTHERPIXEL' })
    const headers = { ...HEADERS, 'Access-Token': own.accessToken }
    await send({ ...good, event_source_id: own.pixelCode }, { to: own, headers })
    await send(good, { to: own, headers })
    await send(good, { to: own })
    await own.close()
    expect(own.requests.map(({ code }) => code)).toEqual([0, 40007, 40105])
  })

  it('leaves it to the client to end idle connections', async () => {
    const response = await send(good)
    expect(response.headers.get('connection')).toBe('keep-alive')
    expect(response.headers.get('keep-alive')).toBeNull()
  })

  it('does not start on a port that is taken', async () => {
    await expect(startSandbox({ port: sandbox.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it("is out of reach under all of the machine's addresses but 127.0.0.1", async () => {
    for (const { address, family, scopeid } of Object.values(networkInterfaces()).flatMap((all) => all ?? [])) {
      if (address === '127.0.0.1' || scopeid) continue
      const host = family === 'IPv6' ? `[${address}]` : address
      await expect(fetch(`http://${host}:${sandbox.port}/sandbox/totals`)).rejects.toThrow('fetch failed')
    }
  })
})

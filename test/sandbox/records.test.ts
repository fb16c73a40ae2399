import { inspect } from 'node:util'
import type { RequestRecord } from '../../sandbox'
import { formatRequest, startSandbox } from '../../sandbox'
import { envelope, event, good, sandbox, send, track } from './fixture'

describe('the record of a rejected request', () => {
  const bad = { ...envelope, data: [{ ...event, event_id: 1, user: { email: 'jane@example.com' } }] }

  it.each<[string, unknown]>([
    ['JSON', JSON.stringify(bad, undefined, 2)],
    ['a text that is not JSON', '{"event": '],
    ['nothing', '']
  ])('has the body as it was sent: %s', async (_, body) => {
    await send(body)
    expect(sandbox.requests).toMatchObject([{ code: 40002, message: expect.any(String), body }])
  })

  it('has the body of a request that a stub rejects', async () => {
    sandbox.stub({ code: 50000 })
    await send(good)
    expect(sandbox.requests[0]).toMatchObject({ message: 'Stubbed response.', body: JSON.stringify(good) })
  })

  it('does not show the body in a dump, a copy, JSON or the list over HTTP', async () => {
    await send(bad)
    const response = await fetch(`${sandbox.url}/sandbox/requests`)
    const [record] = sandbox.requests
    const shown = [inspect(record), JSON.stringify(record), inspect({ ...record }), await response.text()]
    expect(shown.join()).not.toContain('jane@example.com')
    expect(record?.body).toContain('jane@example.com')
  })

  it.each<[string, string, number]>([
    ['x', '', 65_536],
    ['é', '', 32_768],
    ['é', 'x', 32_767],
    ['😀', '', 16_384]
  ])('has 64 kB of the body at most, in whole characters: %s after "%s"', async (character, start, count) => {
    await send(start + character.repeat(70_000))
    expect(sandbox.requests[0]?.body).toBe(start + character.repeat(count))
  })

  it('has a body among the last 100 only', async () => {
    for (let count = 0; count < 102; count++) await send(`{${count}`)
    await send(good)
    const bodies = sandbox.requests.map(({ body }) => body)
    expect(bodies.slice(0, 3)).toEqual([undefined, undefined, '{2'])
    expect(bodies.slice(-2)).toEqual(['{101', undefined])
    expect(bodies.filter((body) => body !== undefined)).toHaveLength(100)
  })

  it('has its body under an address of its own', async () => {
    await send(bad)
    await send(good)
    const [rejected, accepted] = sandbox.requests.map(({ requestId }) => requestId)
    const get = (id?: string) => fetch(`${sandbox.url}/sandbox/requests/${id}/body`)
    const response = await get(rejected)
    expect(response.headers.get('content-type')).toMatch('text/plain')
    expect(await response.json()).toEqual(bad)
    expect((await get(accepted)).status).toBe(404)
    expect((await get('1')).status).toBe(404)
  })
})

describe('onRequest', () => {
  it('gets each record, with the body, before the answer', async () => {
    const records: RequestRecord[] = []
    const own = await startSandbox({ onRequest: (record) => records.push(record) })
    own.stub({ drop: 'after' })
    await send(good, { to: own }).catch(() => undefined)
    await send('{', { to: own })
    expect(records).toMatchObject([{ dropped: 'after' }, { code: 40002, body: '{' }])
    expect(records).toEqual(own.requests)
    await own.close()
  })
})

describe('a request as a line', () => {
  const requestId = '00000000000000000003'

  it.each<[Omit<RequestRecord, 'requestId'>, string]>([
    [{ events: 12, status: 200, code: 0 }, '200  code 0  12 events'],
    [{ events: 1, status: 200, code: 0, testEventCode: 'TEST1' }, '200  code 0  1 event'],
    [
      { events: 12, status: 200, code: 40002, message: 'data.3.properties.num_items: Not a valid integer.' },
      '200  code 40002  12 events  data.3.properties.num_items: Not a valid integer.'
    ],
    [{ events: 0, status: 502 }, '502  0 events'],
    [{ events: 2, dropped: 'before' }, 'connection dropped before processing  2 events'],
    [{ events: 2, dropped: 'after' }, 'connection dropped after processing  2 events'],
    [
      { events: 2, status: 200, code: 0, warnings: ['data.0.a: Unknown key.', 'data.1.b: Unknown key.'] },
      '200  code 0  2 events  2 warnings: data.0.a: Unknown key. data.1.b: Unknown key.'
    ],
    [
      { events: 1, status: 200, code: 50000, message: 'a\n\u001b[31mb\u2028c\u202e' },
      '200  code 50000  1 event  a [31mb c '
    ]
  ])('of %j is %s', (record, line) => {
    expect(formatRequest({ requestId, ...record })).toBe(`request ${requestId}  ${line}`)
  })

  it('shows what a running sandbox answered, without the body', async () => {
    await track(event, { ...event, event_id: 1, user: { email: 'jane@example.com' } })
    expect(sandbox.requests.map(formatRequest)).toEqual([
      expect.stringMatching(
        /^request \d{20} {2}200 {2}code 40002 {2}2 events {2}data\.1\.event_id: Not a valid string\.$/
      )
    ])
  })
})

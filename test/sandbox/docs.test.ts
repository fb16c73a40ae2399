import { readFileSync } from 'node:fs'
import { findAllFaults, formatRequest, startSandbox } from '../../sandbox'
import { clock, envelope, event, PATH, sandbox, send, track } from './fixture'

const DOCS = readFileSync('docs/sandbox.md', 'utf8')

/** Blocks of the page with the given language, in its order. */
const blocks = (language: string) =>
  [...DOCS.matchAll(/^```(\w*)\n(.*?)^```/gms)].flatMap(([, name, text = '']) => (name === language ? [text] : []))

describe('docs/sandbox.md', () => {
  it('has the example test that runs here', () => {
    const example = readFileSync('test/sandbox/example.test.ts', 'utf8')
    expect(DOCS).toContain(example.replaceAll("'../../sandbox'", "'tiktok-conversions/sandbox'"))
  })

  it('has the real answers to its requests', async () => {
    const own = await startSandbox()
    const [, body = ''] = DOCS.match(/-d '(.*"event_id": 7.*)'$/m) ?? []
    const answer = await send(body, { to: own })
    const pages = [
      answer,
      await fetch(own.url),
      await fetch(`${own.url}/sandbox/requests/${'1'.padStart(20, '0')}/body`)
    ]
    for (const page of pages) expect(DOCS).toContain((await page.text()).replaceAll(own.url, 'http://127.0.0.1:8099'))
    await own.close()
  })

  it('has the real lines and totals of its requests', async () => {
    const own = await startSandbox({ now: () => clock.time })
    await send({ ...envelope, data: [event, { ...event, event_id: 'order-2' }] }, { to: own })
    await send({ ...envelope, data: [{ ...event, event_id: 'order-3', properties: { colour: 'red' } }] }, { to: own })
    const data = Array.from({ length: 12 }, (_, index) => ({
      ...event,
      properties: { num_items: index === 3 ? 'x' : 1 }
    }))
    await send({ ...envelope, data }, { to: own })
    own.stub({ status: 503 })
    await send({ ...envelope, data: [event] }, { to: own })
    own.stub({ drop: 'before' })
    await send({ ...envelope, data: [event] }, { to: own }).catch(() => undefined)
    await own.close()

    expect(blocks('')).toContain(own.requests.map((record) => `${formatRequest(record)}\n`).join(''))
    expect(blocks('json')).toContain(`${JSON.stringify(own.totals)}\n`)
    expect(blocks('json')).toContain(`${JSON.stringify(own.accepted[0])}\n`)
  })

  it('has the real faults of its request', () => {
    const user = { email: 'jane@example.com' }
    const data = [{ event: 'Purchase', event_time: '1750000000', user, properties: { value: null } }]
    const access = { accessToken: 'token', pixelCode: 'SANDBOXPIXEL', readOnlyPixels: [] }
    const faults = findAllFaults('token', { event_source: 'web', event_source_id: 'SANDBOXPIXEL', data }, access)
    expect(blocks('json').map((block) => JSON.parse(block))).toContainEqual(faults)
  })

  it.each(['POST', 'GET', 'DELETE'])('lists %s routes that exist', async (method) => {
    const row = DOCS.split('\n').filter((line) => line.startsWith(`| \`${method} /`))
    const paths = row.flatMap((line) =>
      [...(line.split('|')[1] ?? '').matchAll(/(\/[^`]*)`/g)].map(([, path = '']) => path)
    )
    expect(paths.length).toBeGreaterThan(1)
    await track({ ...event, event_id: 1 })
    for (const path of paths) {
      const real = path.replace('<request_id>', sandbox.requests[0]?.requestId ?? '')
      const response = await send(method === 'POST' ? '{}' : undefined, { method, path: real })
      expect([path, response.status < 300 || path === PATH]).toEqual([path, true])
      if (method === 'DELETE') await track({ ...event, event_id: 1 })
    }
  })
})

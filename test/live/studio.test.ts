import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { ServeProcess } from '../../soak/serve'
import type { TemporaryStore } from '../../soak/stores'
import { temporaryFile } from '../../soak/stores'
import { ROOT, TestFolder } from '../__helpers__/command'
import { SlowTikTok } from '../__helpers__/slow-tiktok'
import { LiveStudio, until } from './__helpers__/live-studio'
import { PERSON, SECRETS, track } from './__helpers__/person'

const INVALID = 40002

// Each test starts three processes, and some a browser.

let store: TemporaryStore
let sandbox: Sandbox
let temporary: TestFolder
let running: ServeProcess[]

beforeEach(async () => {
  store = temporaryFile()
  sandbox = await startSandbox({ keep: 'all' })
  temporary = new TestFolder()
  running = []
})
afterEach(async () => {
  for (const process of running) await process.kill()
  await store.remove()
  await sandbox.close()
  temporary.remove()
})

async function serve(...args: string[]): Promise<{ server: ServeProcess; studio: LiveStudio }> {
  const ports = ['--port', '0', '--sandbox-port', String(sandbox.port), '--retry-delay', '0.01']
  const server = await ServeProcess.start(['--store', store.location, '--studio', ...ports, ...args], {
    TMPDIR: temporary.path
  })
  running.push(server)
  return { server, studio: await LiveStudio.of(server) }
}

const order = { event: 'Order Completed' }

describe('the studio beside serve', () => {
  it('shows what @segment/analytics-node sends, and none of its values in any answer', async () => {
    const { server, studio } = await serve()
    await track(server, [order, { event: `Mail of ${PERSON.email}` }])
    const rows = await studio.rowsUntil((found) => found[0]?.includes('delivered') === true)
    expect(rows).toEqual(['Order Completed | delivered', 'Mail of [redacted] | unmatched'])
    const { sources } = await studio.get('/api/sources')
    expect(sources).toMatchObject([{ name: 'Live', origin: 'live', rows: 2, counts: { delivered: 1, unmatched: 1 } }])

    const choice = { source: '1', index: 0, show: true }
    const { status, body } = await studio.ask('POST /api/explain', choice)
    expect(status).toBe(200)
    expect(body.event).toMatchObject({ event: 'Order Completed', userId: '•••', context: { traits: { email: '•••' } } })
    expect(body.result).toMatchObject({ index: 0, verdict: 'delivered', mappings: [{ mapping: 'Place an Order' }] })
    const { presets } = await studio.get('/api/definition')
    await studio.ask('POST /api/explain', { ...choice, mappings: presets })
    for (const path of [
      'events/0',
      'events/0?show=1',
      'paths',
      'paths?show=1',
      'diagnosis',
      'rows?finding=unmatched'
    ]) {
      expect((await studio.ask(`GET /api/sources/1/${path}`)).status).toBe(200)
    }
    for (const path of ['requests?show=1', 'mappings', 'mappings/export']) await studio.get(`/api/${path}`)
    expect(await studio.updates()).toContain('"name":"Live"')
    for (const secret of SECRETS) expect(studio.answers.filter((text) => text.includes(secret))).toEqual([])
  })

  it('tells the result of each delivery, with the code of TikTok', async () => {
    const { server, studio } = await serve('--concurrency', '1', '--max-attempts', '1')
    sandbox.stub({ code: INVALID, message: `Not ${PERSON.email}.`, times: 1 })
    await track(server, [order])
    await studio.rowsUntil(([row]) => row?.includes('rejected') === true)
    sandbox.stub({ status: 503, times: 1 })
    await track(server, [order])
    const rows = await studio.rowsUntil(([, row]) => row?.includes('gaveUp') === true)
    expect(rows).toEqual([
      expect.stringMatching(/^Order Completed \| rejected \| .*code 40002/),
      expect.stringMatching(/^Order Completed \| gaveUp \| .*503/)
    ])
    expect((await studio.get('/api/sources/1/rows?filter=gaveUp')).total).toBe(1)
    for (const secret of SECRETS) expect(studio.answers.filter((text) => text.includes(secret))).toEqual([])
  })

  it('says that an event waits, until its delivery is over', async () => {
    const tiktok = await SlowTikTok.start()
    const { server, studio } = await serve('--sandbox-port', String(tiktok.port))
    await track(server, [order])
    await tiktok.arrival(1)
    expect(await studio.rowsUntil((rows) => rows.length > 0)).toEqual(['Order Completed | waiting'])
    tiktok.release()
    expect(await studio.rowsUntil(([row]) => !row.includes('waiting'))).toEqual(['Order Completed | delivered'])
    await tiktok.close()
  })

  it('keeps the last thousand events, the newest last', async () => {
    const { server, studio } = await serve('--only', 'intake')
    const events = Array.from({ length: 1250 }, () => ({ event: 'Product Viewed' }))
    await Promise.all([track(server, events.slice(250)), track(server, events.slice(0, 250))])
    const { total, rows } = await studio.get('/api/sources/1/rows?limit=1000')
    expect(total).toBe(1000)
    expect([rows.at(0).index, rows.at(-1).index]).toEqual([250, 1249])
    expect((await studio.get('/api/sources')).sources[0]).toMatchObject({ rows: 1000, live: { first: 250 } })
    expect(await studio.ask('GET /api/sources/1/events/249')).toMatchObject({ status: 410 })
    expect(await studio.ask('GET /api/sources/1/events/250')).toMatchObject({ status: 200 })
  })

  it('shows no value through a mapping that is being tried', async () => {
    const { server, studio } = await serve('--only', 'intake')
    await track(server, [{ ...order, properties: { digits: 2125550123 } }])
    await studio.rowsUntil((rows) => rows.length > 0)
    const { mappings } = await studio.get('/api/mappings')
    const digits = { '@path': '$.properties.digits' }
    const fields = { value: digits, num_items: digits }
    const tried = mappings.map((each: { mapping: object }) => ({ ...each, mapping: { ...each.mapping, ...fields } }))
    expect(await studio.change(tried)).toMatchObject({ status: 200 })
    const { status, body } = await studio.ask('POST /api/explain', { source: '1', index: 0, show: true })
    expect(status).toBe(200)
    const requests = body.explanation.mappings.flatMap(
      ({ outcome }: { outcome?: { request: object } }) => outcome ?? []
    )
    expect(requests).toMatchObject([
      { request: { data: [{ event_time: '•••', properties: { value: '•••', num_items: '•••' } }] } }
    ])
    expect(JSON.stringify(body)).not.toContain('2125550123')
  })

  it('lets nobody find out a value by comparing it with others', async () => {
    const { server, studio } = await serve('--only', 'intake')
    await track(server, [{ ...order, properties: { digits: 2125550123 } }])
    await studio.rowsUntil((rows) => rows.length > 0)
    const [preset, ...others] = (await studio.get('/api/mappings')).mappings
    const email = { '@path': '$.context.traits.email' }
    const choice = { source: '1', index: 0 }
    for (const tried of [
      { ...preset, subscribe: `userId = "${PERSON.userId}"` },
      { ...preset, subscribe: 'type = "track" and match(context.traits.email, "j*")' },
      { ...preset, subscribe: 'event = "x" or properties.digits > 2000000000' },
      {
        ...preset,
        mapping: { ...preset.mapping, query: { '@replace': { pattern: 'jane', replacement: '', value: email } } }
      },
      { ...preset, mapping: { ...preset.mapping, query: { '@liquid': "{% if userId contains 'c' %}1{% endif %}" } } }
    ]) {
      const refused = { status: 409, body: { message: expect.stringContaining(`"${preset.name}" compares values`) } }
      expect(await studio.ask('POST /api/explain', { ...choice, mappings: [tried, ...others] })).toMatchObject(refused)
      expect(await studio.change([tried, ...others])).toMatchObject({ status: 200 })
      expect(await studio.ask('POST /api/explain', choice)).toMatchObject(refused)
    }
    const harmless = { ...preset, subscribe: 'event = "Order Completed" and properties.digits != null' }
    expect(await studio.ask('POST /api/explain', { ...choice, mappings: [harmless] })).toMatchObject({ status: 200 })
  })

  it('sends no live event to its sandbox, and writes no mappings', async () => {
    const mappings = temporary.write('mappings.json', readFileSync(join(ROOT, 'examples', 'mappings.json')))
    const { server, studio } = await serve('--only', 'intake', '--mappings', mappings)
    await track(server, [order])
    await studio.rowsUntil((rows) => rows.length > 0)
    expect(await studio.ask('POST /api/send', { source: '1', index: 0 })).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('not sent to the sandbox') }
    })
    expect(await studio.ask('POST /api/mappings/save', { revision: 1 })).toMatchObject({ status: 409 })
    expect(await studio.ask('DELETE /api/sources/1')).toMatchObject({ status: 409 })
    expect((await studio.get('/api/requests?show=1')).total).toBe(0)
    expect((await studio.get('/api/mappings')).file).toBeUndefined()
  })

  it('answers with the token only, and under the name of this machine only', async () => {
    const { studio } = await serve('--only', 'intake')
    for (const path of ['/api/sources', '/api/sources/1/rows', '/api/updates']) {
      for (const token of ['', 'wrong']) {
        expect(await studio.ask(`GET ${path}`, undefined, { 'X-Studio-Token': token })).toMatchObject({ status: 403 })
      }
    }
    const { hostname, port } = new URL(studio.origin)
    expect(hostname).toBe('127.0.0.1')
    const headers = { host: 'shop.example.com', 'X-Studio-Token': studio.token }
    const status = await new Promise((resolve) => {
      request({ hostname, port, path: '/api/sources', headers }, (answer) => resolve(answer.statusCode)).end()
    })
    expect(status).toBe(403)
  })

  it('foresees what happens where another process delivers', async () => {
    const { server, studio } = await serve('--only', 'intake')
    await track(server, [order, { event: 'Unknown' }])
    expect(await studio.rowsUntil((rows) => rows.length === 2)).toEqual([
      'Order Completed | deliverable',
      'Unknown | unmatched'
    ])
    expect((await studio.get('/api/sources')).sources[0].live).toMatchObject({ hasResults: false })
  })

  it('ends with the server, leaves nothing behind, and has logged neither token nor values', async () => {
    const { server, studio } = await serve()
    await track(server, [order])
    await studio.rowsUntil((rows) => rows.length > 0)
    expect(readdirSync(temporary.path)).toHaveLength(1)
    const watching = await fetch(`${studio.origin}/api/updates`, { headers: { 'X-Studio-Token': studio.token } })
    expect(watching.status).toBe(200)
    expect(await server.stop()).toBe(0)
    await watching.text().catch(() => undefined)
    await expect(fetch(studio.origin)).rejects.toThrow()
    expect(readdirSync(temporary.path)).toEqual([])
    const output = JSON.stringify(server.log)
    for (const secret of [studio.token, ...SECRETS]) expect(output).not.toContain(secret)
  })

  it('ends when the server is killed', async () => {
    const { server, studio } = await serve()
    process.kill(server.pid, 'SIGKILL')
    await until(async () => (await fetch(studio.origin).catch(() => undefined)) === undefined)
  })

  it.each<[string, string[], string]>([
    ['where nothing is taken', ['--only', 'deliver'], '--only deliver takes none'],
    [
      'on a port that is taken',
      ['--studio-port', 'TAKEN'],
      'cannot be used (another program uses it). Choose another with --studio-port.'
    ],
    ['on a port that there is not', ['--studio-port', '70000'], 'whole number']
  ])('does not start %s, and says why', async (_, args, message) => {
    const given = args.map((arg) => arg.replace('TAKEN', String(sandbox.port)))
    const sandboxed = ['--sandbox-port', String(sandbox.port)]
    const started = ServeProcess.start(['--store', store.location, '--port', '0', '--studio', ...sandboxed, ...given])
    await expect(started).rejects.toThrow(message)
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { Analytics } from '@segment/analytics-node'
import Database from 'libsql'
import { COMMAND } from '../../bench/command'
import { openStore } from '../../runner/live/store/open'
import type { Store, StoreCounts } from '../../runner/live/store/store'
import { presetMappings } from '../../runner/mappings/presets'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { CLOSED_PORT, freePort } from '../../soak/ports'
import { ServeProcess, WRITE_KEY } from '../../soak/serve'
import type { TemporaryStore } from '../../soak/stores'
import { temporaryDatabase, temporaryFile } from '../../soak/stores'
import { ordersOf, TestFolder } from '../__helpers__/command'
import { runInProcess } from '../__helpers__/in-process'
import { isSlowPart } from '../__helpers__/runs'
import { SlowTikTok } from '../__helpers__/slow-tiktok'
import { basic } from './__helpers__/intake'
import { SilentProxy } from './__helpers__/silent-proxy'
import { databaseUrl, isPostgresThere, skippedPostgres } from './__helpers__/stores'

const INVALID = 40002

let store: TemporaryStore
let sandbox: Sandbox
let running: ServeProcess[]
/** The store as it is seen from outside. */
let outside: Store | undefined

beforeEach(async () => {
  sandbox = await startSandbox({ keep: 'all' })
  running = []
})
afterEach(async () => {
  for (const process of running) await process.kill()
  await outside?.close()
  outside = undefined
  await store.remove()
  await sandbox.close()
})

async function serve(...args: string[]): Promise<ServeProcess> {
  const ports = ['--port', '0', '--sandbox-port', String(sandbox.port)]
  const process = await ServeProcess.start(['--store', store.location, ...ports, '--retry-delay', '0.01', ...args])
  running.push(process)
  return process
}

const dead = (...args: string[]) => runInProcess(['dead', ...args, '--store', store.location])

/** Sends orders by the real library. @returns the errors that it reports */
async function track(port: number, ...messageIds: string[]): Promise<unknown[]> {
  const analytics = new Analytics({ writeKey: WRITE_KEY, host: `http://127.0.0.1:${port}`, path: '/v1/batch' })
  const errors: unknown[] = []
  analytics.on('error', (error) => errors.push(error))
  for (const messageId of messageIds) {
    const { userId, event, context, properties } = ordersOf(1)[0] as Record<string, never>
    analytics.track({ userId, event, context, properties, messageId, timestamp: new Date() })
  }
  await analytics.closeAndFlush({ timeout: 600_000 })
  return errors
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20)
}

async function counts(): Promise<StoreCounts> {
  outside ??= await openStore(store.location)
  return outside.counts()
}

const acceptedIds = () => sandbox.accepted.map(({ data }) => data.event_id).sort()

/** @param more declares tests that do not depend on the engine */
function servesFrom(createStore: () => TemporaryStore | Promise<TemporaryStore>, more: jest.It = it): void {
  beforeEach(async () => {
    store = await createStore()
  })

  it('delivers what @segment/analytics-node sends, and says nothing personal in its log', async () => {
    const server = await serve('--log-level', 'info')
    expect(await track(server.port, 'm-1', 'm-2')).toEqual([])
    await until(async () => (await counts()).backlog === 0)
    expect(acceptedIds()).toEqual(['m-1', 'm-2'])
    expect(await server.stop()).toBe(0)
    const messages = server.log.map(({ msg }) => msg)
    expect(messages).toEqual(expect.arrayContaining(['The server is started.', 'Events were delivered.']))
    expect(messages).not.toContain('Events were stored.')
    expect(JSON.stringify(server.log)).not.toMatch(/user-0|203\.0\.113\.7|m-1|key-1|sandbox-access-token/)
  })

  more('finishes on SIGTERM the request that is under way', async () => {
    const tiktok = await SlowTikTok.start()
    const server = await serve('--sandbox-port', String(tiktok.port))
    await track(server.port, 'm-1')
    await tiktok.arrival(1)
    const stopped = server.stop()
    tiktok.release()
    expect(await stopped).toBe(0)
    expect(tiktok.requests).toHaveLength(1)
    expect(await counts()).toMatchObject({ backlog: 0, leased: 0, dead: 0 })
    await tiktok.close()
  })

  more('takes events in one process, and delivers them in another', async () => {
    const intake = await serve('--only', 'intake')
    await track(intake.port, 'm-1')
    expect(await intake.stop()).toBe(0)
    expect(await counts()).toMatchObject({ backlog: 1, leased: 0 })
    const deliverer = await serve('--only', 'deliver')
    expect(deliverer.port).toBeNaN()
    await until(async () => (await counts()).backlog === 0)
    expect(acceptedIds()).toEqual(['m-1'])
    expect(await deliverer.stop()).toBe(0)
  })

  more('keeps rejected events, which can be listed (as send reads them), shown, sent and dropped', async () => {
    sandbox.stub({ code: INVALID, message: 'Not today.', times: 4 })
    const server = await serve('--concurrency', '1')
    for (const id of ['m-1', 'm-2', 'm-3']) {
      await track(server.port, id)
      await until(async () => (await counts()).backlog === 0)
    }
    const listed = (await dead('list')).stdout
    expect(listed.split('\n')[0]).toMatch(
      /^1\t.*\tshop\tdefault\tPlace an Order\tPayloadValidationError 400\t1 attempt\t.*40002/
    )
    expect(listed.match(/^\d+/gm)).toEqual(['1', '2', '3'])
    expect(listed).not.toMatch(/user-0|203\.0\.113\.7/)
    const folder = new TestFolder()
    const json = (await dead('list', '--json')).stdout
    const shown = JSON.parse((await dead('show', '2')).stdout)
    expect(shown).toMatchObject({ id: 2, mapping: 'Place an Order', event: { messageId: 'm-2', userId: 'user-0' } })

    expect(await dead('drop', '3')).toMatchObject({ status: 0, stdout: '1 event removed.\n' })
    expect(await dead('send', '1')).toMatchObject({ status: 0, stdout: '1 event queued again.\n' })
    await until(async () => (await counts()).dead === 2)
    sandbox.clearStubs()
    expect(await dead('send', '--all')).toMatchObject({ status: 0, stdout: '2 events queued again.\n' })
    await until(async () => (await counts()).backlog === 0)
    expect(acceptedIds()).toEqual(['m-1', 'm-2'])

    const file = folder.write('failed.ndjson', json)
    const run = await runInProcess(['send', file, '--sandbox-port', String(sandbox.port), '--workers', '1', '--json'])
    expect(JSON.parse(run.stdout)).toMatchObject({ read: 3, delivered: 3 })
    expect(acceptedIds()).toEqual(['m-1', 'm-2', 'm-3'])
    folder.remove()
    expect(await dead('show', '2')).toMatchObject({ status: 2, stderr: 'error: No such dead letter: 2.\n' })
  })

  more('counts the answers of TikTok by the return codes that it knows', async () => {
    sandbox.stub({ status: 503, times: 1 })
    sandbox.stub({ code: 50000, times: 1 })
    sandbox.stub({ code: 987654, message: 'Ask jane@example.com.', times: 1 })
    const server = await serve('--concurrency', '1')
    const answers = async () => {
      const metrics = await fetch(`http://127.0.0.1:${server.adminPort}/metrics`)
      return (await metrics.text()).match(/^tiktok_conversions_answers_total.*$/gm)
    }
    await track(server.port, 'm-1')
    await until(async () => (await counts()).backlog === 0)
    await track(server.port, 'm-2')
    await until(async () => (await answers())?.length === 4)
    expect((await answers())?.sort()).toEqual([
      'tiktok_conversions_answers_total{destination="default",code="0"} 1',
      'tiktok_conversions_answers_total{destination="default",code="50000"} 1',
      'tiktok_conversions_answers_total{destination="default",code="none"} 1',
      'tiktok_conversions_answers_total{destination="default",code="other"} 1'
    ])
  })
}

/** Describes what the slow part, which adds PostgreSQL, need not repeat. */
const describeOnce = isSlowPart ? describe.skip : describe

describeOnce('serve and dead on SQLite', () => servesFrom(temporaryFile))

if (isPostgresThere) {
  const more = isSlowPart ? it : it.skip
  describe('serve and dead on PostgreSQL', () => servesFrom(() => temporaryDatabase(databaseUrl), more))
} else describe.skip(skippedPostgres, () => servesFrom(temporaryFile))

describeOnce('serve', () => {
  beforeEach(() => {
    store = temporaryFile()
  })

  const isLinux = existsSync('/proc/self/task')
  const onLinux = isLinux ? it : it.skip

  onLinux('replaces a deliverer that dies, and goes on', async () => {
    const tiktok = await SlowTikTok.start()
    const server = await serve('--lease', '1', '--sandbox-port', String(tiktok.port))
    const childPid = () => readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim()
    const firstPid = childPid()
    await track(server.port, 'm-1')
    await tiktok.arrival(1)
    process.kill(Number(firstPid), 'SIGKILL')
    tiktok.release()
    await until(async () => (await counts()).backlog === 0)
    expect(childPid()).not.toBe(firstPid)
    // A machine that gives the process no time until a lease ends adds a repeat, which TikTok drops.
    const [first, second, ...repeats] = tiktok.requests.map(({ data }) => data[0].event_id)
    expect([first, second]).toEqual(['m-1', 'm-1'])
    expect(repeats.filter((id) => id !== 'm-1')).toEqual([])
    await until(() => server.log.some(({ problem }) => problem === 'The deliverer is not running.'))
    await tiktok.close()
  })

  it.each<[string, string[], Record<string, string>, string]>([
    ['without write keys', [], { TIKTOK_WRITE_KEYS: '' }, 'TIKTOK_WRITE_KEYS must be set in the environment.'],
    [
      'with a write key without its source',
      [],
      { TIKTOK_WRITE_KEYS: 'shop:key-1,key-2' },
      'TIKTOK_WRITE_KEYS must be source:key pairs with commas between them, or a JSON list of keys. Pair 2 has no key.'
    ],
    ['without credentials for TikTok', ['--only', 'deliver'], {}, 'TIKTOK_ACCESS_TOKEN and TIKTOK_PIXEL_CODE must be'],
    [
      'with a store that cannot be opened',
      ['--store', '/dev/null/x'],
      {},
      'The store /dev/null/x cannot be opened: a part of its path is not a folder.'
    ],
    [
      'with an open port for operators',
      ['--admin-host', '0.0.0.0'],
      {},
      "error: Set TIKTOK_ADMIN_TOKEN to use the operators' address 0.0.0.0; only a loopback address needs none.\n"
    ],
    [
      'on an address of another machine',
      ['--host', '192.0.2.1'],
      {},
      'error: --host 192.0.2.1 cannot be used (this machine does not have the address). It must be an address of this machine;'
    ],
    [
      'on an address of another machine for operators',
      ['--admin-host', '192.0.2.1'],
      { TIKTOK_ADMIN_TOKEN: 'token' },
      'error: --admin-host 192.0.2.1 cannot be used (this machine does not have the address). It must be an address'
    ],
    [
      'behind a proxy without an address',
      ['--trust-proxy', 'abc'],
      {},
      "'abc' is invalid. It is neither an IP address nor a CIDR range, such as 10.0.0.0/8.\n"
    ],
    ['behind any proxy by mistake', ['--trust-proxy', '10.0.0.0/'], {}, 'It is neither an IP address nor a CIDR range'],
    ['with mappings that are not there', ['--mappings', '/nowhere/x.json'], {}, '/nowhere/x.json']
  ])('does not start %s, and says why', async (_, args, env, message) => {
    const sandboxed = args.includes('deliver') ? [] : ['--sandbox-port', '1']
    const ports = ['--port', '0', '--admin-port', '0', ...sandboxed]
    const { status, stderr } = await runInProcess(['serve', '--store', store.location, ...ports, ...args], {
      env: { TIKTOK_WRITE_KEYS: `shop:${WRITE_KEY}`, ...env }
    })
    expect(stderr).toContain(message)
    expect(status).toBe(2)
  })
})

describeOnce('a server', () => {
  beforeEach(() => {
    store = temporaryFile()
  })

  it('is not ready while claims fail, and starts the deliverer without secrets that it does not need', async () => {
    const server = await serve()
    const readiness = async () => (await fetch(`http://127.0.0.1:${server.adminPort}/readyz`)).json()
    await until(async () => (await readiness()).status === 'ready')
    const connection = new Database(store.location)
    connection.exec('ALTER TABLE delivery RENAME COLUMN attempts TO tries')
    await track(server.port, 'm-1')
    const problems = ['The store fails while delivering (SQLITE_ERROR).']
    await until(async () => (await readiness()).status !== 'ready')
    expect(await readiness()).toEqual({ status: 'not ready', problems })
    connection.exec('ALTER TABLE delivery RENAME COLUMN tries TO attempts')
    connection.close()
    await until(async () => (await readiness()).status === 'ready')
    await until(() => acceptedIds().length === 1)
    const ofStore = () => server.log.map(({ msg }) => msg).filter((msg) => msg.includes(store.location))
    await until(() => ofStore().length > 1)
    expect(ofStore()).toEqual([
      `The store ${store.location} cannot be used: SQLITE_ERROR. Waiting for it.`,
      `The store ${store.location} works again.`
    ])

    const [deliverer] = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').split(' ')
    const names = readFileSync(`/proc/${deliverer}/environ`, 'utf8')
      .split('\0')
      .map((entry) => entry.split('=')[0])
    expect(names).toContain('PATH')
    expect(names.filter((name) => name.startsWith('TIKTOK_'))).toEqual([])
  })

  it('takes another configuration over without losing a request, and keeps the old one if it is faulty', async () => {
    const folder = new TestFolder()
    const key = folder.write('key', 'first')
    const order = (event: string) =>
      JSON.stringify([{ ...presetMappings().find(({ name }) => name === 'Place an Order'), name: event }])
    folder.write('orders.json', order('First'))
    const pixel = { pixelCode: 'C1', accessToken: { env: 'EU_TOKEN' }, mappings: 'orders.json' }
    const write = (config: object) => folder.write('config.json', JSON.stringify(config))
    const sources = { shop: { keys: [{ key: { file: key } }], destinations: ['eu'] } }
    const config = write({ destinations: { eu: pixel, us: pixel }, sources })
    const server = await serve('--config', config)

    const statuses: number[] = []
    const send = async (messageId: string) => {
      const headers = { authorization: basic(readFileSync(key, 'utf8')) }
      const body = JSON.stringify({ ...ordersOf(1)[0], messageId })
      const { status } = await fetch(`${server.url}/v1/track`, { method: 'POST', headers, body })
      statuses.push(status)
    }
    const reload = () => fetch(`http://127.0.0.1:${server.adminPort}/reload`, { method: 'POST' })
    const metrics = async () => (await fetch(`http://127.0.0.1:${server.adminPort}/metrics`)).text()
    const isDeliveredBy = (mapping: string) => async () => {
      await send(`more-${statuses.length}`)
      return new RegExp(`delivered_total\\{destination="eu",mapping="${mapping}"\\} \\d`).test(await metrics())
    }
    for (let round = 0; round < 3; round++) {
      folder.write('orders.json', order(`Round ${round}`))
      await Promise.all([reload(), ...Array.from({ length: 10 }, (_, index) => send(`${round}-${index}`))])
      // The first time, the deliverer is still being started.
      await until(isDeliveredBy(`Round ${round}`))
    }
    expect(new Set(statuses)).toEqual(new Set([200]))
    await until(() => new Set(acceptedIds()).size === statuses.length)

    write({ destinations: { eu: pixel }, sources, rat: 1 })
    const refused = await reload()
    expect({ status: refused.status, body: await refused.json() }).toEqual({
      status: 400,
      body: { status: 'not changed', message: `${config}: /rat is not known. Did you mean "rate"?` }
    })
    await send('after-faulty')

    folder.write('key', 'second')
    folder.write('orders.json', order('Last'))
    write({ destinations: { eu: pixel }, sources })
    process.kill(server.pid, 'SIGHUP')
    await until(async () => {
      await send('after-hang-up')
      return statuses[statuses.length - 1] === 200
    })
    await until(() => ['after-faulty', 'after-hang-up'].every((id) => acceptedIds().includes(id)))
    await until(isDeliveredBy('Last'))
    folder.remove()
  })

  it('logs with --log-level debug what goes well with each event', async () => {
    const server = await serve('--log-level', 'debug')
    await track(server.port, 'm-1')
    await until(async () => (await counts()).backlog === 0)
    expect(await server.stop()).toBe(0)
    const lines = ['Events were stored.', 'Events were delivered.']
    expect(server.log.map(({ msg }) => msg).filter((msg) => lines.includes(msg))).toEqual(lines)
  })

  it('logs nothing of what goes well with --log-level warn', async () => {
    await counts()
    await outside?.append({ events: [{ source: 'shop', messageId: 'm-1', event: JSON.stringify(ordersOf(1)[0]) }] })
    const port = String(sandbox.port)
    const args = ['--only', 'deliver', '--store', store.location, '--admin-port', '0', '--sandbox-port', port]
    const deliverer = spawn(process.execPath, [COMMAND, 'serve', ...args, '--log-level', 'warn'])
    const exit = once(deliverer, 'close')
    const written: Buffer[] = []
    for (const stream of [deliverer.stdout, deliverer.stderr]) stream.on('data', (text) => written.push(text))
    await until(async () => (await counts()).backlog === 0)
    deliverer.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    expect(String(Buffer.concat(written))).toBe('')
  })

  it('counts and names events that no mapping matches, and keeps them if asked', async () => {
    const server = await serve('--keep-unmatched')
    const body = JSON.stringify({ event: 'Viewed a Page', userId: 'u-1' })
    await fetch(`${server.url}/v1/track`, { method: 'POST', headers: { authorization: basic(WRITE_KEY) }, body })
    const admin = async (path: string) => (await fetch(`http://127.0.0.1:${server.adminPort}${path}`)).text()
    await until(async () => (await admin('/readyz/detail')).includes('{"name":"Viewed a Page","events":1,'))
    expect(await admin('/metrics')).toContain('events_skipped_total{destination="default",reason="unmatched"} 1\n')
    expect((await dead('list')).stdout).toBe('')
    expect((await dead('list', '--unmatched')).stdout).toContain('UnmatchedEvent')
  })

  const onPostgres = isPostgresThere ? it : it.skip

  onPostgres(isPostgresThere ? 'starts before its database' : skippedPostgres, async () => {
    const port = await freePort()
    const database = await temporaryDatabase(databaseUrl)
    const { host } = new URL(databaseUrl)
    const server = await serve('--store', database.location.replace(host, `127.0.0.1:${port}`))
    const isReady = async () => (await fetch(`http://127.0.0.1:${server.adminPort}/readyz`)).ok
    expect(await isReady()).toBe(false)
    const proxy = await SilentProxy.to(Number(new URL(databaseUrl).port), port)
    await until(isReady)
    expect(await track(server.port, 'm-1')).toEqual([])
    await until(() => acceptedIds().length === 1)
    await server.kill()
    proxy.close()
    await database.remove()
  })

  it('says once that its database cannot be reached, whatever it delivers to, and not with which password', async () => {
    const folder = new TestFolder()
    const pixel = { pixelCode: 'C1', accessToken: { file: folder.write('token', 'EU_TOKEN') } }
    const destinations = { eu: pixel, us: pixel }
    const sources = { shop: { keys: [{ key: WRITE_KEY }] } }
    const config = folder.write('config.json', JSON.stringify({ destinations, sources }))
    const host = `127.0.0.1:${CLOSED_PORT}`
    const server = await serve('--config', config, '--store', `postgres://me:secretpw@${host}/test`)
    const metrics = async () => (await fetch(`http://127.0.0.1:${server.adminPort}/metrics`)).text()
    const errors = async () => (await metrics()).match(/(?<=store_errors_total\{destination="(?:eu|us)"\} )\d+/g) ?? []
    await until(async () => (await errors()).filter((number) => Number(number) > 4).length === 2)
    const errors50 = () => server.log.filter(({ level }) => level === 50)
    await until(() => errors50().length > 0)
    expect(errors50()).toEqual([
      expect.objectContaining({
        code: 'ECONNREFUSED',
        msg: `The store at ${host} cannot be reached: the connection was refused. Waiting for it.`
      })
    ])
    expect(JSON.stringify(server.log) + (await metrics()) + server.errors.join('')).not.toContain('secretpw')
    folder.remove()
  })

  it('is ready while one of its destinations gets events, and names the other one', async () => {
    const folder = new TestFolder()
    const pixel = { pixelCode: 'C1', accessToken: { file: folder.write('token', 'EU_TOKEN') } }
    const sources = { shop: { keys: [{ key: { file: folder.write('key', WRITE_KEY) } }] } }
    const config = folder.write('config.json', JSON.stringify({ destinations: { eu: pixel, us: pixel }, sources }))
    sandbox.stub({ code: 40105 })
    const server = await serve('--config', config)
    const admin = async (path: string) => (await fetch(`http://127.0.0.1:${server.adminPort}${path}`)).json()
    await track(server.port, 'm-1')
    await until(async () => (await admin('/readyz/detail')).stopped.length > 0)
    await until(() => acceptedIds().length === 1)
    const { stopped } = await admin('/readyz/detail')
    expect(stopped).toEqual([expect.stringMatching(/^(eu|us): .*40105/)])
    expect(await admin('/readyz')).toEqual({ status: 'ready' })
    const metrics = await (await fetch(`http://127.0.0.1:${server.adminPort}/metrics`)).text()
    const values = metrics.match(/(?<=destination_stopped\{destination="(?:eu|us)"\} )\d/g) ?? []
    expect(values.sort()).toEqual(['0', '1'])

    sandbox.stub({ code: 40105 })
    await track(server.port, 'm-2')
    await until(async () => (await admin('/readyz')).status === 'not ready')
    const { problems } = await admin('/readyz')
    expect(problems).toEqual([expect.stringMatching(/eu: .*us: |us: .*eu: /)])
    folder.remove()
  })

  it('says which mappings get the message id or have a typing error, and refuses equal keys', async () => {
    const folder = new TestFolder()
    const mapping = { event: 'Subscibe', event_source: 'web', timestamp: { '@path': '$.timestamp' } }
    const mappings = folder.write(
      'mappings.json',
      JSON.stringify([{ name: 'Newsletter', partnerAction: 'reportWebEvent', subscribe: 'type = "track"', mapping }])
    )
    const server = await serve('--mappings', mappings)
    expect(await server.stop()).toBe(0)
    expect(server.log).toContainEqual(
      expect.objectContaining({ mapping: 'Newsletter', msg: 'This mapping has no event_id: the message ID is used.' })
    )
    expect(server.log).toContainEqual(
      expect.objectContaining({
        msg: 'Mapping "Newsletter" reports the custom event Subscibe. Did you mean Subscribe?'
      })
    )
    const equal = ServeProcess.start(['--port', '0', '--only', 'intake', '--store', store.location], {
      TIKTOK_WRITE_KEYS: 'shop:same,blog:same'
    })
    await expect(equal).rejects.toThrow('error: Two write keys are equal: one of "shop" and one of "blog".')
    folder.remove()
  })
})

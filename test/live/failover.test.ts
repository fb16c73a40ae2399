import { PostgresStore } from '../../runner/live/store/postgres'
import { isOutage, wasSent } from '../../runner/live/store/postgres-outage'
import { hostsOf, PostgresPool, timeoutsOf } from '../../runner/live/store/postgres-pool'
import { CLOSED_PORT, freePort } from '../../soak/ports'
import { SilentProxy } from './__helpers__/silent-proxy'
import type { Engine } from './__helpers__/stores'
import { databaseUrl, isPostgresThere, postgresEngine, skippedPostgres } from './__helpers__/stores'

const event = (messageId: string) => ({ source: 'shop', messageId, event: '{}' })

it.each([
  [
    'postgres://u:p@a:5432,b:5433/db?ssl=true',
    ['postgres://u:p@a:5432/db?ssl=true', 'postgres://u:p@b:5433/db?ssl=true']
  ],
  ['postgresql://a,b', ['postgresql://a', 'postgresql://b']],
  ['postgres://u:a,b@[::1]:1,[::2]:2/db', ['postgres://u:a,b@[::1]:1/db', 'postgres://u:a,b@[::2]:2/db']],
  ['postgres://a/db?x=1,2', ['postgres://a/db?x=1,2']]
])('reads the hosts of %s', (url, hosts) => {
  expect(hostsOf(url)).toEqual(hosts)
})

it.each([
  ['postgres://a/db?connect_timeout=10', { connect: 10_000 }],
  ['postgres://a,b/db?ssl=true&connect_timeout=3&query_timeout=500', { connect: 3000, query: 500 }],
  ['postgres://a/db?connect_timeout=0', {}],
  ['postgres://u:connect_timeout=5@a/db', {}]
])('reads the times that %s gives to the database', (url, times) => {
  expect(timeoutsOf(url)).toEqual(times)
})

it.each([
  ['a refused connection', { code: 'ECONNREFUSED' }, true, false],
  ['a name that is not found', { code: 'ENOTFOUND' }, true, false],
  ['a connection that breaks', { code: 'ECONNRESET' }, true, true],
  ['a server that is shut down', { code: '57P01' }, true, true],
  ['a server that starts', { code: '57P03' }, true, false],
  ['a server that cannot write', { code: '25006' }, true, false],
  ['an answer that does not come', { message: 'Query read timeout' }, true, true],
  ['a wrong password', { code: '28P01' }, false, true],
  ['a full disk', { code: '53100' }, false, true],
  ['an error of the program', { message: 'x is not a function' }, false, true]
])('knows whether %s is an outage, and whether the statement may have run', (_, error, outage, sent) => {
  expect(isOutage({ message: '', ...error })).toBe(outage)
  expect(wasSent({ message: '', ...error })).toBe(sent)
})

const describeIfThere = isPostgresThere ? describe : describe.skip

describeIfThere(isPostgresThere ? 'a database with several hosts' : skippedPostgres, () => {
  let engine: Engine
  let schema: string
  let proxy: SilentProxy
  const { host } = new URL(databaseUrl)

  /** Opens the store by other hosts. */
  const open = (hosts: string[], isPatient = false) =>
    PostgresStore.open(databaseUrl.replace(host, hosts.join(',')).replace(/\?.*/, ''), { schema, isPatient })

  beforeEach(async () => {
    engine = postgresEngine()
    schema = engine.location[1]
    proxy = await SilentProxy.to(Number(new URL(databaseUrl).port))
  })
  afterEach(async () => {
    proxy.close()
    await engine.remove()
  })

  it('is found where a host refuses connections', async () => {
    const store = await open([`127.0.0.1:${CLOSED_PORT}`, host])
    expect(await store.append({ events: [event('a')] })).toEqual({ added: 1 })
    await store.close()
  })

  it('takes an append within the time of a request when a host falls silent', async () => {
    const store = await open([proxy.host, host])
    await store.append({ events: [event('a')] })
    proxy.fallSilent()
    expect(await store.append({ events: [event('a'), event('b')] })).toEqual({ added: 1 })
    await store.close()
  })

  it('fails with the code of the system where the driver has none', async () => {
    proxy.fallSilent()
    const pool = new PostgresPool(`postgres://${proxy.host}/test?connect_timeout=0.05`)
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    await pool.close()
  })

  it('ends its connections to a host that is silent when it is closed', async () => {
    const store = await open([proxy.host])
    proxy.fallSilent()
    await store.close()
  })

  it('fails an append at once that comes long after the beginning of an outage, and other statements always', async () => {
    const store = await open([`127.0.0.1:${CLOSED_PORT}`], true)
    await expect(store.claim(1, 1000)).rejects.toThrow('ECONNREFUSED')
    const now = performance.now()
    jest.spyOn(performance, 'now').mockReturnValue(now + 60_000)
    await expect(store.append({ events: [event('a')] })).rejects.toThrow('ECONNREFUSED')
    jest.restoreAllMocks()
    await store.close()
  })

  it('is waited for at the start, and prepared by the first statement that reaches it', async () => {
    const port = await freePort()
    const store = await open([`127.0.0.1:${port}`], true)
    await expect(store.counts()).rejects.toThrow('ECONNREFUSED')
    const late = await SilentProxy.to(Number(new URL(databaseUrl).port), port)
    expect(await store.counts()).toMatchObject({ backlog: 0 })
    await store.close()
    late.close()
  })

  it('is an error at once for a command that does not wait', async () => {
    await expect(open([`127.0.0.1:${CLOSED_PORT}`])).rejects.toThrow('ECONNREFUSED')
  })
})

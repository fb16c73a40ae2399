import { join } from 'node:path'
import { startSandbox } from '../../sandbox'
import { CLOSED_PORT } from '../../soak/ports'
import { ServeProcess, WRITE_KEY } from '../../soak/serve'
import { ordersOf, ROOT, TestFolder, tiktokConversions } from '../__helpers__/command'
import { ConnectProxy } from '../__helpers__/connect-proxy'
import { runInProcess } from '../__helpers__/in-process'

const NO_NETWORK = `--require ${join(ROOT, 'test', '__helpers__', 'no-network.cjs')}`

let folder: TestFolder
let proxy: ConnectProxy
let received: () => void = () => undefined
let sandbox: Awaited<ReturnType<typeof startSandbox>>
let credentials: Record<string, string>

beforeEach(async () => {
  folder = new TestFolder()
  sandbox = await startSandbox({ keep: 'all', onRequest: () => received() })
  proxy = await ConnectProxy.start(folder, sandbox.port)
  credentials = { TIKTOK_ACCESS_TOKEN: sandbox.accessToken, TIKTOK_PIXEL_CODE: sandbox.pixelCode }
})
afterEach(async () => {
  await proxy.close()
  await sandbox.close()
  folder.remove()
})

/** Only the proxy leads anywhere: no name can be looked up. */
const throughProxy = () => ({
  ...credentials,
  HTTPS_PROXY: proxy.url(),
  NODE_EXTRA_CA_CERTS: proxy.certificate,
  NODE_OPTIONS: NO_NETWORK
})

const send = (env: Record<string, string>, ...flags: string[]) => {
  const file = folder.writeEvents('a.ndjson', ordersOf(1100))
  const limits = ['--workers', '1', '--concurrency', '1', '--max-attempts', '1']
  return tiktokConversions(['send', file, '--list', '0', ...limits, ...flags], { env })
}

it.each([
  ['1', () => proxy.url()],
  ['2', () => proxy.host]
])(
  'send goes through the proxy of HTTPS_PROXY, with http:// or without, on one connection a thread: %s',
  async (workers, address) => {
    const env = { ...throughProxy(), HTTPS_PROXY: address() }
    const { status, stdout } = await send(env, '--workers', workers)
    expect(stdout).toContain('1,100 events: 1,100 delivered')
    expect(sandbox.accepted).toHaveLength(1100)
    expect(proxy.tunnels.length).toBeLessThanOrEqual(Number(workers) + 1)
    expect(new Set(proxy.tunnels)).toEqual(new Set(['business-api.tiktok.com:443']))
    expect(status).toBe(0)
  }
)

it('check goes through the proxy, with the credentials of its address', async () => {
  const env = { ...throughProxy(), HTTPS_PROXY: proxy.url('jane:p%40ss@') }
  const { status, stdout } = await tiktokConversions(['check'], { env })
  expect(stdout).toContain('The credentials work')
  expect(proxy.tunnels).toEqual([`business-api.tiktok.com:443 Basic ${Buffer.from('jane:p@ss').toString('base64')}`])
  expect(status).toBe(0)
})

it('check says that it reached nobody', async () => {
  const { status, stdout } = await tiktokConversions(['check'], { env: { ...credentials, NODE_OPTIONS: NO_NETWORK } })
  expect(stdout).toBe(
    'The credentials were not checked: business-api.tiktok.com cannot be reached: its name was not found; check the connection, or set HTTPS_PROXY if this network has a proxy.\n'
  )
  expect(status).toBe(1)
})

it('serve goes through the proxy', async () => {
  const { NODE_OPTIONS: _, ...env } = throughProxy()
  const arrived = new Promise<void>((resolve) => {
    received = resolve
  })
  const serve = await ServeProcess.start(['--store', folder.file('events.db'), '--port', '0'], env)
  const [event] = ordersOf(1)
  await fetch(`${serve.url}/v1/track`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${WRITE_KEY}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...event, timestamp: new Date() })
  })
  await arrived
  expect(await serve.stop()).toBe(0)
  expect(sandbox.accepted).toHaveLength(1)
  expect(proxy.tunnels).toEqual(['business-api.tiktok.com:443'])
})

it('NO_PROXY leads past the proxy', async () => {
  const { stderr } = await send({ ...throughProxy(), NO_PROXY: 'tiktok.com,.tiktok.com' })
  expect(stderr).toContain(
    'The run stopped: business-api.tiktok.com cannot be reached: its name was not found; check the connection'
  )
  expect(proxy.tunnels).toEqual([])
})

describe('without an event sent, a run stops', () => {
  it('for a certificate that is not trusted', async () => {
    const { NODE_EXTRA_CA_CERTS: _, ...env } = throughProxy()
    const { status, stdout, stderr } = await send(env)
    expect(stderr).toContain(`through the proxy ${proxy.host}: its certificate is not trusted`)
    expect(stdout).toContain('0 events: 0 delivered, 0 rejected, 0 failed after retries')
    expect(sandbox.requests).toEqual([])
    expect(status).toBe(1)
  })

  it('for a proxy that refuses, and says so without its password', async () => {
    proxy.status = 407
    const { status, stderr } = await send({ ...throughProxy(), HTTPS_PROXY: proxy.url('jane:secret@') })
    expect(stderr).toContain(`${proxy.host}: the proxy answered with status 407; check HTTPS_PROXY.`)
    expect(stderr).not.toContain('secret')
    expect(status).toBe(1)
  })

  it('at once, for a proxy on this machine that does not run', async () => {
    const HTTPS_PROXY = `http://127.0.0.1:${CLOSED_PORT}`
    const { status, stderr } = await send({ ...throughProxy(), HTTPS_PROXY }, '--max-attempts', '1000')
    expect(stderr).toContain('127.0.0.1:1: the connection was refused; check HTTPS_PROXY.')
    expect(stderr).not.toContain('Attempt')
    expect(status).toBe(1)
  })

  it.each([['socks5://127.0.0.1:1080'], ['http://[broken']])('for an address that is no proxy: %s', async (address) => {
    const env = { ...credentials, HTTPS_PROXY: address }
    const { status, stderr } = await runInProcess(['send', folder.writeEvents('a.ndjson', ordersOf(1))], { env })
    expect(stderr).toBe(
      'error: The proxy of the environment cannot be used. Set HTTPS_PROXY to an http:// or https:// address, such as http://proxy.example.com:3128.\n'
    )
    expect(status).toBe(2)
  })

  it.each([['50%'], ['%ff']])(
    'for a password that cannot be decoded, without a crash or the password: %s',
    async (end) => {
      const env = { ...credentials, HTTPS_PROXY: `http://user:secret${end}@127.0.0.1:1` }
      const { status, stderr } = await runInProcess(['check'], { env })
      expect(stderr).toBe(
        'error: The proxy of the environment cannot be used. In its user and password, write % as %25.\n'
      )
      expect(status).toBe(2)
    }
  )
})

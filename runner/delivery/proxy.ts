import { HttpsProxyAgent } from 'https-proxy-agent'
import { getProxyForUrl } from 'proxy-from-env'
import { EVENTS_URL } from '../../src/reportWebEvent/constants'
import { UsageError } from '../errors'

/** The error code of a proxy that opens no tunnel begins with it; the HTTP status follows. */
export const PROXY_STATUS = 'PROXY_STATUS_'

const SUPPORTED = 'Set HTTPS_PROXY to an http:// or https:// address, such as http://proxy.example.com:3128.'

/** Agents by the address of their proxy, which keep their connections for all requests of the process. */
const agents = new Map<string, TunnelAgent>()

/**
 * The proxy between this machine and TikTok, by `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`.
 * @throws UsageError for an address that is no proxy's; it does not quote the address, which may hold a password
 */
export function findProxy(): URL | undefined {
  const found = getProxyForUrl(EVENTS_URL)
  if (found === '') return undefined
  const address = isWithoutScheme(found) ? found.replace('https:', 'http:') : found
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new UsageError(`The proxy of the environment cannot be used. ${SUPPORTED}`)
  }
  const proxy = new URL(address)
  if (!isDecodable(proxy.username + proxy.password)) {
    throw new UsageError('The proxy of the environment cannot be used. In its user and password, write % as %25.')
  }
  return proxy
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** Whether proxy-from-env put the scheme of TikTok's address before an address without one. curl takes it for http://. */
function isWithoutScheme(address: string): boolean {
  return Object.entries(process.env).some(
    ([name, value]) => /^(https|all)_proxy$/i.test(name) && `https://${value}` === address
  )
}

/** @returns the agent that leads requests through the proxy of the environment, if there is one */
export function proxyAgent(): TunnelAgent | undefined {
  const proxy = findProxy()
  if (proxy === undefined) return undefined
  const agent = agents.get(proxy.href) ?? new TunnelAgent(proxy)
  agents.set(proxy.href, agent)
  return agent
}

/** Leads requests, encrypted for TikTok, through a tunnel. */
class TunnelAgent extends HttpsProxyAgent<string> {
  constructor(proxy: URL) {
    super(proxy, { keepAlive: true })
    // The answer of the proxy would be read as an answer of TikTok.
    this.on('proxyConnect', ({ statusCode }, request) => {
      if (statusCode === 200) return
      request.destroy(Object.assign(new Error('The proxy opens no tunnel.'), { code: PROXY_STATUS + statusCode }))
    })
  }

  /** actions-core destroys the agent after every answer, with all requests in flight on it. */
  override destroy(): void {}
}

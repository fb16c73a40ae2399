import { Agent } from 'node:https'
import { connect } from 'node:net'
import { HttpsProxyAgent } from 'https-proxy-agent'
import type { Endpoint } from './endpoint'
import { findProxy, PROXY_STATUS } from './proxy'

/** The agent for one request: actions-core destroys it after every answer, with all requests in flight on it. */
export function agentFor({ kind, port = 0 }: Endpoint): Agent | undefined {
  if (kind === 'sandbox') return new LoopbackAgent(port)
  // It carries HTTPS, although its type is an agent for HTTP.
  return kind === 'tiktok' ? (proxyAgent() as Agent | undefined) : undefined
}

/** Carries HTTPS requests to a port of this machine, without encryption. */
class LoopbackAgent extends Agent {
  constructor(private readonly port: number) {
    super()
  }

  override createConnection() {
    return connect(this.port, '127.0.0.1')
  }
}

/** Agents by the address of their proxy, which keep their connections for all requests of the process. */
const agents = new Map<string, TunnelAgent>()

/** @returns the agent that leads requests through the proxy of the environment, if there is one */
function proxyAgent(): TunnelAgent | undefined {
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

  /** Its connections stay. */
  override destroy(): void {}
}

import { once } from 'node:events'
import { connect } from 'node:net'
import { EVENTS_URL } from '../../src/reportWebEvent/constants'
import type { Answer } from '../../src/reportWebEvent/response'
import { reasonOf } from '../errors'
import type { Endpoint } from './endpoint'
import { findProxy, PROXY_STATUS } from './proxy'

const UNTRUSTED =
  "its certificate is not trusted; NODE_EXTRA_CA_CERTS=FILE adds the certificate of a company's own proxy"

/** Reasons why a request gets no answer, by the codes of Node.js and actions-core, beside the errors of the system. */
const REASONS: Record<string, string> = {
  EPIPE: 'the connection was dropped',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was dropped',
  REQUESTCLIENTERROR: 'no answer in time',
  REQUESTTIMEOUTERROR: 'no answer in time',
  EPROTO: 'it does not speak TLS; the address of most proxies begins with http://',
  CERT_HAS_EXPIRED: 'its certificate has expired; check the clock of this machine',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED
}

/** The host of an endpoint, for people. */
function hostOf({ kind, port }: Endpoint): string {
  return kind === 'sandbox' ? `127.0.0.1:${port}` : new URL(EVENTS_URL).host
}

/** Describes why a request got no answer. @param code error code of Node.js or actions-core */
export function describeUnreachable(endpoint: Endpoint, code: string): string {
  const proxy = endpoint.kind === 'tiktok' ? findProxy() : undefined
  const through = proxy === undefined ? '' : ` through the proxy ${proxy.host}`
  const reason = code.startsWith(PROXY_STATUS)
    ? `the proxy answered with status ${code.slice(PROXY_STATUS.length)}`
    : (REASONS[code] ?? reasonOf({ code }))
  return `${hostOf(endpoint)} cannot be reached${through}: ${reason}${hintFor(code, proxy !== undefined)}`
}

/** What to check if the way to TikTok is at fault, and not TikTok. */
function hintFor(code: string, hasProxy: boolean): string {
  const isName = code === 'ENOTFOUND' || code === 'EAI_AGAIN'
  if (hasProxy) return isName || code === 'ECONNREFUSED' || code.startsWith(PROXY_STATUS) ? '; check HTTPS_PROXY' : ''
  return isName ? '; check the connection, or set HTTPS_PROXY if this network has a proxy' : ''
}

/**
 * Describes why a request has to be tried again. The destination's own words speak of one event.
 * @param unreachable code of the error, if there was no answer
 */
export function describeTrouble(endpoint: Endpoint, { code, message }: Answer, unreachable?: string): string {
  if (unreachable !== undefined) return describeUnreachable(endpoint, unreachable)
  return `${hostOf(endpoint)} answered with ${code === undefined ? message : `code ${code}: ${message}`}`
}

/** Whether something listens on the port of a sandbox. */
export async function isSandboxRunning({ port = 0 }: Endpoint): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Whether a proxy on this machine refuses connections: trying again is of no use until somebody starts it. */
export function isRefusedHere(code: string): boolean {
  return code === 'ECONNREFUSED' && /^(?:localhost|127\..*|\[::1\])$/.test(findProxy()?.hostname ?? '')
}

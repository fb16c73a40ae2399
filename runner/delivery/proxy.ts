import { getProxyForUrl } from 'proxy-from-env'
import { EVENTS_URL } from '../../src/reportWebEvent/constants'
import { UsageError } from '../errors'

/** The error code of a proxy that opens no tunnel begins with it; the HTTP status follows. */
export const PROXY_STATUS = 'PROXY_STATUS_'

const SUPPORTED = 'Set HTTPS_PROXY to an http:// or https:// address, such as http://proxy.example.com:3128.'

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

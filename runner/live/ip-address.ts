import { BlockList, isIP, isIPv6 } from 'node:net'

const MAPPED_IPV4 = /^::ffff:(?=\d+\.)/i

/** Proxies whose `X-Forwarded-For` is believed. */
export class TrustedProxies {
  private readonly list = new BlockList()

  /** @param ranges addresses, or CIDR ranges of them. @throws an Error for anything else */
  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [network, prefix] = range.split('/')
      const family = isIPv6(network) ? 'ipv6' : 'ipv4'
      if (prefix === undefined) this.list.addAddress(network, family)
      else this.list.addSubnet(network, Number(prefix || Number.NaN), family)
    }
  }

  /**
   * The address of whoever sent a request: of the connection, or the right-most forwarded one that is not a trusted
   * proxy's. `undefined` if a trusted proxy forwarded something else.
   */
  clientAddress(connection: string | undefined, forwardedFor: string | undefined): string | undefined {
    let address = toAddress(connection)
    const forwarded = forwardedFor?.split(',').reverse() ?? []
    for (const hop of forwarded) {
      if (address === undefined || !this.includes(address)) break
      address = toAddress(hop)
    }
    return address
  }

  /** Whether an address is a trusted proxy's. */
  trusts(address: string | undefined): boolean {
    const normalized = toAddress(address)
    return normalized !== undefined && this.includes(normalized)
  }

  private includes(address: string): boolean {
    return this.list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  }
}

/** An address without the port and the brackets that some proxies write. */
function toAddress(text = ''): string | undefined {
  const trimmed = text.trim()
  const bare = trimmed.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
  const address = bare.replace(MAPPED_IPV4, '')
  return isIP(address) === 0 ? undefined : address
}

/** Applies a client's `X-IP-Policy`. A policy that is not known counts as `remove`. */
export function applyIpPolicy(ip: unknown, policy: string | undefined): unknown {
  if (policy === undefined || policy === 'keep') return ip
  return policy === 'stripLastOctet' && typeof ip === 'string' ? stripHost(ip.trim()) : undefined
}

/** The network of an address: the last octet becomes zero, or the last 80 bits of IPv6. */
function stripHost(ip: string): string | undefined {
  const address = toAddress(ip)
  if (address === undefined) return undefined
  if (!isIPv6(address)) return `${address.slice(0, address.lastIndexOf('.'))}.0`
  const [head] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const network = [...groups, '0', '0', '0'].slice(0, 3)
  return `${network.join(':')}::`
}

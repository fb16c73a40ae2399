import { BlockList, isIP } from 'node:net'
import { firstFound } from '../read/lists'
import { foldText } from '../read/text'

/**
 * Special-purpose ranges (IANA, RFC 6890), which visitors of a shop cannot have. The ranges reserved for documentation
 * are left out, because examples need addresses.
 */
const RANGES = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.88.99.0/24
  192.168.0.0/16 198.18.0.0/15 224.0.0.0/3`
const NOT_PUBLIC = new BlockList()
for (const range of RANGES.split(/\s+/)) {
  const [network, prefix] = range.split('/')
  NOT_PUBLIC.addSubnet(network, Number(prefix), 'ipv4')
}

/** The beginnings of the addresses in these ranges. Other addresses skip the list, which is slow. */
const MAY_BE_SPECIAL = /^(?:0|10|100|127|169|172|192|198|2[2-5]\d)\./

/** The only range of global unicast addresses in IPv6 (RFC 4291). */
const GLOBAL_IPV6 = new BlockList()
GLOBAL_IPV6.addSubnet('2000::', 3, 'ipv6')

// Parts of that range for protocols (RFC 2928) and for tunnels from IPv4 (RFC 3056).
NOT_PUBLIC.addSubnet('2001::', 23, 'ipv6')
NOT_PUBLIC.addSubnet('2002::', 16, 'ipv6')

/**
 * The first public address of a text, which may be a list as proxies write it, with ports and brackets. An IPv4 address
 * written as IPv6 (`::ffff:…`) becomes IPv4.
 */
export function normalizeIp(text: string): string | undefined {
  const trimmed = foldText(text)
  if (isIP(trimmed) !== 0) return publicAddress(trimmed)
  return firstFound(trimmed.split(/[\s,;]+/), (part) =>
    publicAddress(part.replace(/^for=/i, '').replace(/^"|"$/g, '').replace(AROUND_ADDRESS, '$1$2$3'))
  )
}

/** Brackets, a port, and the prefix of a single address: `[2001:db8::1]:443`, `203.0.113.7:443`, `203.0.113.7/32`. */
const AROUND_ADDRESS = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+)(?::\d+|\/32)|(.*)\/128)$/

function publicAddress(text: string): string | undefined {
  const ip = /ffff:/i.test(text) ? mappedIpv4(text) : text
  const version = isIP(ip)
  if (version === 4) return isSpecialIpv4(ip) ? undefined : ip

  const isPublic = version === 6 && !ip.includes('%') && GLOBAL_IPV6.check(ip, 'ipv6') && !NOT_PUBLIC.check(ip, 'ipv6')
  return isPublic ? ip : undefined
}

function isSpecialIpv4(ip: string): boolean {
  return MAY_BE_SPECIAL.test(ip) && NOT_PUBLIC.check(ip, 'ipv4')
}

/** The IPv4 address that is written as IPv6, such as `::ffff:203.0.113.7` or `::ffff:cb00:7107`; others as they are. */
function mappedIpv4(text: string): string {
  if (isIP(text) !== 6) return text
  const { hostname } = new URL(`http://[${text}]`)
  const [, high, low] = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(hostname) ?? []
  if (high === undefined) return text
  const words = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return words.flatMap((word) => [word >> 8, word & 255]).join('.')
}

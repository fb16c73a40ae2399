/** The parts before, of, and behind the hosts of a URL. A password may hold any sign but `@` and `/`. */
const HOSTS = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/s

/** @returns a URL for each host of `postgres://user@a:5432,b:5432/database`, in the same order */
export function hostsOf(url: string): string[] {
  const [, before, hosts, behind] = HOSTS.exec(url) ?? []
  if (hosts === undefined || !hosts.includes(',')) return [url]
  return hosts.split(',').map((host) => before + host + behind)
}

/** @returns the milliseconds of `connect_timeout`, which libpq gives in seconds; undefined for a URL without it */
export function connectTimeoutOf(url: string): number | undefined {
  const seconds = Number(/[?&]connect_timeout=(\d+)(?:&|$)/.exec(url)?.[1])
  return seconds > 0 ? seconds * 1000 : undefined
}

declare module 'proxy-from-env' {
  /** @returns the address of the proxy for a request, by `HTTPS_PROXY` and `NO_PROXY`; '' for none */
  export function getProxyForUrl(url: string): string
}

import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import { createServer as createTlsServer } from 'node:tls'
import type { TestFolder } from './command'

const HOST = 'business-api.tiktok.com'

/**
 * A proxy that opens tunnels, and TikTok's host behind it, by a certificate of its own, which leads to a sandbox. A
 * command that trusts the certificate finds TikTok there.
 */
export class ConnectProxy {
  /** The targets of all tunnels, with the credentials that were given. */
  readonly tunnels: string[] = []
  /** The status that the proxy answers with. */
  status = 200
  private port = 0
  private readonly sockets = new Set<Socket>()

  private constructor(
    private readonly proxy: Server,
    private readonly target: TlsServer,
    /** The file of the certificate. */
    readonly certificate: string
  ) {}

  static async start(folder: TestFolder, sandboxPort: number): Promise<ConnectProxy> {
    const [key, certificate] = [folder.file('key.pem'), folder.file('certificate.pem')]
    const subject = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`]
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key]
    execFileSync('openssl', ['req', '-x509', ...newKey, '-out', certificate, ...subject], { stdio: 'ignore' })
    const host = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) })
    const proxy = new ConnectProxy(createServer(), host, certificate)
    host.on('secureConnection', (socket) => proxy.join(socket, connect(sandboxPort, '127.0.0.1')))
    host.on('tlsClientError', () => undefined)
    proxy.proxy.on('connect', (request, socket) => proxy.open(request, socket as Socket))
    await Promise.all([proxy.proxy, host].map((server) => once(server.listen(0, '127.0.0.1'), 'listening')))
    proxy.port = portOf(proxy.proxy)
    return proxy
  }

  /** The host and port. */
  get host(): string {
    return `127.0.0.1:${this.port}`
  }

  /** @param credentials such as `user:password@` */
  url(credentials = ''): string {
    return `http://${credentials}${this.host}`
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await Promise.all([this.proxy, this.target].map((server) => new Promise((resolve) => server.close(resolve))))
  }

  private open({ url = '', headers }: IncomingMessage, socket: Socket): void {
    this.tunnels.push([url, headers['proxy-authorization']].filter(Boolean).join(' '))
    if (this.status !== 200) {
      socket.end(`HTTP/1.1 ${this.status} Refused\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    this.join(socket, connect(portOf(this.target), '127.0.0.1'))
  }

  private join(...pair: [Socket, Socket]): void {
    for (const [index, socket] of pair.entries()) {
      this.sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => pair[1 - index].destroy())
      socket.pipe(pair[1 - index])
    }
  }
}

function portOf(server: { address(): unknown }): number {
  return (server.address() as AddressInfo).port
}

import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** A way to a server that can fall silent, as a machine does whose network is gone: nothing comes back, not even an end. */
export class SilentProxy {
  private isSilent = false
  private readonly sockets = new Set<Socket>()

  private constructor(private readonly server: Server) {}

  static async to(port: number, own = 0): Promise<SilentProxy> {
    const server = createServer()
    const proxy = new SilentProxy(server)
    server.on('connection', (socket) => proxy.pass(socket, port))
    await once(server.listen(own, '127.0.0.1'), 'listening')
    return proxy
  }

  get host(): string {
    const address = this.server.address()
    return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  fallSilent(): void {
    this.isSilent = true
  }

  close(): void {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }

  private pass(client: Socket, port: number): void {
    const upstream = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [client, upstream],
      [upstream, client]
    ]) {
      this.sockets.add(from)
      from.on('error', () => {})
      from.on('data', (data) => {
        if (!this.isSilent) to.write(data)
      })
      from.on('close', () => {
        if (!this.isSilent) to.destroy()
      })
    }
  }
}

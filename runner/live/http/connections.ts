import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../clock'
import { steadyClock } from '../clock'
import type { TrustedProxies } from '../ip-address'
import { tooManyFromAddress } from './answer'

export interface ConnectionLimits {
  /** Connections at a time. @defaultValue 1000 */
  connections: number
  /** Connections of one address that have not brought a valid key. Trusted proxies have no such limit. @defaultValue 100 */
  perAddress: number
  /** Milliseconds that a connection without a valid key may be idle. @defaultValue 5000 */
  idleWithoutKey: number
}

const DEFAULTS: ConnectionLimits = { connections: 1000, perAddress: 100, idleWithoutKey: 5000 }

/** Milliseconds between looks for idle connections. */
const SWEEP = 1000

interface Connection {
  socket: Socket
  address: string
  isFromProxy: boolean
  /** Whether one of its requests named a valid key. */
  hasKey: boolean
  /** Requests in progress. */
  requests: number
  /** When it was opened, or its last request began or ended. */
  since: number
}

/**
 * Makes room for senders with a key. When all connections are in use, idle ones are closed before a new one is refused,
 * and those without a valid key first.
 */
export class Connections {
  private readonly open = new Map<Socket, Connection>()
  /** Requests in progress that have not named a valid key, by the address of their sender. */
  private readonly unknown = new Map<string, number>()
  private readonly limits: ConnectionLimits
  /** Connections that were ever accepted. */
  opened = 0

  constructor(
    private readonly proxies: Pick<TrustedProxies, 'trusts'>,
    limits: Partial<ConnectionLimits> = {},
    private readonly now: Clock = steadyClock
  ) {
    this.limits = { ...DEFAULTS, ...limits }
  }

  /** Connections that are open. */
  get size(): number {
    return this.open.size
  }

  /** Connections with a request in progress. */
  get busy(): number {
    return [...this.open.values()].filter((connection) => !isIdle(connection)).length
  }

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.accept(socket))
    // Before the listener that answers.
    server.prependListener('request', (request, response) => this.follow(request, response))
    const sweep = setInterval(() => this.closeIdle(), SWEEP).unref()
    server.on('close', () => clearInterval(sweep))
  }

  /**
   * Counts a request that has not named a valid key, by the address of its sender, which may be behind a proxy.
   * @returns ends the count
   * @throws Refusal if the address has too many of them in progress
   */
  countUnknown(address = ''): () => void {
    const count = this.unknown.get(address) ?? 0
    if (count >= this.limits.perAddress) throw tooManyFromAddress()
    this.unknown.set(address, count + 1)
    return () => {
      const left = (this.unknown.get(address) ?? 1) - 1
      if (left > 0) this.unknown.set(address, left)
      else this.unknown.delete(address)
    }
  }

  /** Notes that a request of this connection named a valid key. */
  hasKey(socket: Socket | undefined): void {
    const connection = socket && this.open.get(socket)
    if (connection !== undefined) connection.hasKey = true
  }

  /** Closes connections that brought no valid key for too long. */
  closeIdle(): void {
    const latest = this.now() - this.limits.idleWithoutKey
    for (const connection of this.open.values()) {
      if (isIdle(connection) && !connection.hasKey && !connection.isFromProxy && connection.since <= latest) {
        this.close(connection)
      }
    }
  }

  /** Closes connections that have not sent anything. Node.js counts them as busy. */
  closeUnused(): void {
    for (const connection of this.open.values()) if (connection.socket.bytesRead === 0) this.close(connection)
  }

  private accept(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const isFromProxy = this.proxies.trusts(address)
    const connection = { socket, address, isFromProxy, hasKey: false, requests: 0, since: this.now() }
    this.open.set(socket, connection)
    this.opened++
    socket.once('close', () => this.open.delete(socket))
    if (!isFromProxy && this.open.size > this.limits.perAddress) this.limitAddress(connection)
    if (this.open.size > this.limits.connections) this.makeRoom(connection)
  }

  private follow(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.open.get(request.socket)
    if (connection === undefined) return
    connection.requests++
    connection.since = this.now()
    response.once('close', () => {
      connection.requests--
      connection.since = this.now()
    })
  }

  private limitAddress(newest: Connection): void {
    const same = [...this.open.values()].filter(({ address, hasKey }) => address === newest.address && !hasKey)
    if (same.length > this.limits.perAddress) this.close(same.find(isIdle) ?? newest)
  }

  private makeRoom(newest: Connection): void {
    const others = [...this.open.values()].filter((connection) => connection !== newest)
    const idle = others.filter(isIdle)
    const withoutKey = ({ hasKey }: Connection) => !hasKey
    // Whoever sends a body slowly, without a key, goes before the newest.
    const victim = idle.find(withoutKey) ?? oldest(idle) ?? others.find(withoutKey) ?? newest
    this.close(victim)
  }

  private close({ socket }: Connection): void {
    this.open.delete(socket)
    socket.destroy()
  }
}

function isIdle({ requests }: Connection): boolean {
  return requests === 0
}

function oldest(connections: readonly Connection[]): Connection | undefined {
  return connections.reduce<Connection | undefined>(
    (first, each) => (first && first.since <= each.since ? first : each),
    undefined
  )
}

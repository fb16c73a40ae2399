import type { Socket } from 'node:net'
import { Socket as NetSocket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { ClientBase, PoolClient, PoolConfig, QueryResult, QueryResultRow } from 'pg'
import { Pool, types } from 'pg'
import { POSTGRES_URL } from '../../store-location'
import { addCode, isCrowded, isOutage, StandbyError, UnsafeCommitError, wasSent } from './postgres-outage'

/** A few connections serve a process, as each statement works on many events. */
const CONNECTIONS = 4

/** Milliseconds until an answer that does not come counts as an outage. */
const TIMEOUT = 30_000

/** Milliseconds until a connection that does not open counts as an outage, unless the URL has a `connect_timeout`. */
const CONNECT_TIMEOUT = 2000

/** Milliseconds between tries during an outage. */
const RETRY_DELAY = 100

/** Milliseconds that connections have to end by themselves when the pool is closed. */
const CLOSING_TIME = 2000

/** A warning of a commit that no longer waits for its standby: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const WARNING = '01000'

export interface QueryOptions {
  /** Milliseconds until an answer that does not come counts as an outage. */
  timeout?: number
  /** Milliseconds from the beginning of an outage within which the statement is tried again. */
  hold?: number
  /** Whether the statement may run twice, since the end of a connection does not show whether it ran. */
  isRepeatable?: boolean
}

/** Connections to the primary of one database, which one of several hosts may be. */
export class PostgresPool {
  private readonly urls: readonly string[]
  private readonly connectTimeout: number
  private readonly queryTimeout?: number
  private host = 0
  private pool: Pool
  private readonly sockets = new Set<Socket>()
  /** When the outage began that goes on. */
  private awaySince?: number

  /** @throws TypeError for a URL that is none */
  constructor(url: string) {
    this.urls = hostsOf(url)
    const { connect = CONNECT_TIMEOUT, query } = timeoutsOf(url)
    this.connectTimeout = connect
    this.queryTimeout = query
    this.pool = this.createPool()
  }

  /**
   * Runs a statement as a transaction of its own. A host that refuses it makes place for the next.
   * @throws an Error during an outage, once it is not held any longer
   */
  async query<Row extends QueryResultRow>(
    text: string,
    values: unknown[] = [],
    { timeout = TIMEOUT, hold = 0, isRepeatable = true }: QueryOptions = {}
  ): Promise<QueryResult<Row>> {
    const config = { text, values, query_timeout: this.queryTimeout ?? timeout }
    for (let tries = 1; ; tries++) {
      const began = performance.now()
      try {
        return await this.use((client) => client.query<Row>(config))
      } catch (error) {
        if (!isOutage(error)) throw error
        const left = (this.awaySince ?? began) + hold - performance.now()
        const isHeld = left > 0 && (isRepeatable || !wasSent(error))
        const hasOtherHost = tries < this.urls.length && !wasSent(error)
        if (!isHeld && !hasOtherHost) throw error
        await wait(isHeld ? Math.min(left, RETRY_DELAY) : 0)
      }
    }
  }

  /** Runs statements in one transaction. */
  transaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
    return this.use(async (client) => {
      await client.query('BEGIN')
      await work(client)
      await client.query('COMMIT')
    })
  }

  async close(): Promise<void> {
    await Promise.race([this.pool.end(), wait(CLOSING_TIME, undefined, { ref: false })])
    for (const socket of this.sockets) socket.destroy()
  }

  /** A connection that fails is closed, and its transaction undone. */
  private async use<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const { pool } = this
    const began = performance.now()
    try {
      const result = await useClient(await pool.connect(), work)
      this.awaySince = undefined
      return result
    } catch (error) {
      addCode(error)
      if (isOutage(error)) this.awaySince ??= began
      if (isOutage(error) && pool === this.pool && !isCrowded(error)) this.leave()
      throw error
    }
  }

  /** Goes on with the next host. Connections that are open are not trusted any more: they may lead to the old primary. */
  private leave(): void {
    const { pool } = this
    this.host = (this.host + 1) % this.urls.length
    this.pool = this.createPool()
    void pool.end()
  }

  private createPool(): Pool {
    const pool = new Pool({
      connectionString: this.urls[this.host],
      max: CONNECTIONS,
      connectionTimeoutMillis: this.connectTimeout,
      query_timeout: this.queryTimeout ?? TIMEOUT,
      keepAlive: true,
      application_name: 'tiktok-conversions',
      types: { getTypeParser },
      stream: () => this.createSocket(),
      onConnect: ((client: ClientBase) => refuseStandby(client, this.connectTimeout)) as PoolConfig['onConnect']
    })
    // A connection that breaks fails its statement. Without a listener, idle or not, it would end the process as well.
    pool.on('error', () => {})
    pool.on('connect', (client) => client.on('error', () => {}))
    return pool
  }

  /** Known here, as a connection to a machine that is gone does not end by itself. */
  private createSocket(): Socket {
    const socket = new NetSocket()
    this.sockets.add(socket)
    return socket.once('close', () => this.sockets.delete(socket))
  }
}

async function useClient<Result>(client: PoolClient, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  let isUnsafe = false
  const onNotice = ({ code }: { code?: string }) => {
    if (code === WARNING) isUnsafe = true
  }
  client.on('notice', onNotice)
  try {
    const result = await work(client)
    if (isUnsafe) throw new UnsafeCommitError()
    client.off('notice', onNotice)
    client.release()
    return result
  } catch (error) {
    client.release(error as Error)
    throw error
  }
}

async function refuseStandby(client: ClientBase, timeout: number): Promise<void> {
  const config = { text: 'SELECT pg_is_in_recovery() AS standby', query_timeout: timeout }
  const { rows } = await client.query(config)
  if (rows[0].standby) throw new StandbyError()
}

/** Ids and times are whole numbers that JavaScript can hold. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text')
}

/** @returns a URL for each host of `postgres://user@a:5432,b:5432/database`, in the same order */
export function hostsOf(url: string): string[] {
  const [, before, hosts, behind] = POSTGRES_URL.exec(url) ?? []
  if (hosts === undefined || !hosts.includes(',')) return [url]
  return hosts.split(',').map((host) => before + host + behind)
}

/** Milliseconds that a URL sets: `connect_timeout` in seconds as libpq has it, `query_timeout` in milliseconds as node-postgres does. */
export function timeoutsOf(url: string): { connect?: number; query?: number } {
  const [, behind = ''] = url.split('?')
  const settings = new URLSearchParams(behind)
  return {
    connect: Number(settings.get('connect_timeout')) * 1000 || undefined,
    query: Number(settings.get('query_timeout')) || undefined
  }
}

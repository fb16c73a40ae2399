import { Pool, types } from 'pg'

/** A few connections serve a process, as each statement works on many events. */
const CONNECTIONS = 3

/** Milliseconds until an answer that does not come counts as an outage. */
const TIMEOUT = 30_000
const CONNECTION_TIMEOUT = 5000

export function createPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    query_timeout: TIMEOUT,
    keepAlive: true,
    application_name: 'tiktok-conversions',
    types: { getTypeParser }
  })
  // A connection that breaks fails its statement. Without a listener, idle or not, it would end the process as well.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Ids and times are whole numbers that JavaScript can hold. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text')
}

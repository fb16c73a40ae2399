import { Client } from 'pg'

/** Runs once before the tests: names the database that they may use in the environment, if there is one. */
export default async function findDatabase(): Promise<void> {
  if (process.env.TEST_DATABASE_URL !== undefined) return
  // Ten minutes, as no test may depend on how long the machine takes.
  const url = `postgres://${process.env.PGUSER ?? 'postgres'}@127.0.0.1:5432/test?connect_timeout=600&query_timeout=600000`
  const client = new Client(url)
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    process.env.TEST_DATABASE_URL = url
  } catch {
    // The tests on PostgreSQL are skipped, and say so.
  }
}

// Runs once before the tests: says in the environment which database they may use, if there is one.
const { Client } = require('pg')

module.exports = async () => {
  if (process.env.TEST_DATABASE_URL !== undefined) return
  const url = `postgres://${process.env.PGUSER ?? 'postgres'}@127.0.0.1:5432/test`
  const client = new Client(url)
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    process.env.TEST_DATABASE_URL = url
  } catch {
    // The tests on PostgreSQL are skipped, and say so.
  }
}

import { join } from 'node:path'
import type { Sandbox } from '../../sandbox'
import { startSandbox } from '../../sandbox'
import { ServeProcess, WRITE_KEY } from '../../soak/serve'
import { temporaryDatabase, untilEmpty } from '../../soak/stores'
import { ordersOf, ROOT, TestFolder, tiktokConversions } from '../__helpers__/command'
import { basic } from './__helpers__/intake'
import { databaseUrl, isPostgresThere, skippedPostgres } from './__helpers__/stores'

const WITHOUT_LIBSQL = { NODE_OPTIONS: `--require ${join(ROOT, 'test/__helpers__/without-libsql.cjs')}` }

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

it('names the package that SQLite needs if it was not installed', async () => {
  const folder = new TestFolder()
  const args = ['serve', '--store', folder.file('live.db'), '--sandbox-port', String(sandbox.port)]
  const env = { ...WITHOUT_LIBSQL, TIKTOK_WRITE_KEYS: `shop:${WRITE_KEY}` }
  const { status, stderr } = await tiktokConversions(args, { env })
  expect(stderr).toMatch(/^error: SQLite needs the optional package @libsql\/[\w-]+, which is not installed\. Run npm /)
  expect(status).toBe(2)
  folder.remove()
})

const describePostgres = isPostgresThere ? describe : describe.skip

describePostgres(isPostgresThere ? 'PostgreSQL' : skippedPostgres, () => {
  it('stores and delivers events without the package of SQLite', async () => {
    const database = await temporaryDatabase(databaseUrl)
    const args = ['--store', database.location, '--port', '0', '--sandbox-port', String(sandbox.port)]
    const server = await ServeProcess.start(args, WITHOUT_LIBSQL)
    const answer = await fetch(`${server.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: basic(WRITE_KEY) },
      body: JSON.stringify({ batch: ordersOf(1) })
    })
    expect(answer.status).toBe(200)
    await untilEmpty(database.location)
    expect(sandbox.accepted.map(({ data }) => data.event_id)).toEqual(['m0'])
    expect(await server.stop()).toBe(0)
    await database.remove()
  })
})

import { soakFailover } from '../../soak/failover'
import type { KillOptions } from '../../soak/kills'
import { soak } from '../../soak/kills'
import { PostgresCluster } from '../../soak/postgres'
import { temporaryDatabase, temporaryFile } from '../../soak/stores'
import { databaseUrl, isPostgresThere, skippedPostgres } from './__helpers__/stores'

// `npm run soak:live` kills each part twenty times.
const KILLS = 2

const NOTHING_WRONG = { lost: 0, doubled: 0, claimed: 0 }

async function expectNothingLost(options: Omit<KillOptions, 'kills'>, kills = KILLS): Promise<void> {
  const { acknowledged, counted, sent, ...result } = await soak({ ...options, kills })
  await options.store.remove()
  expect(result).toMatchObject(NOTHING_WRONG)
  expect(acknowledged).toBeGreaterThanOrEqual(kills * 100)
  expect(counted).toBeGreaterThanOrEqual(acknowledged)
  expect(counted).toBeLessThanOrEqual(sent)
}

// They run side by side: most of their time they wait.
describe('kill -9 or SIGSTOP loses no acknowledged event, doubles none and claims none', () => {
  for (const part of ['intake', 'deliverer'] as const) {
    it.concurrent(`of the ${part} on SQLite`, () => expectNothingLost({ part, store: temporaryFile() }))

    if (isPostgresThere) {
      it.concurrent(`of the ${part} on PostgreSQL`, async () => {
        await expectNothingLost({ part, store: await temporaryDatabase(databaseUrl) })
      })
    } else it.skip(skippedPostgres, () => {})
  }

  it.concurrent('of a deliverer, which is stopped for longer than its lease', () =>
    expectNothingLost({ part: 'stopped', store: temporaryFile() }))

  const isInstalled = PostgresCluster.isInstalled()
  const inCluster = isInstalled ? it.concurrent : it.skip

  inCluster(isInstalled ? 'of the database on PostgreSQL' : 'PostgreSQL (skipped: it is not installed)', async () => {
    const cluster = (await PostgresCluster.create()) as PostgresCluster
    // Each one takes the client some seconds, as it is told to come again in ten.
    await expectNothingLost({ part: 'database', store: await temporaryDatabase(cluster.url), cluster }, 1)
    await cluster.remove()
  })
})

const describeCluster = PostgresCluster.isInstalled() ? describe : describe.skip

describeCluster('a primary with a synchronous standby', () => {
  it('loses nothing when it is killed and its standby promoted, three times', async () => {
    const cluster = (await PostgresCluster.create()) as PostgresCluster
    const result = await soakFailover(cluster, 3)
    await cluster.remove()
    expect(result).toMatchObject(NOTHING_WRONG)
    expect(result.acknowledged).toBeGreaterThanOrEqual(600)
  })
})

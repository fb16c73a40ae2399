import type { SoakOptions } from '../../soak/live'
import { soak } from '../../soak/live'
import { PostgresCluster } from '../../soak/postgres'
import { temporaryDatabase, temporaryFile } from '../../soak/stores'
import { databaseUrl, isPostgresThere, skippedPostgres } from './__helpers__/stores'

// `npm run soak:live` kills each part twenty times.
const KILLS = 2

async function expectNothingLost(options: Omit<SoakOptions, 'kills'>, kills = KILLS): Promise<void> {
  const { acknowledged, counted, sent, lost, doubled } = await soak({ ...options, kills })
  await options.store.remove()
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 })
  expect(acknowledged).toBeGreaterThanOrEqual(kills * 100)
  expect(counted).toBeGreaterThanOrEqual(acknowledged)
  expect(counted).toBeLessThanOrEqual(sent)
}

// They run side by side: most of their time they wait.
describe('kill -9 loses no acknowledged event and doubles none', () => {
  for (const part of ['intake', 'deliverer'] as const) {
    it.concurrent(`of the ${part} on SQLite`, () => expectNothingLost({ part, store: temporaryFile() }))

    if (isPostgresThere) {
      it.concurrent(`of the ${part} on PostgreSQL`, async () => {
        await expectNothingLost({ part, store: await temporaryDatabase(databaseUrl) })
      })
    } else it.skip(skippedPostgres, () => {})
  }

  const isInstalled = PostgresCluster.isInstalled()
  const inCluster = isInstalled ? it.concurrent : it.skip

  inCluster(isInstalled ? 'of the database on PostgreSQL' : 'PostgreSQL (skipped: it is not installed)', async () => {
    const cluster = (await PostgresCluster.create()) as PostgresCluster
    // Each one takes the client some seconds, as it is told to come again in ten.
    await expectNothingLost({ part: 'database', store: await temporaryDatabase(cluster.url), cluster }, 1)
    await cluster.remove()
  })
})

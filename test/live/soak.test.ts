import type { Part, SoakOptions } from '../../soak/live'
import { soak } from '../../soak/live'
import { PostgresCluster } from '../../soak/postgres'
import { temporaryDatabase, temporaryFile } from '../../soak/stores'
import { databaseUrl, isPostgresThere, skippedPostgres } from './__helpers__/stores'

jest.setTimeout(120_000)

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

describe.each<Part>(['intake', 'deliverer'])(
  'kill -9 of the %s loses no acknowledged event and doubles none',
  (part) => {
    it('on SQLite', () => expectNothingLost({ part, store: temporaryFile() }))

    if (isPostgresThere) {
      it('on PostgreSQL', async () => expectNothingLost({ part, store: await temporaryDatabase(databaseUrl) }))
    } else it.skip(skippedPostgres, () => {})
  }
)

describe('kill -9 of the database loses no acknowledged event and doubles none', () => {
  const isInstalled = PostgresCluster.isInstalled()
  const inCluster = isInstalled ? it : it.skip

  inCluster(isInstalled ? 'on PostgreSQL' : 'PostgreSQL (skipped: it is not installed)', async () => {
    const cluster = (await PostgresCluster.create()) as PostgresCluster
    // Each one takes the client some seconds, as it is told to come again in ten.
    await expectNothingLost({ part: 'database', store: await temporaryDatabase(cluster.url), cluster }, 1)
    await cluster.remove()
  })
})

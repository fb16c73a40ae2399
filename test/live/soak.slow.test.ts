import { setTimeout as wait } from 'node:timers/promises'
import { soakFailover } from '../../soak/failover'
import type { KillOptions } from '../../soak/kills'
import { soak } from '../../soak/kills'
import { POISONED, POISONS, sendPoison, soakPoison } from '../../soak/poison'
import { PostgresCluster } from '../../soak/postgres'
import { ServeProcess } from '../../soak/serve'
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
describe('kill -9 loses no acknowledged event, doubles none and claims none', () => {
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

describe('what never ends harms no other event', () => {
  it('becomes a dead letter, whether it ends the process, hangs it or eats its memory', async () => {
    const store = temporaryFile()
    const result = await soakPoison(store, POISONS)
    await store.remove()
    expect(result).toMatchObject({ ...NOTHING_WRONG, neverEnded: POISONS.length })
  })

  it('is noticed if it hangs a deliverer that has just started', async () => {
    const { location, remove } = temporaryFile()
    const intake = await ServeProcess.start(['--store', location, '--only', 'intake', '--port', '0'])
    await sendPoison(intake.url, 'hang')
    await intake.stop()
    const deliver = ['--store', location, '--only', 'deliver', '--lease', '2', '--sandbox-port', '9']
    const deliverer = await ServeProcess.start(deliver, { NODE_OPTIONS: POISONED })
    while (!deliverer.log.some(({ problem }) => problem === 'The deliverer hung, and was ended.')) await wait(20)
    await deliverer.kill()
    await remove()
  })

  it('is not sent again by a deliverer that was stopped for longer than its lease', async () => {
    await expectNothingLost({ part: 'stopped', store: temporaryFile() })
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

import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { PostgresStore } from '../../runner/live/store/postgres'
import { PostgresCluster } from '../../soak/postgres'

const event = (messageId: string) => ({ source: 'shop', messageId, event: '{}' })

const isInstalled = PostgresCluster.isInstalled()
const describeCluster = isInstalled ? describe : describe.skip

describeCluster(
  isInstalled ? 'a primary with a synchronous standby' : 'PostgreSQL (skipped: it is not installed)',
  () => {
    let primary: PostgresCluster
    let standby: PostgresCluster
    let store: PostgresStore
    let client: Client

    beforeAll(async () => {
      primary = (await PostgresCluster.create()) as PostgresCluster
      standby = await primary.createStandby('b')
      store = await PostgresStore.open(primary.url)
      client = new Client(primary.url)
      await client.connect()
    })
    afterAll(async () => {
      await client.end()
      await store.close()
      await primary.remove()
      await standby.remove()
    })

    /** Cancels a commit that waits for the standby. @returns how many there were */
    async function cancelCommits(): Promise<number> {
      await client.query('SELECT pg_stat_clear_snapshot()')
      const { rowCount } = await client.query(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
      )
      return rowCount ?? 0
    }

    /** An append that is repeated until it is acknowledged, as clients do. */
    async function appendAtLast(messageId: string): Promise<void> {
      for (;;) {
        const isStored = await store.append({ events: [event(messageId)] }).then(
          () => true,
          () => false
        )
        if (isStored) return
      }
    }

    it('is told apart from one that has none', async () => {
      expect(await store.isReplicated()).toBe(true)
      await primary.waitForStandby(undefined)
      while (await store.isReplicated()) await wait(20)
      await primary.waitForStandby('b')
    })

    it('acknowledges nothing while the standby is away, and everything once it is back', async () => {
      await standby.kill()
      await expect(store.append({ events: [event('a')] })).rejects.toThrow()
      await standby.start()
      await appendAtLast('a')
      expect((await store.counts()).backlog).toBe(1)
    })

    it('acknowledges no commit that was cancelled while it waited, nor a repeat of it, before the standby has both', async () => {
      await standby.kill()
      let isAcknowledged = false
      const appended = appendAtLast('b').then(() => {
        isAcknowledged = true
      })
      while ((await cancelCommits()) === 0) await wait(10)
      // The event is there, on the primary alone, and its repeat waits.
      while ((await client.query('SELECT FROM tiktok_conversions.event')).rowCount !== 2) await wait(10)
      while ((await client.query("SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'")).rowCount === 0)
        await wait(10)
      expect(isAcknowledged).toBe(false)
      await standby.start()
      await appended
      expect((await store.counts()).backlog).toBe(2)
    })
  }
)

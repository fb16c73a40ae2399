import { setTimeout as wait } from 'node:timers/promises'
import type { PostgresCluster } from './postgres'
import type { SoakResult } from './run'
import { soakWith } from './run'
import type { TemporaryStore } from './stores'

export const KILLED = ['intake', 'deliverer', 'database', 'stopped'] as const
export type Killed = (typeof KILLED)[number]

export interface KillOptions {
  /** `stopped` is a deliverer that is stopped by SIGSTOP until its lease has passed to another. */
  part: Killed
  kills: number
  store: TemporaryStore
  /** The server of the store, which is killed as the database. */
  cluster?: PostgresCluster
  /** Milliseconds that the killed part stays away. */
  outage?: number
}

/** Longest wait before a kill, in milliseconds: it may meet any step. */
const MAX_DELAY = 300

/** Milliseconds that a deliverer is stopped: longer than its lease. */
const STOPPED = 3000

/** Kills one part again and again under a real client. */
export function soak({ part, kills, store, cluster, outage = 0 }: KillOptions): Promise<SoakResult> {
  return soakWith(store.location, async (run) => {
    const other = part === 'stopped' ? await run.startPart('deliverer') : undefined
    for (let round = 0; round < kills; round++) {
      await run.progress()
      await wait(Math.random() * MAX_DELAY)
      if (part === 'stopped') {
        run.running.deliverer?.signal('SIGSTOP')
        await wait(STOPPED)
        run.running.deliverer?.signal('SIGCONT')
        continue
      }
      await (part === 'database' ? cluster : run.running[part])?.kill()
      await wait(outage)
      if (part === 'database') await cluster?.start()
      else await run.serve(part)
    }
    await other?.stop()
  })
}

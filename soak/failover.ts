import { setTimeout as wait } from 'node:timers/promises'
import type { PostgresCluster } from './postgres'
import type { SoakResult } from './run'
import { soakWith } from './run'
import { temporaryDatabase } from './stores'

export interface FailoverResult extends SoakResult {
  /** The longest time without an acknowledgement, in seconds. */
  ackGap: number
  /** The longest time without a delivery, in seconds. */
  deliveryGap: number
}

/** Milliseconds until somebody notices that the primary is gone. */
const DETECTION = 1000

const STANDBY = ['b', 'a'] as const

/** Kills the primary again and again, and promotes its synchronous standby; a new standby takes the place of the old primary. */
export async function soakFailover(first: PostgresCluster, failovers: number): Promise<FailoverResult> {
  let primary = first
  const { location } = await temporaryDatabase(primary.url)
  let standby = await primary.createStandby(STANDBY[0])
  const clusters = [primary, standby]
  // The standby takes over the database, which it has as well.
  const both = location.replace(primary.host, `${primary.host},${standby.host}`)
  const gaps = { ack: new Gap(), delivery: new Gap() }
  try {
    const result = await soakWith(both, async (run) => {
      const watch = setInterval(() => {
        gaps.ack.see(run.client.acknowledged.size)
        gaps.delivery.see(run.sandbox.totals.accepted)
      }, 20)
      for (let round = 0; round < failovers; round++) {
        await run.progress()
        gaps.ack.isMeasured = gaps.delivery.isMeasured = true
        await primary.kill()
        await wait(DETECTION)
        await standby.promote()
        await run.progress()
        gaps.ack.isMeasured = gaps.delivery.isMeasured = false
        const gone = primary
        primary = standby
        await gone.remove()
        standby = await primary.createStandby(STANDBY[(round + 1) % 2], gone.port)
        clusters.push(standby)
      }
      clearInterval(watch)
    })
    return { ...result, ackGap: gaps.ack.seconds, deliveryGap: gaps.delivery.seconds }
  } finally {
    for (const cluster of clusters) if (cluster !== first) await cluster.remove()
  }
}

/** The longest time that a number did not grow. */
class Gap {
  isMeasured = false
  private last = 0
  private since = performance.now()
  private longest = 0

  see(count: number): void {
    if (this.isMeasured) this.longest = Math.max(this.longest, performance.now() - this.since)
    if (count === this.last) return
    this.last = count
    this.since = performance.now()
  }

  get seconds(): number {
    return Math.round(this.longest / 100) / 10
  }
}

import type { Logger } from 'pino'
import type { LiveMetrics } from './metrics'
import type { Store } from './store/store'

/** Milliseconds between looks. */
const INTERVAL = 30_000

/** Tells the log and the metrics whether acknowledged events are on two machines. @returns a way to stop */
export function watchReplication(store: Store, metrics: LiveMetrics, log: Logger): () => void {
  let known: boolean | undefined
  const look = async () => {
    // A store that is away is reported elsewhere.
    const isReplicated = await store.isReplicated?.().catch(() => undefined)
    if (isReplicated === undefined) return
    metrics.setReplicated(isReplicated)
    if (isReplicated === known) return
    known = isReplicated
    if (isReplicated) log.info('Events are acknowledged once a second machine has them.')
    else log.warn('Acknowledged events are on one machine only: the database has no synchronous standby.')
  }
  void look()
  const timer = setInterval(look, INTERVAL)
  return () => clearInterval(timer)
}

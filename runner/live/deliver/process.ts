import { codeOf } from '../log'
import { openStore } from '../store/open'
import { Deliverer } from './deliverer'
import type { DelivererMessage, DelivererSettings } from './supervisor'
import { ALIVE_INTERVAL } from './supervisor'

/** A deliverer in a process of its own, lest its work delay acknowledgements. It ends with the process that forked it. */
async function run({
  store: location,
  schema,
  delivery,
  concurrency,
  leaseMs,
  isWatched
}: DelivererSettings): Promise<void> {
  const store = await openStore(location, { schema, isPatient: true })
  const deliverer = new Deliverer({
    store,
    delivery,
    concurrency,
    leaseMs,
    listener: {
      claimed: (report) => tell({ kind: 'claimed', report }),
      stopped: (problem) => tell({ kind: 'stopped', problem }),
      storeFailed: (code) => tell({ kind: 'storeFailed', code }),
      storeRecovered: () => tell({ kind: 'storeRecovered' }),
      settled: isWatched === true ? (outcomes) => tell({ kind: 'settled', outcomes }) : undefined
    }
  })
  tell({ kind: 'started' })
  await ended
  await deliverer.stop()
  await store.close()
  if (process.connected) process.disconnect()
}

function tell(message: DelivererMessage): void {
  // The other process may be gone.
  process.send?.(message, undefined, undefined, () => {})
}

/** A terminal and some supervisors send a signal to every process; the one that forked this one ends it in its turn. */
process.on('SIGINT', () => {})
// Without a listener, a limit on the size of files would end the process; so it is an error of the store, like a full disk.
process.on('SIGXFSZ', () => {})
const ended = new Promise<void>((resolve) => {
  process.once('SIGTERM', resolve)
  process.once('disconnect', resolve)
})

setInterval(() => tell({ kind: 'alive' }), ALIVE_INTERVAL).unref()

process.once('message', (settings: DelivererSettings) => {
  run(settings).catch((error) => {
    tell({ kind: 'storeFailed', code: codeOf(error) })
    process.exitCode = 1
    if (process.connected) process.disconnect()
  })
})

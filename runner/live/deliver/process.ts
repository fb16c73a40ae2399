import { codeOf } from '../../errors'
import { limitDeliverer } from '../../heap'
import { openStore } from '../store/open'
import type { DestinationSettings } from './destinations'
import { Destinations } from './destinations'
import type { DelivererListener } from './report'
import type { DelivererMessage, DelivererSettings, ToDeliverer } from './supervisor'
import { ALIVE_INTERVAL } from './supervisor'

/** Deliverers in a process of their own, lest their work delay acknowledgements. It ends with the process that forked it. */
async function run({ store: location, schema, destinations, ...options }: DelivererSettings): Promise<void> {
  const store = await openStore(location, { schema, isPatient: true })
  const listenerOf = (destination: string) => createListener(destination, options.isWatched === true)
  const running = new Destinations({ ...options, store, listenerOf })
  current = running
  limitDeliverer()
  // Said before any event is read: an event that hangs the process at once is noticed by its silence.
  tell({ kind: 'started' })
  await running.replace(latest ?? destinations)
  await ended
  await running.stop()
  await store.close()
  if (process.connected) process.disconnect()
}

function createListener(destination: string, isWatched: boolean): DelivererListener {
  return {
    claimed: (report) => tell({ kind: 'claimed', destination, report }),
    stopped: (problem) => tell({ kind: 'stopped', destination, problem }),
    storeFailed: (code) => tell({ kind: 'storeFailed', destination, code }),
    storeRecovered: () => tell({ kind: 'storeRecovered', destination }),
    settled: isWatched ? (outcomes) => tell({ kind: 'settled', outcomes }) : undefined
  }
}

function tell(message: DelivererMessage): void {
  // The other process may be gone.
  process.send?.(message, undefined, undefined, () => {})
}

/** A terminal and some supervisors send a signal to every process; the parent ends this process in its turn. */
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
// Without a listener, a limit on the size of files would end the process; so it is an error of the store, like a full disk.
process.on('SIGXFSZ', () => {})
const ended = new Promise<void>((resolve) => {
  process.once('SIGTERM', resolve)
  process.once('disconnect', resolve)
})

setInterval(() => tell({ kind: 'alive' }), ALIVE_INTERVAL).unref()

let current: Destinations | undefined
/** The last settings that came after the first ones. They may come while the store is being opened. */
let latest: readonly DestinationSettings[] | undefined

process.on('message', (message: ToDeliverer) => {
  if (message.kind === 'destinations') {
    latest = message.destinations
    void current?.replace(latest)
    return
  }
  run(message.settings).catch((error) => {
    tell({ kind: 'storeFailed', destination: '', code: codeOf(error) })
    process.exitCode = 1
    if (process.connected) process.disconnect()
  })
})

import { execFile } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { openStore } from '../runner/live/store/open'
import { eventsOf, writeEvents } from './generate'
import { PostgresCluster } from './live-cluster'
import { cpuOf, cpuOfEndedChildren } from './live-cpu'
import { COMMAND, ServeProcess, WRITE_KEY } from './live-serve'
import type { TemporaryStore } from './live-store'
import { temporaryDatabase, temporaryFile } from './live-store'
import { startReceiver } from './receiver'

/** Events of a request, and requests at a time. */
const BATCH = 100
const SENDERS = 8

/** Events a second at which acknowledgements are measured without saturation. */
const CALM_RATE = 400

interface Sent {
  seconds: number
  /** Milliseconds of each acknowledgement. */
  acks: number[]
}

const createEvent = eventsOf('orders')
let made = 0

/** Sends one request of new events. @returns milliseconds until the acknowledgement */
async function post(url: string, count: number): Promise<number> {
  const toEvent = () => ({ ...createEvent(made), messageId: `bench-${made++}` })
  const body = JSON.stringify({ batch: Array.from({ length: count }, toEvent) })
  const headers = { authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}` }
  const began = performance.now()
  const { status } = await fetch(`${url}/v1/batch`, { method: 'POST', headers, body })
  if (status !== 200) throw new Error(`The intake answered ${status}.`)
  return performance.now() - began
}

async function saturate(url: string, events: number): Promise<Sent> {
  const acks: number[] = []
  const began = performance.now()
  let left = events / BATCH
  const send = async () => {
    while (left-- > 0) acks.push(await post(url, BATCH))
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  return { seconds: (performance.now() - began) / 1000, acks }
}

/** Sends requests at even times, however long their answers take. */
async function trickle(url: string, seconds: number): Promise<Sent> {
  const size = 10
  const gap = (1000 * size) / CALM_RATE
  const requests = Array.from({ length: (seconds * 1000) / gap }, (_, index) =>
    wait(index * gap).then(() => post(url, size))
  )
  return { seconds, acks: await Promise.all(requests) }
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]
}

async function untilEmpty(location: string): Promise<void> {
  const store = await openStore(location)
  while ((await store.counts()).backlog > 0) await wait(20)
  await store.close()
}

/** CPU microseconds an event of `send` with one worker: what delivery costs without a store. */
async function costOfSend(events: number, port: number): Promise<number> {
  const { location, remove } = temporaryFile()
  await writeEvents(`${location}.ndjson`, events, createEvent)
  const args = ['send', `${location}.ndjson`, '--workers', '1', '--sandbox-port', String(port), '--json']
  const before = cpuOfEndedChildren()
  await promisify(execFile)(process.execPath, [COMMAND, ...args])
  const cpu = cpuOfEndedChildren() - before
  await remove()
  return cpu / events
}

async function bench(name: string, store: TemporaryStore, events: number, port: number, database?: PostgresCluster) {
  const start = (...args: string[]) =>
    ServeProcess.start(['--store', store.location, '--port', '0', '--sandbox-port', String(port), ...args])
  const databaseCpu = () => (database === undefined ? 0 : cpuOf(database.pid))
  const before = databaseCpu()
  const intake = await start('--only', 'intake')
  await saturate(intake.url, events / 10)
  const intakeBefore = cpuOf(intake.pid)
  const taken = await saturate(intake.url, events)
  const intakeCpu = (cpuOf(intake.pid) - intakeBefore) / events
  await intake.stop()

  const began = performance.now()
  const deliverer = await start('--only', 'deliver')
  await untilEmpty(store.location)
  const deliverSeconds = (performance.now() - began) / 1000
  const deliverCpu = cpuOf(deliverer.pid) / (events * 1.1)
  await deliverer.stop()
  const storeCpu = (databaseCpu() - before) / (events * 1.1)

  const both = await start()
  await trickle(both.url, 1)
  const calm = await trickle(both.url, 8)
  await both.stop()
  await store.remove()
  return {
    store: name,
    'accepted/s': events / taken.seconds,
    'delivered/s': (events * 1.1) / deliverSeconds,
    'ack p50 ms, full': percentile(taken.acks, 0.5),
    'ack p99 ms, full': percentile(taken.acks, 0.99),
    'ack p50 ms, 400/s': percentile(calm.acks, 0.5),
    'ack p99 ms, 400/s': percentile(calm.acks, 0.99),
    'intake µs/event': intakeCpu,
    'deliverer µs/event': deliverCpu,
    'database µs/event': storeCpu
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { events: { type: 'string', default: '40000' } } })
  const events = Number(values.events)
  const { port, stop } = await startReceiver('accept')
  const send = await costOfSend(events, port)
  const rows = [await bench('SQLite', temporaryFile(), events, port)]
  const cluster = await PostgresCluster.create()
  if (cluster !== undefined)
    rows.push(await bench('PostgreSQL', await temporaryDatabase(cluster.url), events, port, cluster))
  await cluster?.remove()
  await stop()
  console.log(`send: ${send.toFixed(0)} µs/event`)
  for (const row of rows) {
    const { 'intake µs/event': intake, 'deliverer µs/event': deliverer } = row
    const ratio = { 'deliverer to send': send / deliverer, 'both to send': send / (intake + deliverer) }
    console.table(
      Object.entries({ ...row, ...ratio }).map(([figure, value]) => ({
        figure,
        value: typeof value === 'number' ? Number(value.toPrecision(3)) : value
      }))
    )
  }
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})

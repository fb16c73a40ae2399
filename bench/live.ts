import { setTimeout as wait } from 'node:timers/promises'
import { Command } from '@commander-js/extra-typings'
import { wholeNumber } from '../runner/cli/flags'
import { PostgresCluster } from '../soak/postgres'
import { ServeProcess, WRITE_KEY } from '../soak/serve'
import type { TemporaryStore } from '../soak/stores'
import { temporaryDatabase, temporaryFile, untilEmpty } from '../soak/stores'
import { runCommand } from './command'
import { cpuOf, peakOf } from './cpu'
import { eventsOf, writeEvents } from './generate'
import type { Usage } from './measure'
import { printTable } from './measure'
import { startReceiver } from './receiver'

/** Events of a request, and requests at a time. */
const BATCH = 100
const SENDERS = 8

/** Share of events that the intake accepts before it is measured. */
export const WARM_UP = 0.1

/** Events a second, and of a request, at which acknowledgements are measured without saturation. */
const CALM_RATE = 400
const CALM_BATCH = 10

const createEvent = eventsOf('orders')
let made = 0

/** Sends one request of new events. @returns milliseconds until the acknowledgement */
async function post(url: string, count: number, properties?: object): Promise<number> {
  const toEvent = () => ({ ...createEvent(made), ...(properties && { properties }), messageId: `bench-${made++}` })
  const body = JSON.stringify({ batch: Array.from({ length: count }, toEvent) })
  const headers = { authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}` }
  const began = performance.now()
  const { status } = await fetch(`${url}/v1/batch`, { method: 'POST', headers, body })
  if (status !== 200) throw new Error(`The intake answered ${status}.`)
  return performance.now() - began
}

/** @returns milliseconds of each acknowledgement */
async function saturate(url: string, events: number): Promise<number[]> {
  const acks: number[] = []
  let left = events / BATCH
  const send = async () => {
    while (left-- > 0) acks.push(await post(url, BATCH))
  }
  await Promise.all(Array.from({ length: SENDERS }, send))
  return acks
}

/** Sends requests at even times, however long their answers take. @returns milliseconds of each acknowledgement */
async function trickle(url: string, seconds: number): Promise<number[]> {
  const gap = (1000 * CALM_BATCH) / CALM_RATE
  const send = (index: number) => wait(index * gap).then(() => post(url, CALM_BATCH))
  return Promise.all(Array.from({ length: (seconds * 1000) / gap }, (_, index) => send(index)))
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]
}

/** CPU microseconds an event of `send` with one worker: what delivery costs without a store. */
async function costOfSend(events: number, port: number): Promise<number> {
  const { location, remove } = temporaryFile()
  await writeEvents(`${location}.ndjson`, events, createEvent)
  const args = ['send', `${location}.ndjson`, '--workers', '1', '--sandbox-port', String(port), '--json']
  const { usage } = await runCommand(args)
  await remove()
  return usage.cpu / events
}

function startServe(location: string, port: number, ...args: string[]): Promise<ServeProcess> {
  return ServeProcess.start(['--store', location, '--port', '0', '--sandbox-port', String(port), ...args])
}

/** Fills a store through an intake. @returns milliseconds of each acknowledgement, and the cost, without the warm-up */
export async function fillStore(location: string, events: number, port: number) {
  const intake = await startServe(location, port, '--only', 'intake')
  await saturate(intake.url, events * WARM_UP)
  const cpuBefore = cpuOf(intake.pid)
  const began = performance.now()
  const acks = await saturate(intake.url, events)
  const usage: Usage = { seconds: (performance.now() - began) / 1000, cpu: cpuOf(intake.pid) - cpuBefore }
  await intake.stop()
  return { acks, usage }
}

/** Starts a deliverer, and stops it when all events of a store are delivered. */
export async function emptyStore(location: string, port: number): Promise<Usage> {
  const began = performance.now()
  const deliverer = await startServe(location, port, '--only', 'deliver')
  await untilEmpty(location)
  const usage = { seconds: (performance.now() - began) / 1000, cpu: cpuOf(deliverer.pid) }
  await deliverer.stop()
  return usage
}

/** Accepts and delivers events with large properties, in requests of 16. */
export async function deliverLargeEvents(requests: number, properties: object): Promise<Usage> {
  const { location, remove } = temporaryFile()
  const { port, stop } = await startReceiver('accept')
  const serve = await startServe(location, port)
  const began = performance.now()
  for (let index = 0; index < requests; index++) await post(serve.url, 16, properties)
  await untilEmpty(location)
  const usage = { seconds: (performance.now() - began) / 1000, cpu: cpuOf(serve.pid), peak: peakOf(serve.pid) }
  await serve.stop()
  await Promise.all([stop(), remove()])
  return usage
}

/** @param cost CPU microseconds an event of `send` */
async function bench(store: TemporaryStore, events: number, port: number, cost: number, database?: PostgresCluster) {
  const databaseCpu = () => (database === undefined ? 0 : cpuOf(database.pid))
  const databaseBefore = databaseCpu()
  const { acks, usage: intake } = await fillStore(store.location, events, port)
  const deliverer = await emptyStore(store.location, port)
  const stored = events * (1 + WARM_UP)
  const storeCpu = (databaseCpu() - databaseBefore) / stored
  const intakeCpu = intake.cpu / events
  const deliverCpu = deliverer.cpu / stored

  const both = await startServe(store.location, port)
  await trickle(both.url, 1)
  const calm = await trickle(both.url, 8)
  await both.stop()
  await store.remove()
  return {
    'accepted/s': events / intake.seconds,
    'delivered/s': stored / deliverer.seconds,
    'ack p50 ms, full': percentile(acks, 0.5),
    'ack p99 ms, full': percentile(acks, 0.99),
    'ack p50 ms, 400/s': percentile(calm, 0.5),
    'ack p99 ms, 400/s': percentile(calm, 0.99),
    'intake µs/event': intakeCpu,
    'deliverer µs/event': deliverCpu,
    'database µs/event': storeCpu,
    'send µs/event': cost,
    'deliverer to send': cost / deliverCpu,
    'both to send': cost / (intakeCpu + deliverCpu)
  }
}

async function main(): Promise<void> {
  const { events } = new Command('npm run bench:live --')
    .option('--events <n>', 'events for each part', wholeNumber(1000, Infinity), 40_000)
    .parse()
    .opts()
  const { port, stop } = await startReceiver('accept')
  const cost = await costOfSend(events, port)
  const sqlite = await bench(temporaryFile(), events, port, cost)
  const cluster = await PostgresCluster.create()
  const postgres = cluster && (await bench(await temporaryDatabase(cluster.url), events, port, cost, cluster))
  await cluster?.remove()
  await stop()
  const figures = Object.keys(sqlite) as (keyof typeof sqlite)[]
  printTable(figures.map((figure) => ({ figure, SQLite: sqlite[figure], PostgreSQL: postgres?.[figure] })))
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message)
    process.exit(1)
  })
}

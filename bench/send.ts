import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { temporaryFile } from '../soak/stores'
import { runCommand } from './command'
import { createBatches, createFloor } from './destination'
import type { CreateEvent } from './generate'
import { eventsOf, writeEvents } from './generate'
import { emptyStore, fillStore, WARM_UP } from './live'
import type { Figure, Usage, Variant } from './measure'
import { peakWithin } from './measure'
import { startReceiver } from './receiver'

const FOLDER = mkdtempSync(join(tmpdir(), 'tiktok-conversions-bench-'))
process.on('exit', () => rmSync(FOLDER, { recursive: true }))

const createOrder = eventsOf('orders')

const INPUTS: Record<string, CreateEvent> = {
  'orders.ndjson': createOrder,
  'orders.ndjson.gz': createOrder,
  'mixed.ndjson': eventsOf('mixed'),
  'half-unmatched.ndjson': eventsOf('mixed', 0.5),
  'pages.ndjson': eventsOf('pages')
}

/** Requests at a time, an envelope's last request of fewer than 1,000 events, and the test of the credentials. */
const EXTRA_REQUESTS = 4 + 1 + 1

const COST: Figure = { name: 'CPU / floor', of: ({ cpu }, { floor }) => cpu / floor.cpu }
const PAGES_FLOOR = 'floor of pages'
const PAGES_COST: Figure = {
  name: `CPU / ${PAGES_FLOOR}`,
  of: ({ cpu }, { [PAGES_FLOOR]: floor }) => cpu / floor.cpu,
  atMost: 5
}
/** Share of the events that `serve` gets: this process makes them while they are sent. */
const SERVE_SHARE = 0.2

const PEAK = peakWithin(200)

/** Delivers files with the built command. The floor is measured in the same rounds. */
export async function benchSend(events: number, batches: number): Promise<Variant[]> {
  const floor = createFloor('floor', await createBatches('orders', batches))
  const pagesFloor = createFloor(PAGES_FLOOR, await createBatches('pages', batches))
  const pages = createSend('pages.ndjson --workers 1', events, [PAGES_COST, PEAK])
  const half = createSend('half-unmatched.ndjson --workers 1', events, [{ ...COST, atMost: 5 }, PEAK])
  const help: Variant = {
    name: '--help',
    events: 1,
    run: async () => (await runCommand(['--help'])).usage,
    figures: [{ name: 'CPU ms', of: ({ cpu }) => cpu / 1000, atMost: 250 }]
  }
  const atMost = Math.ceil(events / 1000) + EXTRA_REQUESTS
  const requests: Figure = { name: 'requests', of: (own) => own.requests, atMost }
  const mixed = createSend('mixed.ndjson --workers 1', events, [requests, PEAK])
  const orders = ['orders.ndjson', 'orders.ndjson.gz'].flatMap((input) => {
    const one = createSend(`${input} --workers 1`, events, [{ ...COST, atMost: 4.2 }, PEAK])
    const gain: Figure = { name: 'speed / one', of: ({ speed }, round) => speed / round[one.name].speed, atLeast: 1.4 }
    return [one, createSend(`${input} --workers 2`, events, [COST, gain, PEAK])]
  })
  const toSend: Figure = { name: 'CPU / send', of: ({ cpu }, round) => cpu / round[orders[0].name].cpu }
  const diagnose = createDiagnose('orders.ndjson', events, [toSend])
  const serve = createServe(1000 * Math.ceil((events * SERVE_SHARE) / 1000), [toSend])
  return [floor, pagesFloor, help, mixed, half, pages, ...orders, diagnose, ...serve]
}

/** @param args the name of an input, and options */
function createSend(args: string, events: number, figures: readonly Figure[]): Variant {
  const [input, ...options] = args.split(' ')
  const file = `${events}-${input}`
  const outputs = ['run.checkpoint', 'run.failed.ndjson']
  return {
    name: args,
    events,
    figures,
    prepare: async () => {
      for (const output of outputs) rmSync(join(FOLDER, output), { force: true })
      await writeInput(file, events, input)
    },
    run: async () => {
      const { port, stop } = await startReceiver('accept')
      const fixed = ['--sandbox-port', String(port), '--checkpoint', outputs[0], '--failed', outputs[1], '--json']
      const { stdout, usage } = await runCommand(['send', file, ...options, ...fixed], FOLDER)
      const { delivered, unmatched } = JSON.parse(stdout)
      if (delivered !== events - unmatched) throw new Error(`${args}: ${stdout}`)
      return { ...usage, requests: await stop() }
    }
  }
}

function createDiagnose(input: string, events: number, figures: readonly Figure[]): Variant {
  const file = `${events}-${input}`
  return {
    name: `diagnose ${input}`,
    events,
    figures,
    prepare: () => writeInput(file, events, input),
    run: async () => (await runCommand(['diagnose', file, '--json'], FOLDER)).usage
  }
}

/** The processes of `serve`, with a store in a file. A deliverer sends what an intake has accepted before. */
function createServe(events: number, figures: readonly Figure[]): Variant[] {
  const withStore = async (measure: (location: string, port: number) => Promise<Usage>) => {
    const { location, remove } = temporaryFile()
    const { port, stop } = await startReceiver('accept')
    const usage = await measure(location, port)
    await stop()
    await remove()
    return usage
  }
  const intake = () => withStore(async (location, port) => (await fillStore(location, events, port)).usage)
  const deliverer = () =>
    withStore(async (location, port) => {
      await fillStore(location, events, port)
      return emptyStore(location, port)
    })
  return [
    { name: 'serve, intake', events, figures, run: intake },
    { name: 'serve, deliverer', events: events * (1 + WARM_UP), figures, run: deliverer }
  ]
}

async function writeInput(file: string, events: number, input: string): Promise<void> {
  if (!existsSync(join(FOLDER, file))) await writeEvents(join(FOLDER, file), events, INPUTS[input])
}

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './command'
import { createBatches, createFloor, PRESETS } from './destination'
import type { CreateEvent } from './generate'
import { eventsOf, writeEvents } from './generate'
import type { Figure, Variant } from './measure'
import type { Answer } from './receiver'
import { startReceiver } from './receiver'

const FOLDER = mkdtempSync(join(tmpdir(), 'tiktok-conversions-bench-'))
process.on('exit', () => rmSync(FOLDER, { recursive: true }))

const createOrder = eventsOf('orders')
const products = Array.from({ length: 9000 }, (_, index) => ({ product_id: `sku-${index}`, price: 1, quantity: 1 }))

const INPUTS: Record<string, CreateEvent> = {
  'orders.ndjson': createOrder,
  'orders.ndjson.gz': createOrder,
  'mixed.ndjson': eventsOf('mixed'),
  // The longest line that is read has 1 MiB.
  'long-lines.ndjson': (index) => ({ ...createOrder(index), sentAt: 'x'.repeat(1_045_000) }),
  'long-orders.ndjson': (index) => ({ ...createOrder(index), properties: { currency: 'USD', products } })
}

/** Requests at a time, an envelope's last request of fewer than 1,000 events, and the test of the credentials. */
const EXTRA_REQUESTS = 4 + 1 + 1

const COST: Figure = { name: 'CPU / floor', of: ({ cpu }, { floor }) => cpu / floor.cpu, atMost: 4 }
const PEAK: Figure = { name: 'peak MB', of: ({ peak }) => peak, atMost: 200 }

/** Delivers files with the built command. The floor is measured in the same rounds. */
export async function benchSend(events: number, batches: number): Promise<Variant[]> {
  const floor = createFloor('floor', await createBatches('orders', batches))
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
    const one = createSend(`${input} --workers 1`, events, [COST, PEAK])
    const gain: Figure = { name: 'speed / one', of: ({ speed }, round) => speed / round[one.name].speed, atLeast: 1.6 }
    return [one, createSend(`${input} --workers 2`, events, [COST, gain, PEAK])]
  })
  return [floor, help, mixed, ...orders]
}

/** Arguments of `send`, lines of the file, and the answer to each request. Few attempts and short pauses save time. */
const MEMORY_CASES: readonly [args: string, events: number, answer?: Answer][] = [
  ['orders.ndjson --workers 4', 100_000],
  ['orders.ndjson --concurrency 64', 100_000],
  ['long-lines.ndjson', 400],
  ['long-lines.ndjson --workers 4 --concurrency 64', 400],
  ['long-orders.ndjson', 200],
  ['orders.ndjson --retry-delay 0.01', 20_000, 'reject'],
  ['orders.ndjson --retry-delay 0.01 --mappings 50-mappings.json', 1000, 'reject'],
  ['orders.ndjson --timeout 1 --max-attempts 1', 20_000, 'endless']
]

/** Delivers what might need much memory. */
export async function benchMemory(share: number): Promise<Variant[]> {
  const mappings = Array.from({ length: 50 }, (_, index) => ({ ...PRESETS.orders, name: `Orders ${index}` }))
  writeFileSync(join(FOLDER, '50-mappings.json'), JSON.stringify(mappings))
  return MEMORY_CASES.map(([args, events, answer]) => createSend(args, events * share, [PEAK], answer))
}

/** @param args the name of an input, and options */
function createSend(args: string, events: number, figures: readonly Figure[], answer: Answer = 'accept'): Variant {
  const [input, ...options] = args.split(' ')
  const file = `${events}-${input}`
  const outputs = ['run.checkpoint', 'run.failed.ndjson']
  return {
    name: answer === 'accept' ? args : `${args} (${answer})`,
    events,
    figures,
    prepare: async () => {
      for (const output of outputs) rmSync(join(FOLDER, output), { force: true })
      if (!existsSync(join(FOLDER, file))) await writeEvents(join(FOLDER, file), events, INPUTS[input])
    },
    run: async () => {
      const { port, stop } = await startReceiver(answer)
      const fixed = ['--sandbox-port', String(port), '--checkpoint', outputs[0], '--failed', outputs[1], '--json']
      const { stdout, usage } = await runCommand(['send', file, ...options, ...fixed], FOLDER)
      if (JSON.parse(stdout).delivered !== (answer === 'accept' ? events : 0)) throw new Error(`${args}: ${stdout}`)
      return { ...usage, requests: await stop() }
    }
  }
}

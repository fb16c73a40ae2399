import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { bin } from '../package.json'
import { createBatches, createFloor, PRESETS } from './floor'
import type { CreateEvent } from './generate'
import { eventsOf, writeEvents } from './generate'
import type { Benchmark, Figure, Size, Usage, Variant } from './measure'
import type { Answer } from './receiver'
import { startReceiver } from './receiver'

const COMMAND = join(__dirname, '..', '..', bin['tiktok-conversions'])

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

/** Delivers files with the built command. The floor is measured in the same rounds. */
export async function benchSend({ fileEvents, fileRounds, batches }: Size): Promise<Benchmark> {
  const floor = createFloor('floor', await createBatches('orders', batches))
  const help = { name: '--help', events: 1, run: async () => (await runCommand(['--help'])).usage }
  const mixed = createSend('mixed.ndjson --workers 1', fileEvents)
  const variants = [floor, help, mixed]
  const figures: Figure[] = [
    { name: '--help: CPU ms', of: (round) => round['--help'].cpu / 1000, atMost: 250 },
    {
      name: `${mixed.name}: requests`,
      of: (round) => round[mixed.name].requests,
      atMost: Math.ceil(fileEvents / 1000) + EXTRA_REQUESTS
    }
  ]
  for (const file of ['orders.ndjson', 'orders.ndjson.gz']) {
    const [one, two] = [1, 2].map((workers) => createSend(`${file} --workers ${workers}`, fileEvents))
    variants.push(one, two)
    figures.push(
      { name: `${one.name}: CPU / floor`, of: (round) => round[one.name].cpu / round.floor.cpu, atMost: 4 },
      { name: `${two.name}: CPU / floor`, of: (round) => round[two.name].cpu / round.floor.cpu, atMost: 4 },
      { name: `${two.name}: speed / one`, of: (round) => round[two.name].speed / round[one.name].speed, atLeast: 1.6 }
    )
  }
  return { variants, rounds: fileRounds, figures: [...figures, ...variants.slice(2).map(peakOf)] }
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
export async function benchMemory({ memoryShare }: Size): Promise<Benchmark> {
  const mappings = Array.from({ length: 50 }, (_, index) => ({ ...PRESETS.orders, name: `Orders ${index}` }))
  writeFileSync(join(FOLDER, '50-mappings.json'), JSON.stringify(mappings))
  const variants = MEMORY_CASES.map(([args, events, answer]) => createSend(args, events * memoryShare, answer))
  return { variants, rounds: 1, figures: variants.map(peakOf) }
}

function peakOf({ name }: Variant): Figure {
  return { name: `${name}: peak MB`, of: (round) => round[name].peak, atMost: 200 }
}

/** @param args the name of an input, and options */
function createSend(args: string, events: number, answer: Answer = 'accept'): Variant {
  const [input, ...options] = args.split(' ')
  const file = `${events}-${input}`
  const outputs = ['run.checkpoint', 'run.failed.ndjson']
  return {
    name: answer === 'accept' ? args : `${args} (${answer})`,
    events,
    prepare: async () => {
      for (const output of outputs) rmSync(join(FOLDER, output), { force: true })
      if (!existsSync(join(FOLDER, file))) await writeEvents(join(FOLDER, file), events, INPUTS[input])
    },
    run: async () => {
      const { port, stop } = await startReceiver(answer)
      const fixed = ['--sandbox-port', String(port), '--checkpoint', outputs[0], '--failed', outputs[1], '--json']
      const { stdout, usage } = await runCommand(['send', file, ...options, ...fixed])
      if (JSON.parse(stdout).delivered !== (answer === 'accept' ? events : 0)) throw new Error(`${args}: ${stdout}`)
      return { ...usage, requests: await stop() }
    }
  }
}

/** Runs the built command. @throws Error if it ends without a report */
async function runCommand(args: readonly string[]): Promise<{ stdout: string; usage: Usage }> {
  const begin = performance.now()
  const allArgs = ['--require', join(__dirname, 'usage.js'), COMMAND, ...args]
  const child = spawn(process.execPath, allArgs, { cwd: FOLDER, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const outputs = child.stdio.slice(1).map((stream) => text(stream as Readable))
  const [[exitCode], stdout, stderr, usage] = await Promise.all([once(child, 'close'), ...outputs])
  if (stdout === '' || usage === '') throw new Error(`${args.join(' ')} ended with ${exitCode}: ${stderr}`)
  return { stdout, usage: { seconds: (performance.now() - begin) / 1000, ...JSON.parse(usage) } }
}

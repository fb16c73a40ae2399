import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import { runCommand } from './command'
import { PRESETS } from './destination'
import { eventsOf, writeEvents } from './generate'
import { deliverLargeEvents } from './live'
import type { Variant } from './measure'
import { peakWithin } from './measure'
import type { Answer } from './receiver'
import { startReceiver } from './receiver'

const FOLDER = mkdtempSync(join(tmpdir(), 'tiktok-conversions-memory-'))
process.on('exit', () => rmSync(FOLDER, { recursive: true }))

/** Megabytes for one thread or two, and for each further one. */
const MOST = 200
const MOST_PER_THREAD = 40

/** A kind of input that might need much memory. */
interface Shape {
  name: string
  /** Events, lines or files, which the benchmark may reduce. */
  size: number
  /** Writes the input, unless it is there. @returns its name */
  write: (size: number, path: string) => Promise<void> | void
  /** Ends the name of the input. */
  suffix?: string
  options?: string
  answer?: Answer
  /** Pipes the input into the command, with a pause in milliseconds behind each piece. */
  pause?: number
  /** Two unless said otherwise. */
  threads?: number
}

const MEGABYTE = 1024 * 1024
const order = eventsOf('orders')
const products = Array.from({ length: 9000 }, (_, index) => ({ product_id: `sku-${index}`, price: 1, quantity: 1 }))

const write = (create: (index: number) => object) => (size: number, path: string) =>
  writeEvents(path, size, create as never)

const orders = write(order)
const longLines = write((index) => ({ ...order(index), sentAt: 'x'.repeat(1_045_000) }))
const tiny = write((index) => ({ type: 'page', messageId: `m${index}`, userId: 'u' }))
const repeat = (part: string) => (size: number, path: string) => {
  const pieces = Array.from({ length: size }, () => Buffer.alloc(MEGABYTE, part))
  const file = createWriteStream(path)
  return path.endsWith('.gz')
    ? pipeline(Readable.from(pieces), createGzip(), file)
    : pipeline(Readable.from(pieces), file)
}

function writeWrapper(size: number, path: string): void {
  const context = Object.fromEntries(Array.from({ length: size / 2 }, (_, index) => [`key${index}`, `value${index}`]))
  const batch = Array.from({ length: size }, (_, index) => ({ type: 'page', messageId: `m${index}`, userId: 'u' }))
  writeFileSync(path, `${JSON.stringify({ context, batch })}\n`)
}

function writeFiles(size: number, path: string): void {
  mkdirSync(path)
  for (let index = 0; index < size; index++) {
    writeFileSync(join(path, `${index}.ndjson`), `${JSON.stringify({ type: 'page', messageId: `m${index}` })}\n`)
  }
}

const SHAPES: readonly Shape[] = [
  { name: 'tiny events', size: 1_000_000, write: tiny },
  { name: 'orders of 5 products', size: 200_000, write: orders },
  { name: 'orders of 9,000 products', size: 200, write: write((i) => ({ ...order(i), properties: { products } })) },
  { name: 'lines of 1 MiB', size: 400, write: longLines },
  { name: 'a wrapper of 2,000 keys and 4,000 events', size: 4000, write: writeWrapper },
  { name: 'blank lines, 60 MB', size: 60, write: repeat('\n') },
  { name: 'blank lines, 60 MB, gzip', size: 60, write: repeat('\n'), suffix: '.ndjson.gz' },
  { name: 'everything rejected', size: 20_000, write: orders, options: '--retry-delay 0.01', answer: 'reject' },
  {
    name: 'everything rejected, 50 mappings',
    size: 1000,
    write: orders,
    options: '--retry-delay 0.01 --mappings 50-mappings.json',
    answer: 'reject'
  },
  { name: 'everything unreadable', size: 60, write: repeat('{"type":\n') },
  {
    name: 'answers without an end',
    size: 20_000,
    write: orders,
    options: '--timeout 1 --max-attempts 1',
    answer: 'endless'
  },
  { name: 'a gzip bomb of 512 MB', size: 512, write: repeat(' '), suffix: '.ndjson.gz' },
  { name: 'slow standard input', size: 5000, write: orders, pause: 20 },
  {
    name: 'a list of 500,000 zeros',
    size: 500_000,
    write: (size, path) => writeFileSync(path, `[${'0,'.repeat(size)}0]`)
  },
  { name: '100,000 files', size: 100_000, write: writeFiles, suffix: '' },
  { name: '100,000 files, 1 thread', size: 100_000, write: writeFiles, suffix: '', threads: 1 },
  { name: 'orders, 4 threads', size: 100_000, write: orders, threads: 4 },
  {
    name: 'lines of 1 MiB, 4 threads',
    size: 400,
    write: longLines,
    options: '--concurrency 64',
    threads: 4
  },
  { name: 'orders, 64 requests at a time', size: 100_000, write: orders, options: '--concurrency 64' }
]

/**
 * Measures the peak memory of `send` for each shape of input.
 * @param share of its size
 * @param part of the names of the shapes that are measured
 */
export function benchMemory(share: number, part = ''): Variant[] {
  const mappings = Array.from({ length: 50 }, (_, index) => ({ ...PRESETS.orders, name: `Orders ${index}` }))
  writeFileSync(join(FOLDER, '50-mappings.json'), JSON.stringify(mappings))
  const sizeOf = (size: number) => Math.max(1, Math.floor(size * share))
  const variants = SHAPES.map((shape, index) => createVariant(shape, index, sizeOf(shape.size)))
  return [...variants, serveLargeEvents(sizeOf(62))].filter(({ name }) => name.includes(part))
}

/** @param requests of 16 events with 31 kB each */
function serveLargeEvents(requests: number): Variant {
  const properties = { products: Array.from({ length: 10_300 }, () => ({})) }
  return {
    name: 'serve: events of 10,300 empty products',
    events: 16 * requests,
    figures: [peakWithin(MOST)],
    run: () => deliverLargeEvents(requests, properties)
  }
}

function createVariant(shape: Shape, index: number, size: number): Variant {
  const { name, write, suffix = '.ndjson', options = '', answer = 'accept', pause, threads = 2 } = shape
  const input = `input-${index}${suffix}`
  const path = join(FOLDER, input)
  const outputs = ['run.checkpoint', 'run.failed.ndjson']
  const atMost = MOST + MOST_PER_THREAD * Math.max(0, threads - 2)
  return {
    name,
    events: size,
    figures: [peakWithin(atMost)],
    prepare: async () => {
      for (const output of outputs) rmSync(join(FOLDER, output), { force: true })
      if (!existsSync(path)) await write(size, path)
    },
    run: async () => {
      const { port, stop } = await startReceiver(answer)
      const state = pause === undefined ? ['--checkpoint', outputs[0]] : []
      const fixed = [
        '--workers',
        String(threads),
        '--sandbox-port',
        String(port),
        '--failed',
        outputs[1],
        ...state,
        '--json'
      ]
      const source = pause === undefined ? input : '-'
      const args = ['send', source, ...options.split(' ').filter(Boolean), ...fixed]
      const { usage } = await runCommand(args, FOLDER, pause === undefined ? undefined : slowly(path, pause))
      rmSync(path, { recursive: true })
      return { ...usage, requests: await stop() }
    }
  }
}

async function* slowly(path: string, pause: number): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(path)) {
    yield piece
    await wait(pause)
  }
}

import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { Command, Option } from '@commander-js/extra-typings'
import { wholeNumber } from '../runner/cli/flags'
import { benchDestination } from './destination'
import type { Figure, Variant } from './measure'
import { measureRounds, printTable, summarize } from './measure'
import { benchMemory } from './memory'
import { startReceiver } from './receiver'
import { benchSend } from './send'

/** The amount of work: batches of 1,000 events in this process, events of a file, share of each memory case. */
const SIZES = {
  // Shows that the benchmarks run. Its figures mean little.
  small: { batches: 2, fileEvents: 4000, memoryShare: 0.01, rounds: { orders: 1, pages: 1, send: 1, memory: 1 } },
  full: { batches: 5, fileEvents: 200_000, memoryShare: 1, rounds: { orders: 11, pages: 11, send: 3, memory: 1 } }
}

const PARTS = ['orders', 'pages', 'send', 'memory'] as const

const METRICS: readonly Figure[] = [
  { name: 'CPU µs/event', of: ({ cpu }) => cpu },
  { name: 'events/s', of: ({ speed }) => speed },
  { name: 'peak MB', of: ({ peak }) => peak },
  { name: 'requests', of: ({ requests }) => requests }
]

async function main(): Promise<void> {
  const { size, only, events, shape, json } = new Command('npm run bench --')
    .addOption(new Option('--size <size>').choices(['small', 'full'] as const).default('full' as const))
    .addOption(new Option('--only <part...>').choices(PARTS).default(PARTS))
    .option('--events <n>', 'events of a file', wholeNumber(1, Infinity))
    .option('--shape <text>', 'only shapes of memory whose names contain the text')
    .option('--json <file>', 'also writes the tables as JSON')
    .parse()
    .opts()
  const { batches, fileEvents, memoryShare, rounds } = SIZES[size]
  const { port, stop } = await startReceiver('accept')
  const benchmarks = {
    orders: () => benchDestination('orders', batches, port),
    pages: () => benchDestination('pages', batches, port),
    send: () => benchSend(events ?? fileEvents, batches),
    memory: () => benchMemory(memoryShare, shape)
  }
  const machine = `${cpus()[0].model}, ${cpus().length} cores, load ${loadavg()[0]}, Node.js ${process.version}`
  console.log(machine)
  const results: Record<string, object> = {}
  for (const part of only) results[part] = await run(part, await benchmarks[part](), rounds[part])
  await stop()
  if (json) writeFileSync(json, `${JSON.stringify({ machine, size, results }, undefined, 2)}\n`)
}

async function run(part: string, variants: readonly Variant[], count: number): Promise<object> {
  const rounds = await measureRounds(variants, count)
  const summaryOf = ({ name }: Variant, { of }: Figure) => summarize(rounds, (round) => of(round[name], round))
  const medians = variants.map((variant) => {
    const cells = METRICS.map((metric) => [metric.name, summaryOf(variant, metric).median])
    return { [part]: variant.name, ...Object.fromEntries(cells) }
  })
  const figures = variants.flatMap((variant) =>
    (variant.figures ?? []).map((figure) => {
      const summary = summaryOf(variant, figure)
      return { figure: `${variant.name}: ${figure.name}`, ...summary, target: judge(summary.median, figure) }
    })
  )
  for (const rows of [medians, figures]) printTable(rows)
  return { medians, figures }
}

function judge(median: number, { atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return `at most ${atMost}: ${median <= atMost ? 'met' : 'MISSED'}`
  return atLeast === undefined ? '' : `at least ${atLeast}: ${median >= atLeast ? 'met' : 'MISSED'}`
}

main().catch((error: Error) => {
  console.error(error.message)
  // Ends the receivers as well.
  process.exit(1)
})
